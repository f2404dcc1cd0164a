"""Pushes to software endpoints that are cut in the middle and taken up again."""

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.accounts import Duty
from rooms.drivers import Connect
from rooms.endpoint import Booking, Endpoint
from rooms.errors import BadParameter, Lost, Refused, RoomError, Unreadable
from rooms.fleet import Fleet, Outcome, StopsInMemory, operations
from rooms.fleet.operations import Operation
from rooms.fleet.runs import RunFault, opened, push, taken_up
from simulators import roomos
from simulators.roomos.site import Site
from tests.rooms.fleet.place import accounts, dead, fleet, room, rooms_of
from tests.waiting import until

PANEL = (
    "<Extensions><Version>1.11</Version><Panel><PanelId>{}</PanelId><Location>HomeScreen</Location><Icon>Help</Icon>"
    "<Color>#1170CF</Color><Name>Prov</Name><ActivityType>Custom</ActivityType></Panel></Extensions>"
)
# The last line of a run: {"room": "b", "is": "ok"}
_LINE = 26
SAVE = "UserInterface Extensions Panel Save"
ALERT = "UserInterface Message Alert Display"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with roomos.start(5, pace=0.1) as stood:
        yield stood
        until(lambda: not any(one.sessions for one in stood.endpoints))


def times(site: Site, command: str, word: str) -> dict[str, int]:
    """Return how often each endpoint did the command with the word as one of its values."""
    return {
        one.id: sum(done.path == command and [word] in done.values.values() for done in one.log)
        for one in site.endpoints
    }


def outcomes(site: Site, operation: Operation, file: Path | None, password: str = roomos.PASSWORD) -> Counter[str]:
    with opened(file, operation) as run:
        found = push(fleet(site, password=password), rooms_of(site), operation, run)
        return Counter(one.outcome for one in found)


def test_what_is_done_is_not_done_again_and_what_was_not_is(site: Site, tmp_path: Path) -> None:
    file, operation = tmp_path / "run", operations.save_panel(PANEL.format("one"))
    with opened(file, operation) as run:
        first = push(fleet(site, at_once=1), rooms_of(site), operation, run)
        next(first)
        first.close()
    done = taken_up(file, operation).done
    assert done
    assert outcomes(site, operation, file) == {Outcome.DONE_BEFORE: len(done), Outcome.OK: 5 - len(done)}
    assert set(times(site, SAVE, "one").values()) == {1}
    assert outcomes(site, operation, file) == {Outcome.DONE_BEFORE: 5}


def test_a_room_that_failed_has_it_the_next_time(site: Site, tmp_path: Path) -> None:
    file, operation = tmp_path / "run", operations.message("", "again")
    assert outcomes(site, operation, file, password="wrong") == {
        Outcome.AUTHENTICATION_REFUSED: 3,
        Outcome.ACCOUNT_REFUSED: 2,
    }
    assert outcomes(site, operation, file) == {Outcome.OK: 5}
    assert set(times(site, ALERT, "again").values()) == {1}


KILLED = """
import os, signal, sys
from pathlib import Path
from rooms.fleet import operations
from rooms.fleet.runs import opened, push
sys.path.insert(0, sys.argv[1])
from tests.rooms.fleet.place import accounts, room
from rooms.fleet import Fleet, StopsInMemory
rooms = [room(*pair.split("=")[:1], int(pair.split("=")[1])) for pair in sys.argv[3:]]
keys = {one.address: pair.split("=", 2)[2] for one, pair in zip(rooms, sys.argv[3:])}
operation = operations.message("", "killed")
with opened(Path(sys.argv[2]), operation) as run:
    done = push(Fleet(accounts(), keys, StopsInMemory(), at_once=2), rooms, operation, run)
    next(done), next(done)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_in_the_middle_nothing_is_done_twice_and_nothing_is_left_out(site: Site, tmp_path: Path) -> None:
    file, operation = tmp_path / "run", operations.message("", "killed")
    places = [f"{one.id}={one.ssh}={one.host_key}" for one in site.endpoints]
    ended = subprocess.run([sys.executable, "-c", KILLED, Path.cwd(), file, *places], check=False)
    assert ended.returncode == -signal.SIGKILL
    with file.open("ab") as torn:
        torn.write(b'{"room": "roo')
    # A text that may have been shown is not shown again: the room is named instead.
    with opened(file, operation) as run:
        results = list(push(fleet(site), rooms_of(site), operation, run))
    cut = {one.room.room_id for one in results if one.outcome is Outcome.CUT_BEFORE}
    shown = times(site, ALERT, "killed")
    assert all(shown[room_id] <= 1 for room_id in cut)
    assert {shown[room_id] for room_id in shown.keys() - cut} == {1}
    assert Counter(one.outcome for one in results)[Outcome.DONE_BEFORE] >= 2
    assert {one.room.room_id for one in results} == shown.keys()


class Fragile:
    """An endpoint on which a text meets a fault, or is counted."""

    shown: ClassVar[Counter[int]] = Counter()

    def __init__(self, port: int, faults: dict[int, RoomError]) -> None:
        self.port, self.faults = port, faults

    def alert(self, *_: object) -> None:
        if fault := self.faults.get(self.port):
            raise fault
        self.shown[self.port] += 1

    def close(self) -> None:
        """Nothing is open."""


def test_a_text_that_may_have_been_shown_is_told_and_one_that_was_not_is_shown(tmp_path: Path) -> None:
    file, operation = tmp_path / "run", operations.message("", "hello")
    faults: dict[int, RoomError] = {1: Lost("gone"), 2: Refused("not now"), 3: Unreadable("garbage")}
    places = [room(f"r{port}", port) for port in range(5)]

    def told() -> dict[str, Outcome]:
        keys = {one.address: "a key" for one in places if one.address}
        drivers = {"ssh": lambda address, *_: cast("Endpoint", Fragile(address.port, faults))}
        way = Fleet(accounts(), keys, StopsInMemory(), drivers=cast("Mapping[str, Connect]", drivers))
        with opened(file, operation) as run:
            return {one.room.room_id: one.outcome for one in push(way, places, operation, run)}

    first = [Outcome.OK, Outcome.LOST, Outcome.REFUSED, Outcome.UNREADABLE, Outcome.OK]
    found = told()
    assert [found[f"r{port}"] for port in range(5)] == first
    faults.clear()
    done, cut = Outcome.DONE_BEFORE, Outcome.CUT_BEFORE
    found = told()
    assert [found[f"r{port}"] for port in range(5)] == [done, cut, Outcome.OK, cut, done]
    assert Fragile.shown == {0: 1, 2: 1, 4: 1}


def test_two_runs_do_not_share_a_file_and_another_operation_does_not_take_it_up(tmp_path: Path) -> None:
    file, operation = tmp_path / "run", operations.message("", "hello")
    with opened(file, operation), pytest.raises(RunFault, match="taken"), opened(file, operation):
        pass
    with pytest.raises(RunFault, match="another"), opened(file, operations.message("", "goodbye")):
        pass
    file.write_text("[]\n", "ascii")
    with pytest.raises(RunFault, match="unreadable"):
        taken_up(file, operation)


def test_nothing_of_what_is_said_is_written_down(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "run"
    outcomes(site, operations.message("heading", "words"), file)
    written = file.read_text("ascii")
    assert "words" not in written
    assert "heading" not in written
    assert len([json.loads(line) for line in written.splitlines()]) == 11
    assert "words" not in repr(operations.message("heading", "words"))


@settings(max_examples=20)
@given(st.binary(max_size=40), st.integers(0, 40))
def test_whatever_a_power_cut_leaves_at_the_end_is_not_counted(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes, cut: int
) -> None:
    file, operation = tmp_path_factory.mktemp("run") / "run", operations.remove_panel("one")
    with opened(file, operation) as run:
        run.note(room("a", 1), Outcome.OK)
        run.note(room("b", 1), Outcome.OK)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) - min(cut, _LINE)] + tail.replace(b"\n", b""))
    with opened(file, operation) as run:
        assert "a" in run.done
        run.note(room("c", 1), Outcome.OK)
    assert taken_up(file, operation).done >= {"a", "c"}


@pytest.mark.parametrize(
    "operation",
    [
        operations.save_panel("<Extensions/>"),
        operations.save_panel(PANEL.format("a").replace("<PanelId>a</PanelId>", "")),
        operations.save_panel("<!DOCTYPE a><Extensions/>"),
        operations.message("", ""),
        operations.message("", "x" * 256),
        operations.configure(["Conference", "a b"], "1"),
        operations.configure([], "1"),
    ],
)
def test_what_no_room_could_take_is_said_before_any_room_is_spoken_to(site: Site, operation: Operation) -> None:
    before = sum(len(one.log) for one in site.endpoints)
    with dead(1) as silent, opened(None, operation) as run, pytest.raises(BadParameter):
        next(push(fleet(site, silent), [*silent, *rooms_of(site)], operation, run))
    assert sum(len(one.log) for one in site.endpoints) == before


def test_every_kind_of_operation_reaches_the_room(site: Site) -> None:
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    mine = Booking("b1", "Möte", "1@example.test", start, 30)
    for operation in (
        operations.save_panel(PANEL.format("kept")),
        operations.save_panel(PANEL.format("gone")),
        operations.remove_panel("gone"),
        operations.configure(["Conference", "AutoAnswer", "Mode"], "Off"),
        operations.put_bookings({"room1": [mine]}),
    ):
        assert outcomes(site, operation, None) == {Outcome.OK: 5}, operation
    way = fleet(site)
    look = {
        one.room.room_id: one.value
        for one in way.each(
            rooms_of(site),
            Duty.ADMIN,
            lambda _, endpoint: (
                set(endpoint.panels()) & {"kept", "gone"},
                [held.booking_id for held in endpoint.bookings()],
                endpoint.configuration(("Conference", "AutoAnswer", "Mode")),
            ),
        )
    }
    assert look == {one.id: ({"kept"}, ["b1"] if one.id == "room1" else [], "Off") for one in site.endpoints}
