"""Visits to software endpoints that nobody holds: which are due, and that none leaves a session behind."""

from collections.abc import Iterator

import pytest

from backend.clock import FixedClock
from backend.room_support.states import States
from backend.room_support.visiting import Visits
from backend.storage import Database
from rooms.inventory import Room
from simulators import roomos
from simulators.roomos.site import Site
from tests.backend.room_support.seen import FREE
from tests.rooms.fleet.place import fleet, room, rooms_of
from tests.waiting import until


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with roomos.start(2, profile="11") as stood:
        yield stood


@pytest.fixture
def states(database: Database, clock: FixedClock) -> States:
    return States(database, clock)


def visits(site: Site, states: States, clock: FixedClock, rooms: list[Room], password: str = roomos.PASSWORD) -> Visits:
    return Visits(fleet(site, password=password), clock, lambda: rooms, states, lambda: {rooms[0].room_id})


def test_rooms_are_visited_when_they_are_due_and_one_with_a_sign_more_often(
    site: Site, states: States, clock: FixedClock
) -> None:
    rooms = [*rooms_of(site), room("bare", None)]
    round_of = visits(site, states, clock, rooms).round
    assert round_of() == 2
    found = states.all()
    assert {row.outcome for row in found.values()} == {"ok"}
    assert {row.room_id for row in found.values()} == {one.room_id for one in rooms_of(site)}
    assert round_of() == 0
    clock.advance(minutes=1)
    assert round_of() == 1
    clock.advance(minutes=4)
    assert round_of() == 2
    states.ask(rooms[1].room_id)
    assert round_of() == 1
    until(lambda: not any(one.sessions for one in site.endpoints))


def test_a_room_that_is_held_is_not_visited(site: Site, states: States, clock: FixedClock) -> None:
    rooms = rooms_of(site)
    for one in rooms:
        states.note(one.room_id, FREE)
    assert visits(site, states, clock, rooms).round() == 0


def test_a_refused_account_is_noted_and_not_tried_again(site: Site, states: States, clock: FixedClock) -> None:
    rooms = rooms_of(site)[:1]
    round_of = visits(site, states, clock, rooms, password="wrong").round
    outcomes = []
    for _ in range(2):
        round_of()
        outcomes += [row.outcome for row in states.all().values()]
        clock.advance(minutes=5)
    assert outcomes == ["authentication-refused", "stopped"]


def test_a_stop_ends_the_round_that_is_under_way_and_begins_no_more(
    site: Site, states: States, clock: FixedClock
) -> None:
    going = visits(site, states, clock, rooms_of(site))
    going.begin()
    going.stop()
    known = len(states.all())
    clock.advance(minutes=10)
    going.begin()
    going.stop()
    assert len(states.all()) == known
