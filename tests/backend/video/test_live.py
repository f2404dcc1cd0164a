import threading

import pytest

from backend.errors import Conflict, Invalid, NotFound, Refused
from backend.jobs import Later
from backend.video import people
from backend.video.erasing import erase_before
from backend.video.models import Conference
from backend.video.service import Role
from tests.backend.video.house import START, House, arrival, found


def test_a_guest_waits_until_a_host_says_yes(house: House, meeting: str) -> None:
    house.wait(meeting, "g")
    assert house.state(meeting, "g") == "waiting"
    house.admit(meeting, "g")
    house.admit(meeting, "g")
    assert house.state(meeting, "g") == "in"


def test_a_host_is_in_at_once(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    assert (house.state(meeting, "h"), house.presence(meeting, "h").role) == ("in", "host")


def test_the_limit_counts_hosts_too_and_is_told_in_both_languages(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    for guest in ("a", "b"):
        house.let_in(meeting, guest)
    house.wait(meeting, "c")
    with pytest.raises(Invalid) as refusal:
        house.admit(meeting, "c")
    assert refusal.value.code == "limit-exceeded"
    assert "Mötet är fullt (3 deltagare)" in refusal.value.text.sv
    assert "full (3 participants)" in refusal.value.text.en
    assert house.state(meeting, "c") == "waiting"
    house.leave(meeting, "a")
    house.admit(meeting, "c")
    assert house.state(meeting, "c") == "in"


def test_a_host_beyond_the_limit_is_told_so(house: House, meeting: str) -> None:
    for host in ("a", "b", "c"):
        house.host(meeting, host)
    with pytest.raises(Invalid):
        house.host(meeting, "d")
    house.host(meeting, "c", "another page")
    assert house.presence(meeting, "c").token_hash == "another page"


def test_two_hosts_admitting_for_the_last_place_let_one_in(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.let_in(meeting, "a")
    for guest in ("b", "c"):
        house.wait(meeting, guest)
    together = threading.Barrier(2)
    refused: list[Refused] = []

    def admit(guest: str) -> None:
        together.wait()
        try:
            house.admit(meeting, guest)
        except Refused as refusal:
            refused.append(refusal)

    hosts = [threading.Thread(target=admit, args=(guest,)) for guest in ("b", "c")]
    for host in hosts:
        host.start()
    for host in hosts:
        host.join()
    assert [refusal.code for refusal in refused] == ["limit-exceeded"]
    with house.database.read() as session:
        assert people.in_count(session, meeting) == 3


def test_locked_lets_nobody_in_until_unlocked(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    lock(house, meeting, locked=True)
    house.wait(meeting, "g")
    with pytest.raises(Conflict):
        house.admit(meeting, "g")
    lock(house, meeting, locked=False)
    house.admit(meeting, "g")
    assert house.state(meeting, "g") == "in"


def lock(house: House, meeting: str, *, locked: bool) -> None:
    with house.database.write() as session:
        house.live.lock(session, meeting, locked=locked)


def test_who_is_in_may_come_again_from_their_own_page_even_when_locked(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.let_in(meeting, "g")
    lock(house, meeting, locked=True)
    house.wait(meeting, "g", "new token", resume=True)
    assert house.state(meeting, "g") == "in"
    assert house.presence(meeting, "g").token_hash == "new token"


def test_a_link_alone_never_gets_past_the_lobby_even_for_one_who_is_in(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.let_in(meeting, "g")
    house.wait(meeting, "g", "somebody with the link")
    assert house.state(meeting, "g") == "waiting"


def test_waiting_again_keeps_the_place_in_the_queue(house: House, meeting: str) -> None:
    house.wait(meeting, "g")
    house.clock.advance(seconds=50)
    house.wait(meeting, "g", "new token")
    assert house.presence(meeting, "g").since == START


def test_denied_and_removed_are_told_apart_and_repeat_without_error(house: House, meeting: str) -> None:
    house.wait(meeting, "d")
    house.let_in(meeting, "r")
    with house.database.write() as session:
        for _ in range(2):
            house.live.deny(session, meeting, "d")
            house.live.remove(session, meeting, "r")
    assert (house.state(meeting, "d"), house.state(meeting, "r")) == ("denied", "removed")


def test_each_action_needs_somebody_in_the_right_place(house: House, meeting: str) -> None:
    house.wait(meeting, "w")
    house.let_in(meeting, "i")
    live = house.live
    with house.database.write() as session:
        for act in (live.deny, lambda s, m, p: live.note(s, m, p, "x")):
            with pytest.raises(Conflict):
                act(session, meeting, "i")
        for act in (live.mute, live.remove, live.make_host):
            with pytest.raises(Conflict):
                act(session, meeting, "w")
            with pytest.raises(NotFound):
                act(session, meeting, "nobody")
        with pytest.raises(NotFound):
            live.lock(session, "nowhere", locked=True)
        live.deny(session, meeting, "w")
        with pytest.raises(Conflict):
            live.admit(session, meeting, "w")


def test_a_note_is_shown_while_waiting_and_gone_once_in(house: House, meeting: str) -> None:
    house.wait(meeting, "g")
    with house.database.write() as session:
        house.live.note(session, meeting, "g", "Vi är tio minuter sena.")
        with pytest.raises(Invalid):
            house.live.note(session, meeting, "g", "x" * 301)
    assert house.presence(meeting, "g").note == "Vi är tio minuter sena."
    house.admit(meeting, "g")
    assert house.presence(meeting, "g").note == ""


def test_muting_guests_spares_hosts_and_each_may_unmute_themselves(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    for guest in ("a", "b"):
        house.let_in(meeting, guest)
    with house.database.write() as session:
        house.live.mute_guests(session, meeting)
        house.live.set_media(session, found(session, meeting, "b"), microphone=True, camera=False)
    muted = {person: house.presence(meeting, person).muted for person in "hab"}
    assert muted == {"h": False, "a": True, "b": False}
    assert house.presence(meeting, "a").microphone is False
    assert house.presence(meeting, "b").camera is False


def test_hands_keep_the_order_they_were_raised_in(house: House, meeting: str) -> None:
    for guest in ("a", "b"):
        house.let_in(meeting, guest)
    house.wait(meeting, "w")
    with house.database.write() as session:
        for guest, seconds in (("b", 1), ("a", 1), ("b", 1), ("w", 1)):
            house.clock.advance(seconds=seconds)
            house.live.raise_hand(session, found(session, meeting, guest), up=True)
        assert found(session, meeting, "w").hand_since is None
        first, second = found(session, meeting, "b").hand_since, found(session, meeting, "a").hand_since
        assert first is not None
        assert second is not None
        assert first < second
        house.live.raise_hand(session, found(session, meeting, "b"), up=False)
        assert found(session, meeting, "b").hand_since is None


def test_the_last_host_leaving_ends_it_for_the_others_after_a_minute(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.let_in(meeting, "g")
    house.leave(meeting, "h")
    ending = house.conference(meeting)
    assert ending.ending_at is not None
    assert (ending.ending_at - START).total_seconds() == 60
    assert ending.ending_reason == "host-left"
    house.pass_time(59)
    assert house.state(meeting, "g") == "in"
    house.pass_time(1)
    assert (house.state(meeting, "g"), house.presence(meeting, "g").reason) == ("left", "ended")
    assert house.conference(meeting).ended_at is not None


def test_nobody_is_left_alone_with_others_when_let_in_from_outside(house: House, meeting: str) -> None:
    for guest in ("a", "b"):
        house.let_in(meeting, guest)
        house.clock.advance(seconds=10)
    ending = house.conference(meeting)
    assert ending.ending_at is not None
    assert ((ending.ending_at - START).total_seconds(), ending.ending_reason) == (60, "no-host")
    house.host(meeting, "h")
    assert house.conference(meeting).ending_at is None
    house.leave(meeting, "h")
    house.pass_time(60)
    assert (house.state(meeting, "a"), house.state(meeting, "b")) == ("left", "left")


def test_a_countdown_without_any_host_leaves_the_door_open(house: House, meeting: str) -> None:
    house.let_in(meeting, "a")
    house.pass_time(60)
    assert house.state(meeting, "a") == "left"
    assert house.conference(meeting).ended_at is None


@pytest.mark.parametrize(("minutes", "waiting"), [(58, "waiting"), (59, "left")])
def test_a_host_who_leaves_within_the_time_does_not_end_it_for_those_who_wait(
    house: House, meeting: str, minutes: int, waiting: str
) -> None:
    house.clock.advance(minutes=minutes)
    house.host(meeting, "h")
    house.let_in(meeting, "g")
    house.wait(meeting, "w")
    for person in "gw":
        house.heard(meeting, person, f"of {person}")
    house.leave(meeting, "h")
    house.pass_time(60)
    assert (house.state(meeting, "g"), house.state(meeting, "w")) == ("left", waiting)
    assert (house.conference(meeting).ended_at is None) is (waiting == "waiting")


def test_a_host_who_comes_back_stops_the_countdown(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.let_in(meeting, "g")
    house.leave(meeting, "h")
    house.pass_time(30)
    house.host(meeting, "h")
    assert house.conference(meeting).ending_at is None
    house.pass_time(80)
    assert house.state(meeting, "g") == "in"


def test_a_late_countdown_job_ends_nothing_while_a_host_is_in(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.let_in(meeting, "g")
    house.live.end_hostless({"conference": meeting})
    assert house.state(meeting, "g") == "in"


def test_a_countdown_job_that_comes_too_early_comes_again(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.let_in(meeting, "g")
    house.leave(meeting, "h")
    house.clock.advance(seconds=59)
    with pytest.raises(Later) as later:
        house.live.end_hostless({"conference": meeting})
    assert later.value.seconds == 1
    assert house.state(meeting, "g") == "in"


def test_handing_over_keeps_the_meeting_going(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.let_in(meeting, "g")
    with house.database.write() as session:
        house.live.make_host(session, meeting, "g")
    house.leave(meeting, "h")
    house.pass_time(80)
    assert (house.state(meeting, "g"), house.presence(meeting, "g").role) == ("in", "host")


def test_a_host_alone_may_look_in_and_leave_without_ending_anything(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.wait(meeting, "w")
    house.leave(meeting, "h")
    assert house.conference(meeting).ending_at is None
    house.pass_time(100)
    assert house.conference(meeting).ended_at is None


def test_ending_for_all_is_at_once_and_a_host_opens_it_again(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    house.let_in(meeting, "g")
    house.wait(meeting, "w")
    with house.database.write() as session:
        house.live.end_for_all(session, meeting)
    assert {house.presence(meeting, person).reason for person in "hgw"} == {"ended"}
    assert house.conference(meeting).ended_at == START
    house.host(meeting, "h")
    assert house.conference(meeting).ended_at is None


def test_who_is_on_the_way_when_a_host_ends_for_all_is_on_the_way_no_more(house: House, meeting: str) -> None:
    house.host(meeting, "h")
    with house.database.write() as session:
        house.live.come(session, house.conferences.get(session, meeting), arrival("g"), Role.GUEST)
        house.live.end_for_all(session, meeting)
    assert (house.state(meeting, "g"), house.presence(meeting, "g").reason) == ("left", "ended")


def test_changes_are_told_after_the_commit_and_not_before(house: House, meeting: str) -> None:
    topics = [f"conference:{meeting}"]
    listener = house.hub.subscribe(topics)
    with pytest.raises(RuntimeError):
        change_and_fail(house, meeting)
    assert listener.wait(0) is False
    house.wait(meeting, "g")
    assert listener.wait(0) is True


def change_and_fail(house: House, meeting: str) -> None:
    with house.database.write() as session:
        house.live.lock(session, meeting, locked=True)
        raise RuntimeError


def test_messages_to_somebody_who_is_out_are_thrown_away(house: House, meeting: str) -> None:
    house.let_in(meeting, "g")
    house.hub.send("presence:g", {"from": "h"})
    house.leave(meeting, "g")
    assert house.hub.take("presence:g") == []


def test_names_and_notes_are_blanked_when_the_time_is_up_and_nobody_is_in(house: House) -> None:
    past, busy = house.want(), house.want()
    house.wait(past, "p")
    house.let_in(busy, "b")
    with house.database.write() as session:
        house.live.note(session, past, "p", "Vi ringer dig.")
        end = session.get_one(Conference, past).end
        assert erase_before(session, end) == 0
        house.clock.advance(days=14, hours=1, seconds=1)
        assert erase_before(session, house.clock.now()) == 1
    erased, kept = house.presence(past, "p"), house.presence(busy, "b")
    assert (erased.display_name, erased.note, erased.waited_from) == ("", "", None)
    assert (kept.display_name, kept.in_from) == ("name of b", kept.since)


def test_moments_go_with_the_names_also_of_whom_a_service_told_after_the_meeting_was_counted(house: House) -> None:
    late = house.want()
    house.let_in(late, "p")
    house.leave(late, "p")
    with house.database.write() as session:
        found(session, late, "p").display_name = ""
        house.clock.advance(days=14, hours=1, seconds=1)
        assert [erase_before(session, house.clock.now()) for _ in range(2)] == [1, 0]
    there = house.presence(late, "p")
    assert (there.waited_from, there.in_from, there.in_until) == (None, None, None)
