"""`vardmote serve` with several processes: whoever dies or is begun anew, somebody answers and somebody works.

Half a minute: run by its path (`pytest tests/backend/serving/long_serve.py`), as the processes' long tests are.
"""

import json
import os
import signal
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.cli import main
from simulators.entra.server import Entra
from tests import postgres
from tests.backend.serving.served import Served, configured, wait_for
from tests.conftest import Place


@pytest.fixture
def file(entra: Entra, postgresql: Place, tmp_path: Path) -> Iterator[Path]:
    name = postgres.named(postgresql.url, f"serve_{os.getpid()}")
    url = postgres.create(postgresql.url, name, postgresql.template)
    many = {"processes__web": 2, "processes__workers": 2, "processes__threads": 20}
    yield configured(tmp_path, entra, database_url=url, **many)
    postgres.drop(postgresql.url, name)


@pytest.fixture
def server(file: Path) -> Iterator[Served]:
    running = Served(file).ready()
    yield running
    running.end()


def processes(file: Path) -> bool:
    """Tell whether the doctor finds everybody at work."""
    told = CliRunner().invoke(main, ["doctor", "--json", "--offline", "--config", str(file)])
    return {row["check"]: row["ok"] for row in json.loads(told.stdout)}["processes"]


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def test_processes_die_and_are_begun_anew_and_nobody_is_turned_away(file: Path, server: Served) -> None:
    web, *workers = children(server.process.pid)
    wait_for(lambda: processes(file), "not everybody works")
    os.kill(workers[0], signal.SIGKILL)
    os.kill(children(web)[0], signal.SIGKILL)
    wait_for(lambda: server.events("serving.process-died"), "its death was not seen")
    wait_for(lambda: processes(file), "nobody took their place")
    before = set(children(web))
    server.process.send_signal(signal.SIGHUP)
    refused = []
    while set(children(web)) & before:
        try:
            refused += [status for status in [server.get("/readyz")[0]] if status != HTTPStatus.OK]
        except ConnectionError as error:
            refused.append(error)
    # One process shuts its port while another has begun: the system may have given it a call it never takes.
    assert len(refused) <= 2, refused
    assert server.end() == 0
    assert server.events("serving.stopped")
