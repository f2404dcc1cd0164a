from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.meetings import doors
from backend.meetings.doors import Hours, Scene
from backend.meetings.models import DoorState, Lifecycle
from backend.video.pexip.policy import decision
from backend.video.pexip.policy.decision import asks_own, closed, participant, service
from backend.video.pexip.policy.own import Own
from backend.video.pexip.policy.rules import GRACE_AFTER, OPENS_BEFORE, ROOM_BEFORE, Rules, bounds
from backend.video.pexip.policy.ways import Way
from tests.backend.video.pexip.policy.ways import (
    END,
    ROOMS,
    RULES,
    START,
    asked,
    host,
    moments,
    way,
)

BY_PIN = Rules(secret=b"s" * 32, host_pin=True)
MINUTE = timedelta(minutes=1)


def test_a_guest_meets_a_locked_conference_with_a_host_pin() -> None:
    result = service(way(), RULES, START).body["result"]
    assert result["locked"]
    assert result["allow_guests"]
    assert len(result["pin"]) == 8
    assert "guest_pin" not in result
    assert (result["participant_limit"], result["crypto_mode"]) == (15, "on")


def test_a_host_who_comes_first_begins_the_same_conference_as_a_guest_would() -> None:
    assert service(host(), RULES, START).body == service(way(), RULES, START).body


def test_by_pin_a_host_has_one_of_the_aliass_own() -> None:
    first, second = (service(host(nonce=nonce), BY_PIN, START).body["result"] for nonce in ("1" * 32, "2" * 32))
    assert first["pin"] != second["pin"]
    assert first["allow_guests"]
    assert first["pin"] != service(way(), BY_PIN, START).body["result"]["pin"]


def test_theme_and_layout_are_those_of_the_region() -> None:
    told = replace(RULES, theme="Regionen", view="four_mains_zero_pips")
    result = service(way(), told, START).body["result"]
    assert (result["ivr_theme_name"], result["view"]) == ("Regionen", "four_mains_zero_pips")


def test_what_is_not_set_is_left_to_pexip() -> None:
    plain = service(way(protected=False, participant_limit=None, lobby=False), RULES, START).body["result"]
    assert not {"crypto_mode", "participant_limit", "view", "ivr_theme_name"} & set(plain)
    assert not plain["locked"]


@pytest.mark.parametrize(
    ("told", "now", "reason"),
    [
        ({}, START - OPENS_BEFORE, ""),
        ({}, START - OPENS_BEFORE - MINUTE, "early"),
        ({"role": "room"}, START - OPENS_BEFORE - MINUTE, "early"),
        ({"role": "host"}, START - OPENS_BEFORE - MINUTE, ""),
        ({"hosts_in": 1}, START - OPENS_BEFORE - MINUTE, ""),
        ({"role": "room", "hosts_in": 1}, START - OPENS_BEFORE - MINUTE, ""),
        ({}, END + GRACE_AFTER - MINUTE, ""),
        ({}, END + GRACE_AFTER, "over"),
        ({"role": "host"}, END + GRACE_AFTER, "over"),
        ({"hosts_in": 1}, END + GRACE_AFTER, ""),
        ({"withdrawn_at": START}, START, "withdrawn"),
        ({"role": "host", "expires_at": START}, START, "expired"),
        ({"role": "host", "expires_at": START + MINUTE}, START, ""),
        ({"role": "host", "expires_at": START, "call": "f"}, START + MINUTE, ""),
        ({"mode": "management"}, START, "other-mode"),
        ({"dropped_at": START, "hosts_in": 1}, START, "removed"),
        ({"dropped_at": START, "role": "room"}, START, "removed"),
        ({"dropped_at": START, "role": "host"}, START, "removed"),
        ({"dropped_at": END, "hosts_in": 1}, END + GRACE_AFTER, ""),
    ],
)
def test_a_way_in_is_closed(told: dict[str, object], now: datetime, reason: str) -> None:
    assert closed(way(**told), RULES, now) == reason


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({}, "over"),
        ({"role": "room"}, "over"),
        ({"role": "host"}, ""),
        ({"hosts_in": 1}, ""),
        ({"ended_at": START - MINUTE}, ""),
    ],
)
def test_what_a_host_has_ended_is_over_until_a_host_begins_again(told: dict[str, object], reason: str) -> None:
    ended = way(**{"ended_at": START} | told)
    assert participant(ended, asked(), RULES, START + MINUTE).refused == reason
    assert service(ended, RULES, START + MINUTE).refused == ""


def test_an_alias_we_never_gave_is_refused_in_the_very_words_of_the_contract() -> None:
    expected = {"status": "success", "action": "reject"}
    assert service(None, RULES, START).body == expected
    assert participant(None, asked(), RULES, START).body == expected


def test_a_guest_is_a_guest_whatever_pin_was_guessed() -> None:
    result = participant(way(), asked(is_chair=True), RULES, START).body["result"]
    assert result == {
        "preauthenticated_role": "guest",
        "bypass_lock": False,
        "remote_display_name": "Astrid",
        "call_tag": "e0000000000000001",
    }


def test_a_host_comes_as_chair_and_that_is_the_one_use() -> None:
    answer = participant(host(), asked("one", "two", api_leg=True), RULES, START)
    assert answer.body["result"]["preauthenticated_role"] == "chair"
    used = host(call=answer.use)
    again = participant(used, asked("one", "two", api_leg=True), RULES, START)
    assert (again.refused, again.use) == ("", None)
    media = participant(used, asked("one", "three"), RULES, START)
    assert (media.refused, media.body["result"]["preauthenticated_role"]) == ("", "chair")
    other = participant(host(call=media.use), asked("four", "five"), RULES, START)
    assert other.refused == "used"
    assert "värdsida" in other.body["result"]["reject_reason"]


def test_a_device_never_takes_the_place_of_the_hosts_web_app() -> None:
    used = host(call=participant(host(), asked("one", api_leg=True), RULES, START).use)
    assert participant(used, asked("two", is_web=False), RULES, START).refused == "used"
    assert participant(used, asked("two"), RULES, START).refused == ""


def in_by_app() -> Way:
    """Return the way in of a host who is in by a web app, with sound and picture."""
    first = participant(host(), asked("p", api_leg=True, address="192.0.2.7"), RULES, START)
    second = participant(host(call=first.use), asked("w", is_webrtc=True, address="192.0.2.7"), RULES, START)
    return host(call=second.use, hosts_in=1)


def test_a_host_who_is_in_is_not_refused_when_the_web_app_begins_its_call_anew() -> None:
    anew = asked("x", "y", is_webrtc=True, is_chair=True, address="198.51.100.7")
    late = START + 30 * MINUTE
    # Nobody told that they came, or a look missed them: that is no leaving.
    unheard = Own(state="left", reason="lost")
    for own in (None, Own(), Own(state="in", is_host=True), Own(state="coming"), unheard):
        answer = participant(in_by_app(), anew, RULES, late, own=own)
        assert (answer.refused, answer.body["result"]["preauthenticated_role"]) == ("", "chair")
    near = replace(anew, is_chair=False, address="192.0.2.8")
    assert participant(in_by_app(), near, RULES, late, own=Own(state="in")).refused == ""


@pytest.mark.parametrize(
    ("told", "own"),
    [
        # Another app, which has been given no token.
        ({"api_leg": True, "is_webrtc": False}, Own(state="in")),
        ({"is_webrtc": False}, Own(state="in")),
        ({"is_web": False, "is_webrtc": False, "is_device": True}, Own(state="in")),
        # Pexip does not say that it is a host, and it comes from elsewhere: a guest's leg by the host's alias.
        ({"is_chair": False}, Own(state="in")),
        ({"is_chair": False, "address": ""}, Own(state="in")),
        ({"is_chair": False, "address": "2001:db8::1"}, Own(state="in")),
        # There is nothing to begin anew.
        ({}, Own(state="left", reason="left")),
        ({}, Own(state="left", reason="ended")),
        ({}, Own(state="left", reason="lost", put_out=True)),
        ({}, Own(state="removed")),
        ({}, Own(state="denied")),
        ({}, Own(state="in", put_out=True)),
    ],
)
def test_nobody_else_comes_in_by_what_a_host_has_used(told: dict[str, Any], own: Own) -> None:
    anew = asked("x", "y", **{"is_webrtc": True, "is_chair": True, "address": "198.51.100.7"} | told)
    assert participant(in_by_app(), anew, RULES, START + MINUTE, own=own).refused == "used"


def test_what_is_known_of_a_host_is_asked_for_only_where_a_leg_is_not_known() -> None:
    leg = asked("x", is_webrtc=True)
    assert asks_own(in_by_app(), leg)
    for other in (asked("w", is_webrtc=True), asked("x"), asked("x", api_leg=True), replace(leg, joins=False)):
        assert not asks_own(in_by_app(), other)
    assert not asks_own(host(), leg)


def test_a_question_that_is_no_join_uses_nothing() -> None:
    answer = participant(host(), asked("one", joins=False), RULES, START)
    assert (answer.use, answer.body["result"].get("preauthenticated_role")) == (None, None)


def test_by_pin_whoever_leaves_it_out_is_no_host_and_uses_nothing() -> None:
    answer = participant(host(), asked("one"), BY_PIN, START)
    assert answer.use is None
    assert "preauthenticated_role" not in answer.body["result"]
    assert participant(host(), asked("one", is_chair=True), BY_PIN, START).use is not None


def test_of_a_host_who_is_in_the_other_leg_comes_too_when_the_meeting_has_filled() -> None:
    first = participant(host(others_in=14), asked("one", api_leg=True), RULES, START)
    filled = host(others_in=15, call=first.use)
    for legs in (asked("one", api_leg=True), asked("one", "two"), asked("three")):
        assert participant(filled, legs, RULES, START).body["result"]["preauthenticated_role"] == "chair"
    assert participant(filled, asked("three", is_web=False), RULES, START).refused == "used"
    assert participant(host(others_in=15), asked("one", api_leg=True), RULES, START).refused == "full"


@pytest.mark.parametrize(("language", "word"), [("sv", "fullt"), ("en", "full")])
def test_the_sixteenth_is_told_what_to_do(language: str, word: str) -> None:
    answer = participant(way(others_in=15, hosts_in=1, language=language), asked(), RULES, START)
    assert answer.refused == "full"
    assert word in answer.body["result"]["reject_reason"]
    assert participant(way(others_in=14, hosts_in=1), asked(), RULES, START).refused == ""


SALON = {"is_device": True, "registered": True, "caller": "alen", "address": "192.0.2.9"}


@pytest.mark.parametrize(
    ("told", "now", "passes"),
    [
        ({}, START, True),
        ({"registered": False, "location": "Sjukhuset"}, START, True),
        ({"caller": "nummer", "address": "192.0.2.7"}, START, True),
        ({"caller": "granen"}, START, True),
        ({}, START - ROOM_BEFORE, True),
        ({"is_device": False}, START, False),
        ({"registered": False}, START, False),
        ({"registered": False, "location": "Utanför"}, START, False),
        ({"caller": "björken"}, START, False),
        ({"caller": "björken", "location": "Sjukhuset"}, START, False),
        ({"caller": "", "address": ""}, START, False),
        ({}, START - ROOM_BEFORE - MINUTE, False),
        ({}, END, False),
    ],
)
def test_a_room_passes_the_lock_only_when_it_is_the_one_that_is_booked_now(
    told: dict[str, object], now: datetime, *, passes: bool
) -> None:
    question = asked(**SALON | told)
    for rooms, expected in ((ROOMS, passes), ((), False)):
        result = participant(way(role="room", hosts_in=1), question, RULES, now, rooms=rooms).body["result"]
        assert (result["preauthenticated_role"], result["bypass_lock"]) == ("guest", expected)


@pytest.mark.parametrize(
    ("told", "own", "passes"),
    [
        ({}, None, True),
        ({}, Own(state="left", reason="left"), True),
        ({"locked": True}, None, False),
        ({"locked": True}, Own(state="left", reason="left"), False),
        ({}, Own(put_out=True), False),
        ({}, Own(state="left", reason="removed", put_out=True), False),
    ],
)
def test_a_booked_room_waits_where_a_host_has_locked_or_put_it_out(
    told: dict[str, object], own: Own | None, *, passes: bool
) -> None:
    room = way(**{"role": "room", "person": "", "hosts_in": 1} | told)
    result = participant(room, asked(**SALON), RULES, START, rooms=ROOMS, own=own).body["result"]
    assert (result["preauthenticated_role"], result["bypass_lock"]) == ("guest", passes)
    # It is the same room in our list.
    assert result["call_tag"] == decision.tag_of(room, asked(**SALON), RULES, START, ROOMS)


@pytest.mark.parametrize(
    ("language", "shown_as", "expected"),
    [
        ("sv", "Vera Lindqvist", "Vera Lindqvist (rummens nummer)"),
        ("en", "Vera Lindqvist", "Vera Lindqvist (room number)"),
        ("sv", "", "Okänd (rummens nummer)"),
        ("en", "", "Unknown (room number)"),
    ],
)
def test_whoever_dials_the_rooms_number_is_seen_to_have_done_so(language: str, shown_as: str, expected: str) -> None:
    room = way(role="room", person="", language=language)
    for question in (asked(shown_as=shown_as), asked(**SALON | {"caller": "björken", "shown_as": shown_as})):
        assert participant(room, question, RULES, START, rooms=ROOMS).body["result"]["remote_display_name"] == expected
    booked = participant(room, asked(**SALON, shown_as=shown_as), RULES, START, rooms=ROOMS).body["result"]
    assert "remote_display_name" not in booked


@pytest.mark.parametrize("service_now", ["teams_protected", None])
@pytest.mark.parametrize("role", ["guest", "host", "room", "lead", "out"])
def test_where_the_meeting_was_moved_from_nobody_comes_in_and_each_is_told_what_to_do(
    role: str, service_now: str | None
) -> None:
    moved = way(role=role, service=service_now, expires_at=None)
    assert service(moved, RULES, START).refused == ""
    answer = participant(moved, asked("one", api_leg=True), RULES, START)
    assert (answer.refused, answer.use) == ("moved", None)
    assert "inbjudan" in answer.body["result"]["reject_reason"]


@given(st.integers(0, 240), st.integers(0, 1440), moments)
def test_whom_a_door_lets_on_is_not_refused_a_moment_later(opens: int, closes: int, now: datetime) -> None:
    before, after = bounds(opens * MINUTE, closes * MINUTE)
    wide = Rules(secret=b"s" * 32, opens_before=before, grace_after=after)
    told = Hours(START - opens * MINUTE, END + closes * MINUTE)
    standing = doors.standing(DoorState.OPEN, Lifecycle.OPEN, told, now, Scene())
    if standing in doors.LETS_WAIT:
        for later in range(6):
            assert closed(way(), wide, now + later * MINUTE) == ""
    assert (before, after) >= (OPENS_BEFORE, GRACE_AFTER)


def test_whom_a_host_calls_is_let_in() -> None:
    assert participant(way(role="room"), asked(dials_out=True), RULES, START).body["result"] == {"bypass_lock": True}


def test_whom_a_host_calls_from_our_own_page_waits_in_the_lobby_and_is_known_by_its_tag() -> None:
    known = way(role="out", display_name="Tingsrätten sal 3")
    assert participant(known, asked(dials_out=True), RULES, START).body["result"] == {
        "call_tag": known.tag,
        "remote_display_name": "Tingsrätten sal 3",
        "bypass_lock": False,
    }
    again = participant(known, asked(), RULES, START).body["result"]
    assert (again["preauthenticated_role"], again["bypass_lock"]) == ("guest", False)


def test_neither_secret_nor_pin_is_shown_by_what_is_printed() -> None:
    answer = service(way(), RULES, START)
    assert answer.body["result"]["pin"] not in repr(answer)
    assert "ssss" not in repr(RULES)
    assert decision.refusal("full", "sagt").body["result"] == {"reject_reason": "sagt"}
