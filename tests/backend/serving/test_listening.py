"""The open port: calls wait at it, and what can't be opened is refused by its key."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from backend.config import Production, production, read
from backend.errors import ConfigurationFault
from backend.serving.listening import listening
from simulators.entra.server import Entra
from tests.backend.serving.served import configured


@pytest.fixture
def kept() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def told(folder: Path, entra: Entra, **changes: object) -> Production:
    return production(read({"VARDMOTE_CONFIG": str(configured(folder, entra, **changes))}))


def test_calls_wait_at_a_port_for_whoever_takes_them(entra: Entra, tmp_path: Path, kept: ExitStack) -> None:
    settings = told(tmp_path, entra)
    opened = listening(settings)
    assert opened is not None
    kept.enter_context(opened)
    host, _, port = settings.listen.rpartition(":")
    caller = kept.enter_context(socket.create_connection((host, int(port)), timeout=20))
    caller.sendall(b"hello")
    taken, _ = opened.accept()
    assert kept.enter_context(taken).recv(5) == b"hello"
    with pytest.raises(ConfigurationFault) as refused:
        listening(settings)
    assert refused.value.key == "listen"


def test_a_path_left_behind_is_taken_over_and_the_proxys_group_may_call(
    entra: Entra, tmp_path: Path, kept: ExitStack
) -> None:
    path = tmp_path / "serve.sock"
    settings = told(tmp_path, entra, listen=f"unix:{path}")
    for _ in range(2):
        opened = listening(settings)
        assert opened is not None
        kept.enter_context(opened)
    assert path.stat().st_mode & 0o777 == 0o660
    caller = kept.enter_context(socket.socket(socket.AF_UNIX))
    caller.connect(str(path))


def test_several_web_processes_open_the_port_themselves(entra: Entra, tmp_path: Path) -> None:
    postgresql = {"database_url": "postgresql+psycopg://nobody@127.0.0.1/vardmote", "processes__web": 2}
    assert listening(told(tmp_path, entra, **postgresql)) is None
