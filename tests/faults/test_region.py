"""Rooms at Pexip's Management Node: every step of making and of filling in advance × everything that goes wrong there.

A part of it in every run, all of it by `make faults`, on both databases.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.faults.region import DEEDS, TROUBLES, examine, opened
from tests.postgres import Emptier
from tests.simulators.pexip.stand import Loop, looping, managed

ROOT = Path(__file__).parents[2]
ALL = os.environ.get("VARDMOTE_ALL_FAULTS") == "1"


class Cell(NamedTuple):
    """One deed, one moment on its way, and what goes wrong there."""

    deed: str
    step: str
    trouble: str

    def __str__(self) -> str:
        return f"{self.deed}: {self.trouble} before {self.step}"


CELLS = tuple(
    Cell(name, step, trouble)
    for name, deed in DEEDS.items()
    for step, kind in deed.moments().items()
    for trouble, what in TROUBLES.items()
    if kind in what.kinds
)


# What every test run does: done and not noted, done and not heard of, refused, and a name that is somebody else's. The
# rest of it is tried in one process by the service's own tests. A meeting that goes to another service and comes back.
HANDFUL = (
    Cell("book now", "begin-keeping", "killed"),
    Cell("fill", "begin-keeping", "killed"),
    Cell("book", "make", "done, no answer"),
    Cell("book", "make", "name taken"),
    Cell("fill", "make", "429"),
    Cell("book now, none in advance", "commit-keeping", "commit unheard"),
    Cell("move away", "remove-former", "done, cut off"),
    Cell("move back", "make", "500"),
)


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    with looping() as made:
        yield made


@pytest.fixture
def url(loop: Loop) -> Iterator[str]:
    with managed(loop) as node:
        yield node.url


@pytest.fixture(scope="module")
def victim() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.faults.region_victim"]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    yield process
    process.communicate(timeout=60)


class Place(NamedTuple):
    """Where a product has what it has, where its node is, and who suffers there."""

    data: Path
    database_url: str
    url: str
    victim: "subprocess.Popen[str]"

    def suffer(self, cell: Cell) -> tuple[int, dict[str, Any]]:
        """Let the cell happen in a child; return how it ended and what it told, if it came to that."""
        order = {**cell._asdict(), "data": str(self.data), "database_url": self.database_url, "url": self.url}
        assert self.victim.stdin is not None
        assert self.victim.stdout is not None
        self.victim.stdin.write(f"{json.dumps(order)}\n")
        self.victim.stdin.flush()
        ended = int(self.victim.stdout.readline())
        broken = self.data / "fault.txt"
        assert not broken.exists(), broken.read_text()
        told = self.data / "told.json"
        return ended, json.loads(told.read_text()) if told.exists() else {}


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path, url: str, victim: "subprocess.Popen[str]") -> Place:
    return Place(tmp_path, sqlite_url, url, victim)


def test_what_every_run_does_is_part_of_it_all() -> None:
    assert set(HANDFUL) <= set(CELLS)
    assert {cell.trouble for cell in CELLS} == set(TROUBLES)


@pytest.mark.parametrize("deed", DEEDS if ALL else ("book now", "fill"))
def test_the_steps_of_the_list_are_what_is_run(deed: str, place: Place) -> None:
    ended, told = place.suffer(Cell(deed, "", ""))
    assert (ended, told["moments"], told["found"]) == (0, list(DEEDS[deed].moments()), [])


@pytest.mark.parametrize("cell", CELLS if ALL else HANDFUL, ids=str)
def test_no_room_without_a_meeting_nor_a_meeting_without_one(cell: Cell, place: Place) -> None:
    assert outcome(cell, place) == []


if ALL:

    @pytest.mark.parametrize("cell", CELLS, ids=str)
    def test_no_room_without_a_meeting_nor_a_meeting_without_one_on_postgresql(
        cell: Cell, emptied: Emptier, place: Place
    ) -> None:
        emptied.empty()
        assert outcome(cell, place._replace(database_url=emptied.url)) == []


def outcome(cell: Cell, place: Place) -> list[str]:
    """Let the cell happen, and return every way in which what is there afterwards does not fit."""
    ended, told = place.suffer(cell)
    if cell.trouble == "killed":
        assert ended == signal.SIGKILL
        # The next process finds what the last one left, and lives on.
        region = opened(place.data, place.database_url, place.url)
        region.tell("none")
        region.live_on()
        found = examine(region)
        region.world.stop()
    else:
        assert (ended, told["struck"]) == (0, True)
        assert all(status < 500 or status == 503 for status, _ in told["pressed"]), told["pressed"]
        found = told["found"]
    return found
