"""Whoever is taken off the list, or was turned away, while another service has them: hung up, or told of to hosts."""

from dataclasses import replace
from typing import Any

import pytest

from backend.meetings import attendance
from backend.meetings.models import Meeting
from backend.video import people
from backend.video.models import PresenceState
from backend.video.service import HostControl, NothingDone, Order, ServiceUnavailable
from tests.backend.meetings.elsewhere import IN, LEFT, WAITING, Elsewhere, Hall


@pytest.fixture
def without(hall: Hall) -> Hall:
    """A meeting at a service that can't be asked to do anything: a Pexip without a Management Node."""
    hall.service.capabilities = replace(Elsewhere.capabilities, host_controls=frozenset())
    return hall


def invited(hall: Hall, state: PresenceState) -> str:
    actor = hall.clinic.actor("personal")
    added = hall.clinic.participants.add(actor, hall.meeting["id"], {"kind": "patient", "name": "Vera Lindqvist"})
    hall.tell(added["id"], state)
    return str(added["id"])


def shown(hall: Hall, person: str) -> dict[str, Any]:
    with hall.house.database.read() as session:
        rows = attendance.for_host(session, session.get_one(Meeting, hall.meeting["id"]))
    return next((row for row in rows if row["id"] == person), {})


def taken_off(hall: Hall, person: str) -> bool:
    there = hall.clinic.participants.remove(hall.clinic.actor("personal"), hall.meeting["id"], person)
    hall.house.jobs.drain()
    return there


@pytest.mark.parametrize("state", [IN, WAITING])
def test_who_is_taken_off_the_list_where_nobody_can_hang_up_is_told_of_and_nobody_else(
    hall: Hall, state: PresenceState
) -> None:
    assert taken_off(hall, invited(hall, state)) is False
    hall.service.capabilities = replace(Elsewhere.capabilities, host_controls=frozenset())
    assert taken_off(hall, invited(hall, state)) is True
    never_came = hall.clinic.participants.add(hall.clinic.actor("personal"), hall.meeting["id"], {"kind": "relative"})
    assert taken_off(hall, never_came["id"]) is False


def test_who_is_still_in_says_so_to_hosts_until_they_have_left(without: Hall) -> None:
    person = invited(without, IN)
    assert "put_out" not in shown(without, person)
    taken_off(without, person)
    assert (shown(without, person)["state"], shown(without, person)["put_out"]) == (IN, True)
    without.house.clock.advance(seconds=30)
    without.tell(person, IN)
    assert shown(without, person)["put_out"] is True
    without.tell(person, LEFT)
    without.tell(person, WAITING)
    without.tell(person, IN)
    assert "put_out" not in shown(without, person)


@pytest.mark.parametrize("before", [WAITING, None])
def test_who_was_turned_away_and_is_let_in_there_all_the_same_is_seen_at_once(
    without: Hall, before: PresenceState | None
) -> None:
    person = invited(without, WAITING) if before else without.guest()
    with without.house.database.write() as session:
        presence = people.find(session, without.conference, person)
        assert presence is not None
        presence.state = before or PresenceState.COMING
        without.house.live.deny(session, without.conference, person)
    without.house.jobs.drain()
    assert without.state(person) == PresenceState.DENIED
    without.tell(person, WAITING)
    without.house.jobs.drain()
    assert without.state(person) == PresenceState.DENIED
    without.tell(person, IN)
    without.house.jobs.drain()
    assert (shown(without, person)["state"], shown(without, person)["put_out"]) == (IN, True)


def test_who_was_turned_away_and_is_let_in_there_is_hung_up_where_that_can_be_asked(hall: Hall) -> None:
    person = invited(hall, WAITING)
    taken_off(hall, person)
    hall.service.orders.clear()
    hall.tell(person, IN)
    hall.house.jobs.drain()
    assert hall.service.orders == [Order(HostControl.REMOVE, f"call-{person}")]
    assert hall.state(person) == PresenceState.DENIED


@pytest.mark.parametrize("state", [IN, WAITING])
def test_who_is_taken_off_while_the_service_is_away_is_hung_up_once_it_is_back(
    hall: Hall, state: PresenceState
) -> None:
    person = invited(hall, state)
    hall.service.faults = [ServiceUnavailable(), NothingDone(60)]
    taken_off(hall, person)
    for _ in range(2):
        assert state == WAITING or (shown(hall, person)["state"], shown(hall, person)["put_out"]) == (IN, True)
        assert hall.service.orders == []
        hall.house.clock.advance(seconds=61)
        hall.tell(person, state)
        hall.house.jobs.drain()
    assert hall.service.orders == [Order(HostControl.REMOVE, f"call-{person}")]
    hall.tell(person, LEFT)
    assert hall.state(person) == LEFT
