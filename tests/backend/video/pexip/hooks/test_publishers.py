import json
from datetime import datetime, timedelta

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select

from backend.health.publisher_words import fault
from backend.video.lobby import ABSENT_SECONDS
from backend.video.models import Presence
from backend.video.pexip.hooks.erasing import erase_before
from backend.video.pexip.hooks.publishers import Measuring, PublisherStatus, publisher_status
from backend.video.service import Role
from tests.backend.video.house import arrival
from tests.backend.video.pexip.hooks.hall import Hall


def found(hall: Hall) -> PublisherStatus:
    with hall.house.database.read() as session:
        return publisher_status(session, hall.house.clock.now())


def said(hall: Hall) -> str:
    wrong = fault(found(hall), hall.house.clock.now())
    return wrong.en if wrong else ""


def coming(hall: Hall, *people: str, role: Role = Role.GUEST) -> None:
    """Let people be led on; two, as one may turn back."""
    with hall.house.database.write() as session:
        conference = hall.house.conferences.get(session, hall.conference)
        for person in people or ("g1", "g2"):
            hall.house.live.come(session, conference, arrival(person), role)


def turn_back(hall: Hall) -> None:
    with hall.house.database.write() as session:
        for presence in session.scalars(select(Presence).where(Presence.state == "coming")):
            hall.house.live.not_coming(session, presence, "lost")


def measured(name: str) -> float:
    return REGISTRY.get_sample_value(f"vardmote_pexip_{name}") or 0.0


def test_all_is_well_where_nothing_happens(hall: Hall) -> None:
    assert said(hall) == ""


def test_a_publisher_that_has_stopped_is_told_of_and_how_to_start_it(hall: Hall) -> None:
    there = hall.there()
    there.say("10.0.0.2", "eventsink_stopped", {})
    hall.take(*there.told)
    assert said(hall).startswith("10.0.0.2:")
    assert "System > Event sinks" in said(hall)
    Measuring(hall.house.database, hall.house.clock).measure()
    assert measured("publishers_stopped") == 1


def test_missing_events_are_told_of_for_a_day(hall: Hall) -> None:
    there = hall.there()
    there.say("10.0.0.1", "eventsink_started", {})
    there.seqs["10.0.0.1"] += 3
    there.say("10.0.0.1", "eventsink_updated", {})
    hall.take(*there.told)
    assert "10.0.0.1: 3" in said(hall)
    Measuring(hall.house.database, hall.house.clock).measure()
    assert measured("events_missing") == 3
    hall.house.clock.advance(days=1)
    assert said(hall) == ""


def test_one_who_turns_back_is_no_sign(hall: Hall) -> None:
    coming(hall, "g1")
    for _ in range(5):
        hall.house.clock.advance(minutes=5)
        assert said(hall) == ""
    turn_back(hall)
    hall.house.clock.advance(minutes=5)
    assert said(hall) == ""


def test_people_on_the_way_of_whom_nothing_is_heard_are_a_sign(hall: Hall) -> None:
    coming(hall)
    hall.house.clock.advance(minutes=4)
    assert said(hall) == ""
    hall.house.clock.advance(minutes=2)
    assert "on the way" in said(hall)
    there = hall.there()
    there.say("10.0.0.1", "eventsink_updated", {})
    hall.take(*there.told)
    assert said(hall) == ""


def test_a_silence_lasts_though_nobody_is_waited_for_any_more(hall: Hall) -> None:
    coming(hall)
    hall.house.clock.advance(minutes=10)
    turn_back(hall)
    for _ in range(4):
        hall.house.clock.advance(minutes=10)
        assert "on the way" in said(hall)
        Measuring(hall.house.database, hall.house.clock).measure()
        assert measured("publishers_silent") == 1
    there = hall.there()
    there.say("10.0.0.1", "eventsink_updated", {})
    hall.take(*there.told)
    assert said(hall) == ""


@pytest.mark.parametrize("role", Role)
def test_who_turned_back_was_led_on_after_the_node_was_last_heard(hall: Hall, role: Role) -> None:
    there = hall.there()
    there.say("10.0.0.1", "eventsink_updated", {})
    hall.take(*there.told)
    hall.house.clock.advance(minutes=1)
    coming(hall, role=role)
    for _ in range(3):
        hall.house.clock.advance(seconds=ABSENT_SECONDS)
        hall.house.jobs.drain()
        assert "on the way" in said(hall)


def test_who_turned_back_is_no_sign_when_others_were_heard_of_meanwhile(hall: Hall) -> None:
    coming(hall)
    hall.house.clock.advance(minutes=3)
    there = hall.there()
    there.say("10.0.0.1", "eventsink_updated", {})
    hall.take(*there.told)
    hall.house.clock.advance(minutes=7)
    turn_back(hall)
    hall.house.clock.advance(minutes=20)
    assert said(hall) == ""


def test_a_meeting_that_is_over_is_no_sign(hall: Hall) -> None:
    coming(hall)
    hall.house.clock.advance(minutes=10)
    turn_back(hall)
    hall.house.clock.advance(hours=20)
    assert said(hall) == ""


def test_events_that_nobody_works_are_a_sign(hall: Hall) -> None:
    there = hall.there()
    there.comes("g1")
    hall.house.jobs.stop()
    hall.intake.take(b'{"event":"eventsink_bulk","data":[%s]}' % json.dumps(there.told[-1]).encode())
    hall.house.clock.advance(minutes=6)
    assert "are not worked" in said(hall)


def test_rows_go_after_a_day_and_names_with_their_conference(hall: Hall) -> None:
    there = hall.there()
    there.comes("someone")
    hall.take(*there.told)

    def erase(moment: datetime) -> int:
        with hall.house.database.write() as session:
            return erase_before(session, moment)

    assert erase(hall.house.clock.now()) == 0
    taken = len(hall.rows())
    assert erase(hall.house.clock.now() + timedelta(days=1)) == taken + 2
    assert hall.rows() == []
