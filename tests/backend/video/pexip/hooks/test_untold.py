"""By whom nothing is told of it shows that one publisher has given up; who turned back on the way shows nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from backend.health.publisher_words import fault
from backend.video.models import PresenceState
from backend.video.pexip.hooks.publishers import Measuring, publisher_status
from backend.video.pexip.hooks.untold import AMONG, Led, Untold, judge, turned_back
from backend.video.pexip.parts import PART_MANAGEMENT, PexipPart
from backend.video.service import Role
from tests.backend.video.house import START, House, arrival
from tests.backend.video.pexip.hooks.hall import Hall, Pexip, ready

STILL, SPEAKS = "10.0.0.1", "10.0.0.2"
MINUTES = st.integers(5, 23 * 60)


def ago(minutes: float) -> datetime:
    return START - timedelta(minutes=minutes)


def untold(minutes: float, *, found: bool = False) -> Led:
    return Led(ago(minutes), told=False, found=found)


def told(minutes: float) -> Led:
    return Led(ago(minutes), told=True)


@given(st.lists(MINUTES, max_size=30), MINUTES, MINUTES, MINUTES)
def test_one_alone_is_never_a_sign(others: list[int], one: int, first: int, second: int) -> None:
    for found in (False, True):
        led = [*map(told, others), untold(one, found=found)]
        assert judge(led, {STILL: ago(first), SPEAKS: ago(second)}, START) is None


@given(
    st.lists(st.integers(AMONG - 1, 15), max_size=8), st.integers(0, 9), st.lists(st.integers(0, 24 * 60), max_size=4)
)
def test_no_more_than_one_in_ten_who_turn_back_is_ever_a_sign(between: list[int], first: int, heard: list[int]) -> None:
    came = [False] * first + [each for others in between for each in (True, *[False] * others)]
    led = [untold(5 + minute) if back else told(5 + minute) for minute, back in enumerate(came)]
    assert judge(led, {f"10.0.0.{number}": ago(minutes) for number, minutes in enumerate(heard)}, START) is None


@given(st.lists(MINUTES, max_size=30), st.lists(MINUTES, max_size=2))
def test_two_who_turned_back_are_no_sign_where_every_node_has_spoken_since(others: list[int], back: list[int]) -> None:
    led = [*map(told, others), *map(untold, back)]
    assert judge(led, {STILL: ago(1), SPEAKS: ago(2)}, START) is None


@given(st.lists(st.integers(70, 23 * 60), max_size=30), st.lists(st.integers(5, 59), min_size=2, max_size=AMONG))
def test_a_node_not_heard_since_is_named_whatever_the_others_say(before: list[int], since: list[int]) -> None:
    found = judge([*map(told, before), *map(untold, since)], {STILL: ago(65), SPEAKS: ago(0)}, START)
    assert found == Untold(len(since), ago(max(since)), [STILL])
    # Restarted, it speaks; what is left over from before is forgotten at once.
    begun = judge([*map(untold, since)], {STILL: ago(0), SPEAKS: ago(0)}, START, begun_at=ago(0))
    assert begun is None


@given(st.lists(MINUTES, max_size=30))
def test_whom_the_management_node_could_have_named_and_did_not_has_turned_back(back: list[int]) -> None:
    led = [*map(untold, back)]
    assert judge(led, {STILL: ago(24 * 60)}, START, answered_at=START) is None
    assert all(turned_back(each, START) for each in led)
    assert not any(turned_back(untold(each, found=True), START) for each in back)


@pytest.mark.parametrize(
    ("led", "heard", "nodes"),
    [
        ([untold(6), untold(7)], {}, None),
        ([untold(6), untold(7), untold(8)], {}, []),
        ([untold(6), untold(7)], {STILL: ago(60)}, [STILL]),
        ([untold(6), untold(4)], {STILL: ago(60)}, None),
        ([untold(61), untold(62)], {STILL: ago(90)}, None),
        ([untold(61, found=True), untold(62, found=True)], {STILL: ago(90)}, [STILL]),
        ([untold(25 * 60, found=True), untold(26 * 60, found=True)], {STILL: ago(30 * 60)}, None),
        ([*map(told, range(6, 16)), untold(40), untold(50)], {STILL: ago(60)}, None),
        ([*map(told, range(6, 14)), untold(40), untold(50)], {STILL: ago(60)}, [STILL]),
        # A node that never told anything: not among those we know.
        ([untold(6, found=True), untold(7, found=True)], {SPEAKS: ago(0)}, []),
        ([*map(untold, (6, 7, 8)), *map(told, (6, 7, 8))], {SPEAKS: ago(0)}, []),
        ([*map(untold, (6, 7, 8)), *map(told, (6, 7, 8, 9))], {SPEAKS: ago(0)}, None),
        ([*map(untold, (21, 22, 23))], {SPEAKS: ago(0)}, None),
    ],
)
def test_how_many_it_takes(led: list[Led], heard: Mapping[str, datetime], nodes: list[str] | None) -> None:
    found = judge(led, heard, START)
    assert (None if found is None else found.nodes) == nodes


@dataclass
class Asked:
    """A Management Node that knows who is there."""

    there: list[dict[str, Any]] = field(default_factory=list)
    times: int = 0

    def __call__(self, _reference: str) -> Iterable[Mapping[str, Any]]:
        self.times += 1
        return self.there


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def hall(house: House, asked: Asked) -> Hall:
    made: Callable[[], Hall] = ready(house, asked)
    return made()


def led_on(hall: Hall, *people: str, role: Role = Role.GUEST) -> None:
    with hall.house.database.write() as session:
        conference = hall.house.conferences.get(session, hall.conference)
        for person in people:
            hall.house.live.come(session, conference, arrival(person), role)


def said(hall: Hall) -> str:
    now = hall.house.clock.now()
    with hall.house.database.read() as session:
        wrong = fault(publisher_status(session, now), now)
    return wrong.en if wrong else ""


def go_on(hall: Hall, there: Pexip, minutes: int) -> None:
    """Let time pass, while one node speaks and the other does not."""
    hall.house.clock.advance(minutes=minutes)
    there.clock.at += 60 * minutes
    there.say(SPEAKS, "eventsink_updated", {})
    hall.take(there.told[-1])


def begun(hall: Hall) -> Pexip:
    there = hall.there()
    for node in (STILL, SPEAKS):
        there.say(node, "eventsink_started", {})
    hall.take(*there.told)
    return there


@pytest.mark.parametrize("role", Role)
def test_one_of_two_publishers_has_given_up(hall: Hall, role: Role) -> None:
    there = begun(hall)
    led_on(hall, "g1", "g2", "g3", role=role)
    go_on(hall, there, 4)
    assert said(hall) == ""
    for _ in range(4):
        go_on(hall, there, 3)
        assert f"Not heard since then: {STILL}." in said(hall)
        assert "System > Event sinks" in said(hall)
        hall.house.jobs.drain()
    Measuring(hall.house.database, hall.house.clock).measure()
    assert REGISTRY.get_sample_value("vardmote_pexip_people_untold") == 3
    there.seqs[STILL] = 0
    there.say(STILL, "eventsink_started", {})
    hall.take(there.told[-1])
    assert said(hall) == "", "restarted, it counts from one"


def test_a_patient_who_closes_the_page_raises_no_alarm(hall: Hall) -> None:
    there = begun(hall)
    led_on(hall, "g1")
    for _ in range(10):
        go_on(hall, there, 3)
        hall.house.jobs.drain()
        assert said(hall) == ""
    assert hall.people()["g1"].state == PresenceState.LEFT


def test_who_says_that_they_leave_raises_no_alarm(hall: Hall) -> None:
    there = begun(hall)
    led_on(hall, "g1", "g2", "g3")
    with hall.house.database.write() as session:
        for presence in hall.people().values():
            hall.house.live.not_coming(session, session.merge(presence))
    go_on(hall, there, 10)
    assert said(hall) == ""


def test_whom_only_asking_finds_are_asked_for_each_minute_and_told_of_until_the_node_is_heard(
    hall: Hall, asked: Asked
) -> None:
    there = begun(hall)
    hall.look.run()
    led_on(hall, "g1", "g2")
    there.comes("g1")
    there.comes("g2")
    asked.there = there.status()
    go_on(hall, there, 4)
    hall.look.run()
    assert asked.times == 0, "no doubt yet"
    go_on(hall, there, 2)
    hall.look.run()
    assert asked.times == 1
    assert {one.state for one in hall.people().values()} == {PresenceState.WAITING}
    assert said(hall) == "", "they may be told of yet"
    go_on(hall, there, 6)
    for _ in range(3):
        hall.look.run()
    assert asked.times == 4
    with hall.house.database.write() as session:
        session.add(PexipPart(part=PART_MANAGEMENT, heard_at=hall.house.clock.now()))
    go_on(hall, there, 120)
    assert f"Not heard since then: {STILL}." in said(hall), "it has been still since, and nothing else explains it"
    hall.take(*[each for each in there.told if each["node"] == STILL])
    assert said(hall) == ""


def test_asking_before_an_event_was_worked_is_no_sign(hall: Hall, asked: Asked) -> None:
    there = begun(hall)
    led_on(hall, "g1", "g2")
    there.comes("g1")
    there.comes("g2")
    asked.there = there.status()
    hall.house.clock.advance(seconds=10)
    assert hall.look.look(hall.reference)
    hall.take(*there.told)
    go_on(hall, there, 10)
    assert said(hall) == ""


def test_whom_asking_does_not_find_is_asked_for_once(hall: Hall, asked: Asked) -> None:
    there = begun(hall)
    hall.look.run()
    led_on(hall, "g1", "g2")
    with hall.house.database.write() as session:
        session.add(PexipPart(part=PART_MANAGEMENT, heard_at=START + timedelta(minutes=7)))
    go_on(hall, there, 6)
    for _ in range(3):
        hall.house.clock.advance(minutes=1)
        hall.look.run()
    assert asked.times == 1
    assert said(hall) == ""


def test_who_came_as_somebody_unknown_is_no_sign(hall: Hall) -> None:
    there = begun(hall)
    led_on(hall, "g1", "g2", "g3")
    for _ in range(3):
        there.comes("someone")
    hall.take(*there.told)
    for _ in range(5):
        go_on(hall, there, 3)
        assert said(hall) == ""
