import json
from datetime import timedelta

import pytest

from backend.video.models import PresenceState
from backend.video.people import in_count
from backend.video.reports import kind_of
from simulators.pexip.conference import WAITING_SECONDS
from simulators.pexip.reasons import (
    ADMINISTRATOR_ENDED_PARTICIPANT,
    HOST_ENDED_BY_KEYS,
    HOST_ENDED_CONFERENCE,
    HOST_ENDED_CONFERENCE_NEWER,
    HOST_ENDED_PARTICIPANT,
    NO_REFRESH,
)
from tests.backend.video.house import START
from tests.backend.video.pexip.hooks.hall import Hall


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("bulk", [False, True])
def test_a_meeting_from_its_first_guest_to_its_end(hall: Hall, version: int, bulk: bool) -> None:  # noqa: FBT001 - pytest's
    there = hall.there(version=version)

    def heard() -> dict[str, tuple[str, str, bool]]:
        hall.take(*there.told, bulk=bulk)
        there.told.clear()
        return hall.seen()

    guest = there.comes("g1")
    assert heard() == {"There g1": ("waiting", "guest", False)}
    there.comes("h1", node=1)
    assert heard() == {"There g1": ("waiting", "guest", False), "There h1": ("in", "host", False)}
    there.conference.admit(guest)
    there.conference.change(guest, is_muted=True)
    assert heard()["There g1"] == ("in", "guest", True)
    there.conference.set_role(guest, "chair")
    assert heard()["There g1"] == ("in", "host", True)
    there.conference.end(HOST_ENDED_CONFERENCE)
    assert heard() == {}
    left = hall.people()
    assert {one.state for one in left.values()} == {PresenceState.LEFT}
    assert {one.reason for one in left.values()} == {"ended"}
    assert hall.row().ended_at is not None


def test_both_legs_of_a_web_join_are_one_person_with_the_name_from_the_way_in(hall: Hall) -> None:
    there = hall.there()
    there.comes("h1")
    hall.take(*there.told)
    assert list(hall.people()) == ["h1"]
    assert hall.people()["h1"].display_name == "Name of h1"
    assert hall.people()["h1"].call == there.find("h1").uuid  # type: ignore[union-attr]  # she is there


def test_a_leg_that_ends_leaves_the_person_in(hall: Hall) -> None:
    there = hall.there()
    host = there.comes("h1")
    there.conference.drop_leg(host, host.legs[1])
    hall.take(*there.told)
    assert hall.seen() == {"There h1": ("in", "host", False)}


def test_a_room_and_somebody_unknown_are_shown_and_count(hall: Hall) -> None:
    there = hall.there()
    there.comes("h1")
    for who in ("sal", "someone"):
        there.conference.admit(there.comes(who))
    hall.take(*there.told)
    kinds = {kind_of(person): one.display_name for person, one in hall.people().items()}
    assert kinds == {None: "Name of h1", "room": "There sal", "unknown": "There someone"}
    with hall.house.database.read() as session:
        assert in_count(session, hall.conference) == 3


def test_when_the_last_host_leaves_the_countdown_runs_and_is_taken_back(hall: Hall) -> None:
    there = hall.there()
    host = there.comes("h1")
    there.conference.admit(there.comes("g1"))
    there.conference.leave(host)
    hall.take(*there.told)
    assert hall.row().ending_at == START + timedelta(seconds=60)
    assert hall.row().ending_reason == "host-left"
    there.told.clear()
    there.comes("h2")
    hall.take(*there.told)
    assert hall.row().ending_at is None


def test_who_is_left_behind_is_in_until_pexip_has_ended_it(hall: Hall) -> None:
    there = hall.there()
    host = there.comes("h1")
    there.conference.admit(there.comes("g1"))
    there.conference.leave(host)
    hall.take(*there.told)
    hall.house.pass_time(61)
    assert hall.people()["g1"].state == PresenceState.IN
    there.told.clear()
    there.clock.run_out(61)
    hall.take(*there.told)
    assert hall.people()["g1"].state == PresenceState.LEFT
    assert hall.row().ended_at is not None


def test_a_host_who_was_cut_off_leaves_the_door_open(hall: Hall) -> None:
    there = hall.there()
    host = there.comes("h1")
    there.conference.admit(there.comes("g1"))
    there.conference.leave(host, NO_REFRESH)
    hall.take(*there.told)
    assert hall.row().ending_reason == "host-lost"
    there.told.clear()
    there.clock.run_out(61)
    hall.take(*there.told)
    assert hall.row().ended_at is None


def test_everybody_just_leaving_does_not_close_the_meeting(hall: Hall) -> None:
    there = hall.there()
    there.conference.leave(there.comes("h1"))
    hall.take(*there.told)
    assert hall.seen() == {}
    assert hall.row().ended_at is None


@pytest.mark.parametrize("words", [HOST_ENDED_CONFERENCE, HOST_ENDED_CONFERENCE_NEWER, HOST_ENDED_BY_KEYS])
def test_a_host_who_ends_it_there_closes_the_door_in_whichever_words_pexip_says_so(hall: Hall, words: str) -> None:
    there = hall.there()
    there.comes("h1")
    there.conference.admit(there.comes("g1"))
    there.conference.end(words)
    hall.take(*there.told)
    assert {one.reason for one in hall.people().values()} == {"ended"}
    assert hall.row().ended_at is not None


def test_who_waited_too_long_has_not_left_and_waits_again(hall: Hall) -> None:
    there = hall.there()
    there.comes("h1")
    there.comes("g1")
    there.clock.run_out(WAITING_SECONDS)
    hall.take(*there.told)
    assert (hall.people()["g1"].state, hall.people()["g1"].reason) == (PresenceState.LEFT, "waited-out")
    assert hall.row().ended_at is None
    there.told.clear()
    there.comes("g1")
    hall.take(*there.told)
    assert (hall.people()["g1"].state, hall.people()["g1"].reason) == (PresenceState.WAITING, "")


@pytest.mark.parametrize(
    ("words", "admitted", "reason"),
    [
        (HOST_ENDED_PARTICIPANT, False, "denied"),
        (HOST_ENDED_PARTICIPANT, True, "removed"),
        # Also what is said of whoever leaves by a page of ours, or an app.
        (ADMINISTRATOR_ENDED_PARTICIPANT, False, "cut-off"),
        (ADMINISTRATOR_ENDED_PARTICIPANT, True, "cut-off"),
        ("API initiated participant disconnect", True, "cut-off"),
    ],
)
def test_who_is_put_out_in_pexips_own_app_is_told_why(
    hall: Hall,
    words: str,
    admitted: bool,  # noqa: FBT001 - pytest's
    reason: str,
) -> None:
    there = hall.there()
    there.comes("h1")
    guest = there.comes("g1")
    if admitted:
        there.conference.admit(guest)
    there.conference.leave(guest, words)
    hall.take(*there.told)
    assert (hall.people()["g1"].state, hall.people()["g1"].reason) == (PresenceState.LEFT, reason)


def test_an_event_of_one_node_ending_does_not_empty_the_other(hall: Hall) -> None:
    there = hall.there()
    there.comes("h1")
    guest = there.comes("g1", node=1)
    there.conference.admit(guest)
    there.say("10.0.0.2", "conference_ended", {"name": hall.name})
    hall.take(*there.told)
    assert hall.seen() == {"There h1": ("in", "host", False)}


def test_what_was_put_out_here_is_not_undone_by_what_was_told_before(hall: Hall) -> None:
    there = hall.there()
    there.comes("h1")
    guest = there.comes("g1")
    there.conference.admit(guest)
    hall.take(*there.told)
    hall.house.clock.advance(seconds=5)
    with hall.house.database.write() as session:
        hall.house.live.remove(session, hall.conference, "g1")
    there.told.clear()
    there.conference.change(guest, is_muted=True)
    hall.take(*there.told)
    assert hall.people()["g1"].state == PresenceState.REMOVED
    there.told.clear()
    there.conference.leave(guest)
    hall.take(*there.told)
    assert hall.people()["g1"].state == PresenceState.REMOVED


def test_nobody_told_of_is_lost_with_a_page_of_ours(hall: Hall) -> None:
    there = hall.there()
    there.comes("g1")
    hall.take(*there.told)
    with hall.house.database.write() as session:
        presence = hall.house.live._person(session, hall.row(), "g1")
        hall.house.live.heard(session, presence, "s1")
        hall.house.live.unheard(session, presence.id, "s1")
    hall.house.pass_time(600)
    assert hall.people()["g1"].state == PresenceState.WAITING


def test_what_was_worked_is_emptied_and_no_machine_or_alias_was_ever_kept(hall: Hall) -> None:
    there = hall.there()
    there.comes("g1")
    for told in there.told:
        hall.intake.take(json.dumps(told).encode())
    kept = " ".join(str(row.data) for row in hall.rows())
    assert "There g1" in kept
    assert "192.0.2.7" not in kept
    assert "x" * 26 not in kept
    hall.house.jobs.drain()
    assert {str(row.data) for row in hall.rows()} == {"{}"}


def test_events_of_a_conference_that_is_gone_are_emptied(hall: Hall) -> None:
    there = hall.there()
    there.comes("g1")
    with hall.house.database.write() as session:
        conference = hall.house.conferences.get(session, hall.conference)
        conference.reference = None
    hall.take(*there.told)
    assert hall.people() == {}
    assert {str(row.data) for row in hall.rows()} == {"{}"}


def test_a_conference_at_another_service_is_never_touched(hall: Hall) -> None:
    there = hall.there()
    there.comes("h1")
    with hall.house.database.write() as session:
        hall.house.conferences.get(session, hall.conference).service = "builtin"
    hall.take(*there.told)
    assert hall.people() == {}


def test_a_room_told_of_as_in_and_at_once_as_waiting_waits_and_was_never_let_in(hall: Hall) -> None:
    there = hall.there()
    there.comes("h1")
    room = there.comes("sal")
    came = there.told.pop()
    first = {**came, "data": came["data"] | {"service_type": "conference", "role": "guest"}}
    hall.take(*there.told, first)
    hall.take({**came, "seq": came["seq"] + 1, "time": came["time"] + 0.1, "event": "participant_updated"})
    assert hall.seen()["There sal"] == ("waiting", "guest", False)
    there.seqs["10.0.0.1"] += 1
    there.told.clear()
    there.conference.leave(room, HOST_ENDED_PARTICIPANT)
    hall.take(*there.told)
    assert {one.reason for one in hall.people().values() if one.state == PresenceState.LEFT} == {"denied"}
