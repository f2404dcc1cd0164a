"""`vardmote serve` with several processes: whoever dies or is begun anew, somebody answers and somebody works.

Half a minute: run by its path (`pytest tests/backend/serving/long_serve.py`), as the processes' long tests are.
"""

import json
import os
import signal
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.cli import main
from simulators.entra.server import Entra
from tests import postgres
from tests.backend.serving.served import Served, children, configured, wait_for
from tests.conftest import Place


@pytest.fixture
def url(postgresql: Place) -> Iterator[str]:
    name = postgres.named(postgresql.url, f"serve_{os.getpid()}")
    yield postgres.create(postgresql.url, name, postgresql.template)
    postgres.drop(postgresql.url, name)


@pytest.fixture
def served(entra: Entra, url: str, tmp_path: Path) -> Iterator[Callable[..., tuple[Path, Served]]]:
    begun: list[Served] = []

    def serve(**processes: int) -> tuple[Path, Served]:
        told = {f"processes__{name}": number for name, number in processes.items()}
        file = configured(tmp_path, entra, database_url=url, processes__threads=20, **told)
        begun.append(Served(file).ready())
        return file, begun[-1]

    yield serve
    for server in begun:
        server.end()


def processes(file: Path) -> bool:
    """Tell whether the doctor finds everybody at work."""
    told = CliRunner().invoke(main, ["doctor", "--json", "--offline", "--config", str(file)])
    return {row["check"]: row["ok"] for row in json.loads(told.stdout)}["processes"]


def asked_while_begun_anew(server: Served) -> list[object]:
    """Ask again and again while the web processes are begun anew; return what was no answer, or not the right one."""
    web = server.children()[0]
    before, refused = set(children(web)), []
    server.process.send_signal(signal.SIGHUP)
    while set(children(web)) & before:
        try:
            refused += [status for status in [server.get("/readyz")[0]] if status != HTTPStatus.OK]
        except ConnectionError as error:
            refused.append(error)
    return refused


def test_processes_die_and_are_begun_anew_and_nobody_is_turned_away(
    served: Callable[..., tuple[Path, Served]],
) -> None:
    file, server = served(web=2, workers=2)
    web, *workers = server.children()
    wait_for(lambda: processes(file), "not everybody works")
    os.kill(workers[0], signal.SIGKILL)
    os.kill(children(web)[0], signal.SIGKILL)
    wait_for(lambda: server.events("serving.process-died"), "its death was not seen")
    wait_for(lambda: processes(file), "nobody took their place")
    # One process shuts its port while another has begun: the system may have given it a call it never takes.
    assert len(asked_while_begun_anew(server)) <= 2
    assert server.end() == 0
    assert server.events("serving.stopped")


def test_one_web_process_dies_and_is_begun_anew_and_calls_wait_for_it(
    served: Callable[..., tuple[Path, Served]],
) -> None:
    _, server = served(web=1, workers=1)
    web = server.children()[0]
    (only,) = children(web)
    os.kill(only, signal.SIGKILL)
    wait_for(lambda: only not in children(web), "it did not die")
    assert server.get("/readyz")[0] == HTTPStatus.OK
    # The elder may have taken a call just as it shut; nobody finds the port shut.
    refused = asked_while_begun_anew(server)
    assert len(refused) <= 1
    assert not any(isinstance(each, ConnectionRefusedError) for each in refused)
