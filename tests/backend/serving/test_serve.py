"""`vardmote serve` as an operator meets it: what it refuses, what it survives, and how it ends."""

import json
import os
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backend.cli import main
from backend.storage import Database
from backend.storage.marks import DEMO, put_mark
from simulators.entra.server import Entra
from tests.backend.config.files import SECRET
from tests.backend.serving.served import Served, configured, prepared, wait_for


def refused(file: Path) -> str:
    told = CliRunner().invoke(main, ["serve", "--config", str(file)])
    assert (told.exit_code, told.stdout) == (2, ""), told.stderr
    assert told.stderr.count("\n") == 1
    assert " / " in told.stderr
    assert SECRET not in told.stderr
    return told.stderr.partition(":")[0]


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"base_url": "http://vardmote.example"}, "base_url"), ({"profile": "nowhere"}, "profile")],
)
def test_what_must_not_run_is_refused_by_its_key(
    entra: Entra, tmp_path: Path, changes: dict[str, Any], key: str
) -> None:
    assert refused(configured(tmp_path, entra, **changes)) == key


def test_a_database_that_is_not_migrated_a_demos_or_away_is_refused(entra: Entra, tmp_path: Path) -> None:
    file = configured(tmp_path, entra)
    assert refused(file) == "database_url"
    prepared(tmp_path, entra)
    database = Database(f"sqlite:///{tmp_path / 'vardmote.sqlite'}")
    with database.write() as session:
        put_mark(session, DEMO)
    database.close()
    assert refused(file) == "database_url"


def test_it_survives_the_death_of_its_process_reads_anew_and_ends_in_order(
    entra: Entra, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file, told = prepared(tmp_path, entra), told_to_systemd(tmp_path)
    server = Served(file, NOTIFY_SOCKET=str(tmp_path / "notify"))
    request.addfinalizer(server.end)
    server.ready()
    os.kill(server.children()[0], signal.SIGKILL)
    wait_for(lambda: server.events("serving.process-died"), "its death was not seen")
    # Nobody is there to take the call; it waits until somebody is.
    assert server.get("/readyz")[0] == HTTPStatus.OK
    before = server.children()
    server.process.send_signal(signal.SIGHUP)
    wait_for(lambda: server.children() not in ([], before), "nobody took its place")
    assert server.get("/readyz")[0] == HTTPStatus.OK
    (tmp_path / "people.json").write_text("{", "utf-8")
    file.write_text(file.read_text("utf-8").replace("https://vardmote.example", "http://vardmote.example"), "utf-8")
    server.process.send_signal(signal.SIGHUP)
    assert wait_for(lambda: server.events("serving.reload-refused"), "not refused")[0]["key"] == "base_url"
    assert server.get("/readyz")[0] == HTTPStatus.OK
    assert server.end() == 0
    assert [told["event"] for told in map(json.loads, server.log.read_text("utf-8").splitlines())][-1] == (
        "serving.stopped"
    )
    assert list(told()) == ["READY=1", "RELOADING=1", "READY=1", "STOPPING=1"]
    with sqlite3.connect(tmp_path / "vardmote.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def told_to_systemd(folder: Path) -> Callable[[], Iterator[str]]:
    """Listen as systemd does; what the function returned yields is all that has been told."""
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.bind(str(folder / "notify"))
    ear.settimeout(0)

    def told() -> Iterator[str]:
        with ear, suppress(BlockingIOError):
            while True:
                yield ear.recv(4096).decode()

    return told
