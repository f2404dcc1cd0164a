"""What holds of every answer there is, for every kind of way in."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.video.pexip.models import DIALLED, HOST, KINDS, LEADER, ROOM, VISIT
from backend.video.pexip.policy.asked import Asked
from backend.video.pexip.policy.decision import participant, service
from backend.video.pexip.policy.own import Own
from backend.video.pexip.policy.rules import ROOM_BEFORE, Rules
from backend.video.pexip.policy.ways import Way
from tests.backend.video.pexip.answered import is_refused, is_taken
from tests.backend.video.pexip.policy.ways import (
    ROOMS,
    joins,
    meanwhile,
    moments,
    open_ways,
    owns,
    questions,
    rules,
    ways,
)


@given(ways, questions, rules, moments, st.none() | owns)
def test_pexip_takes_every_answer_there_is(
    way: Way, asked: Asked, rules: Rules, now: datetime, own: Own | None
) -> None:
    assert is_taken("service", service(way, rules, now).body)
    for booked in ((), ROOMS):
        assert is_taken("participant", participant(way, asked, rules, now, rooms=booked, own=own).body)


@given(ways, questions, rules, moments, st.none() | owns)
def test_whom_the_conference_is_refused_is_refused_in_it_too(
    way: Way, asked: Asked, rules: Rules, now: datetime, own: Own | None
) -> None:
    if service(way, rules, now).refused:
        assert is_refused(participant(way, asked, rules, now, own=own).body)


@given(ways, questions, rules, moments, st.none() | owns)
def test_only_who_is_a_host_becomes_a_chair_and_only_they_and_a_known_room_pass_the_lock(
    way: Way, asked: Asked, rules: Rules, now: datetime, own: Own | None
) -> None:
    passes_rightly(way, asked, rules, now, own)


@pytest.mark.parametrize("role", sorted(KINDS))
@given(way=open_ways, asked=joins, rules=rules, now=meanwhile, own=owns)
def test_so_it_is_too_where_nothing_is_closed_to_who_comes(  # noqa: PLR0913 - what decides it
    role: str, way: Way, asked: Asked, rules: Rules, now: datetime, own: Own
) -> None:
    passes_rightly(way._replace(role=role), asked, rules, now, own)


def passes_rightly(way: Way, asked: Asked, rules: Rules, now: datetime, own: Own | None) -> None:
    for booked in ((), ROOMS):
        result = participant(way, asked, rules, now, rooms=booked, own=own).body.get("result", {})
        visits = way.role == VISIT and way.hosts_in > 0 and asked.api_leg and not asked.is_device
        leads_again = way.role == LEADER and own is not None and own.is_host and own.state in {"in", "left", "coming"}
        was_put_out = own is not None and own.state == "left" and own.reason not in {"left", "lost"}
        is_host = way.role == HOST or visits or (leads_again and not was_put_out)
        if result.get("preauthenticated_role") == "chair":
            assert is_host
            assert not asked.dials_out
        if result.get("bypass_lock"):
            known = asked.is_device and (asked.registered or asked.location == "Sjukhuset")
            itself = asked.caller == "alen" or asked.address == "192.0.2.7"
            in_time = way.start - ROOM_BEFORE <= now < way.end
            room = way.role == ROOM and known and itself and in_time and booked and not way.locked
            room = room and not (own is not None and own.put_out)
            # Whom a host calls in Pexip's own window is let in by that; whom one calls from our page waits.
            called = asked.dials_out and way.role not in {DIALLED, VISIT}
            assert is_host or called or room


@given(ways, ways, rules, moments)
def test_everybody_is_told_of_the_same_conference_but_for_the_pin(
    one: Way, two: Way, rules: Rules, now: datetime
) -> None:
    same = two._replace(**{name: getattr(one, name) for name in ("lobby", "protected", "participant_limit")})
    first, second = (service(each, rules, now).body.get("result") for each in (one, same))
    if first and second:
        assert {**first, "pin": ""} == {**second, "pin": ""}
        assert first["allow_guests"]
        # A visit has a PIN of its own, so that its way in makes a host of nobody else.
        assert first["pin"] == second["pin"] or rules.host_pin or VISIT in {one.role, two.role}


@given(ways, rules, moments)
def test_no_answer_about_the_conference_says_who_comes(way: Way, rules: Rules, now: datetime) -> None:
    told = way._replace(display_name="Astrid Berg")
    assert "Astrid" not in str(service(told, rules, now).body)
