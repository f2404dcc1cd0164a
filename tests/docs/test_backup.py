"""The documented backup, taken while the product works and restored elsewhere: all that was answered is there."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.clock import FixedClock
from backend.storage import Database
from tests import postgres
from tests.conftest import Place
from tests.product import Caller, wired

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
PERSON = {"kind": "patient", "name": "Vera Lindqvist", "identity": "none"}


def script(name: str, folder: Path, **places: str) -> None:
    programs = f"{postgres.programs()}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **places, "PATH": programs}
    subprocess.run([str(DEPLOY / name), str(folder)], env=environment, check=True)


def plain(url: str) -> str:
    """Return an address as the scripts take it: PostgreSQL's own kind, or a file."""
    return url.replace("postgresql+psycopg://", "postgresql://").removeprefix("sqlite:///")


@pytest.fixture
def empty(database: Database, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database to restore into."""
    if not database.side_by_side:
        yield f"sqlite:///{tmp_path / 'restored.sqlite'}"
        return
    place: Place = request.getfixturevalue("postgresql")
    name = postgres.named(place.url, f"restored_{os.getpid()}")
    yield postgres.create(place.url, name)
    postgres.drop(place.url, name)


def test_what_was_backed_up_works_elsewhere(database: Database, clock: FixedClock, tmp_path: Path, empty: str) -> None:
    here, copy, there = tmp_path / "here", tmp_path / "copy", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    url = database.engine.url.render_as_string(hide_password=False)
    product = wired(here, url, clock)
    caller = Caller(product, clock)
    meeting = caller.create()
    caller.call("POST", f"/api/v1/meetings/{meeting['id']}/participants", PERSON)
    places = {"AUDIT": str(here / "access-log.sqlite"), "ANCHOR": str(here / "access-log.anchor")}
    # The last entry is still on its way to the log as the copy is made.
    script("backup.sh", copy, DATABASE=plain(url), **places)
    product.stop()

    places = {"AUDIT": str(there / "access-log.sqlite"), "ANCHOR": str(there / "access-log.anchor")}
    script("restore.sh", copy, DATABASE=plain(empty), **places)
    restored = wired(there, empty, clock)
    again = Caller(restored, clock)
    read = again.call("GET", f"/api/v1/meetings/{meeting['id']}")
    assert read.get_json()["state"] == "ready"
    door = "/m/" + meeting["join_url"].rpartition("/")[2]
    assert again.as_(None).call("GET", door).status_code == 200
    assert again.as_(None).call("POST", f"{door}/join", {"name": "Vera"}).status_code == 200
    again.create()
    restored.logbook.catch_up()
    report = restored.logbook.verify()
    assert report.fault is None
    assert report.entries > 3
    restored.stop()

    with pytest.raises(subprocess.CalledProcessError):
        script("restore.sh", copy, DATABASE=plain(empty), **places)
