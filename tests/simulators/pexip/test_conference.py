import pytest

from simulators.pexip.call import CHAIR, GUEST, Call, Role
from simulators.pexip.conference import Full
from simulators.pexip.participant import Leg, Participant, Place
from simulators.pexip.reasons import (
    HOST_ENDED_CONFERENCE,
    HOSTS_LEFT,
    NOBODY_KEEPS_IT,
    NODE_STOPPED,
    PIN_TIMEOUT,
    WAITED_IN_VAIN,
)
from tests.simulators.pexip.rig import Stage


def places(*people: Participant) -> list[str]:
    return [one.gone or one.place.value for one in people]


WAITING, IN = "waiting_room", "conference"


def test_guests_wait_for_a_host_and_one_without_media_is_none() -> None:
    stage = Stage(locked=False)
    first, second = stage.guest(), stage.guest(media=False)
    control = stage.host(media=False)
    assert places(first, second, control) == [WAITING, WAITING, IN]
    assert not stage.conference.started
    host = stage.host()
    assert places(first, second, host) == [IN, IN, IN]
    assert places(stage.guest()) == [IN]


def test_a_host_without_media_may_start_by_hand_and_then_keeps_it_alive() -> None:
    stage = Stage(locked=False)
    guest, control = stage.guest(), stage.host(media=False)
    stage.conference.start()
    assert places(guest) == [IN]
    stage.clock.go(3600)
    assert places(guest, control) == [IN, IN]


def test_a_locked_one_is_started_without_letting_anybody_in() -> None:
    stage = Stage()
    first, second = stage.guest(), stage.guest()
    stage.host()
    assert places(first, second) == [WAITING, WAITING]
    stage.conference.admit(second)
    assert places(first, second) == [WAITING, IN]
    assert stage.conference.locked
    assert places(stage.guest()) == [WAITING]


def test_unlocking_lets_all_in_and_locking_keeps_them() -> None:
    stage = Stage()
    guests = [stage.guest() for _ in range(3)]
    stage.host()
    stage.conference.unlock()
    assert places(*guests) == [IN] * 3
    stage.conference.lock()
    assert places(*guests) == [IN] * 3
    assert places(stage.guest(), stage.guest(bypass_lock=True), stage.host()) == [WAITING, IN, IN]


def test_unlocked_before_its_start_guests_still_wait_for_a_host() -> None:
    stage = Stage()
    guest = stage.guest()
    stage.host(media=False)
    stage.conference.unlock()
    assert places(guest) == [WAITING]


def test_who_is_let_past_the_lock_still_waits_for_a_host() -> None:
    stage = Stage()
    room = stage.guest(bypass_lock=True)
    assert places(room) == [WAITING]
    stage.host()
    assert places(room) == [IN]


def test_without_a_pin_all_are_hosts_and_who_is_in_admits_to_a_lock() -> None:
    stage = Stage(pin="", allow_guests=False)
    first = stage.host()
    second = stage.host()
    assert places(first, second) == [IN, WAITING]
    stage.conference.unlock()
    assert places(second) == [IN]


def test_a_lock_without_a_pin_is_passed_by_a_host_who_is_dialled_and_by_no_other() -> None:
    stage = Stage(pin="", allow_guests=False)
    stage.host()
    for role, place in (("chair", IN), ("guest", WAITING)):
        dialled = Participant(Call("a", protocol="sip", call_direction="dial_out"), "Rum")
        leg = Leg(dialled.uuid, "SIP", has_media=True, connect_time=0)
        stage.conference.join(dialled, leg, Place.CONNECTING)
        stage.conference.seat(dialled, CHAIR if role == "chair" else GUEST)
        assert places(dialled) == [place]


@pytest.mark.parametrize("place", [Place.PROMPT, Place.CONNECTING])
def test_nobody_is_admitted_from_a_pin_prompt_or_from_ringing(place: Place) -> None:
    stage = Stage()
    one = Participant(Call("a", protocol="sip"), "Rum")
    stage.conference.join(one, Leg(one.uuid, "SIP", has_media=True, connect_time=0), place)
    stage.conference.admit(one)
    assert one.place is place


def test_waiting_ends_after_fifteen_minutes() -> None:
    stage = Stage()
    guest = stage.guest()
    stage.clock.go(899)
    assert places(guest) == [WAITING]
    stage.clock.go(2)
    assert places(guest) == [WAITED_IN_VAIN]
    assert stage.conference.ended


def test_who_was_admitted_waits_no_more() -> None:
    stage = Stage()
    guest = stage.guest()
    stage.host()
    stage.conference.admit(guest)
    stage.clock.go(10_000)
    assert places(guest) == [IN]


def test_a_minute_after_the_last_host_all_are_out() -> None:
    stage = Stage()
    inside, waiting = stage.guest(), stage.guest()
    host = stage.host()
    stage.conference.admit(inside)
    stage.conference.leave(host)
    stage.clock.go(59)
    assert places(inside, waiting) == [IN, WAITING]
    stage.clock.go(2)
    assert places(inside, waiting) == [HOSTS_LEFT, HOSTS_LEFT]
    assert stage.conference.ended
    assert stage.cluster.conferences == {}


@pytest.mark.parametrize("way", ["another", "again", "promoted"])
def test_a_host_within_the_minute_keeps_it(way: str) -> None:
    stage = Stage(locked=False)
    guest, host = stage.guest(), stage.host()
    stage.conference.leave(host)
    stage.clock.go(30)
    if way == "promoted":
        stage.conference.set_role(guest, CHAIR)
    else:
        stage.host()
    stage.clock.go(600)
    assert places(guest) == [IN]


def test_a_host_who_has_only_control_left_keeps_it_a_minute_with_guests() -> None:
    stage = Stage(locked=False)
    guest, host, control = stage.guest(), stage.host(), stage.host(media=False)
    stage.conference.leave(host)
    stage.clock.go(61)
    assert places(guest, control) == [NOBODY_KEEPS_IT, NOBODY_KEEPS_IT]


def test_a_host_who_stops_sending_media_is_no_host_with_media() -> None:
    stage = Stage(locked=False)
    guest = stage.guest()
    host = stage.host(media=False)
    leg = stage.send_media(host)
    assert places(guest) == [IN]
    stage.conference.drop_leg(host, leg)
    stage.clock.go(61)
    assert places(guest) == [NOBODY_KEEPS_IT]


def test_when_only_waiting_ones_are_left_they_wait_for_the_next_host() -> None:
    stage = Stage()
    guest, host = stage.guest(), stage.host()
    stage.conference.leave(host)
    assert not stage.conference.started
    stage.clock.go(120)
    assert places(guest) == [WAITING]
    stage.clock.go(800)
    assert places(guest) == [WAITED_IN_VAIN]


def test_the_limit_counts_all_who_are_in_or_wait_and_nobody_else() -> None:
    stage = Stage(participant_limit=3)
    stage.host(media=False)
    waiting = stage.guest()
    prompted = Participant(Call("a", protocol="sip"), "Rum")
    leg = Leg(prompted.uuid, "SIP", has_media=True, connect_time=0)
    stage.conference.join(prompted, leg, Place.PROMPT)
    assert stage.conference.counted() == 2
    stage.guest()
    with pytest.raises(Full):
        stage.guest()
    with pytest.raises(Full):
        stage.conference.seat(prompted, GUEST)
    stage.conference.leave(waiting)
    stage.conference.seat(prompted, GUEST)
    assert stage.conference.is_full()
    stage.conference.limit = 1
    assert stage.conference.counted() == 3


def test_one_that_is_refused_by_a_limit_of_none_leaves_no_conference_behind() -> None:
    stage = Stage(participant_limit=0)
    with pytest.raises(Full):
        stage.host()
    assert stage.cluster.conferences == {}
    assert stage.heard == []


def test_the_pin_prompt_ends_after_two_minutes() -> None:
    stage = Stage()
    prompted = Participant(Call("a", protocol="sip"), "Rum")
    stage.conference.join(prompted, Leg(prompted.uuid, "SIP", has_media=True, connect_time=0), Place.PROMPT)
    stage.clock.go(121)
    assert prompted.gone == PIN_TIMEOUT


def test_guests_who_are_all_muted_stay_so_with_those_who_come() -> None:
    stage = Stage(locked=False)
    guest, host = stage.guest(), stage.host()
    stage.conference.mute_guests(muted=True)
    assert (guest.is_muted, host.is_muted, stage.guest().is_muted, stage.host().is_muted) == (True, False, True, False)
    stage.conference.mute_guests(muted=False)
    assert not any(one.is_muted for one in stage.conference.inside())


@pytest.mark.parametrize("role", ["chair", "guest"])
def test_a_guest_who_waits_and_becomes_host_comes_in(role: Role) -> None:
    stage = Stage()
    guest = stage.guest()
    stage.conference.set_role(guest, role)
    assert places(guest) == [IN if role == "chair" else WAITING]
    assert stage.conference.started is (role == "chair")


def test_the_last_host_who_becomes_guest_leaves_no_host() -> None:
    stage = Stage(locked=False)
    host = stage.host()
    stage.conference.set_role(host, GUEST)
    stage.clock.go(61)
    assert places(host) == [HOSTS_LEFT]


def test_ended_for_all_and_the_next_instance_is_locked_again() -> None:
    stage = Stage()
    guest, host = stage.guest(), stage.host()
    stage.conference.unlock()
    stage.conference.end(HOST_ENDED_CONFERENCE)
    assert places(guest, host) == [HOST_ENDED_CONFERENCE] * 2
    assert stage.conference.ended
    assert stage.again().locked
    stage.clock.go(10_000)  # no timer of the first one is left
    assert not stage.conference.ended


def test_what_happens_is_told_in_order_leg_by_leg() -> None:
    stage = Stage()
    host = stage.host()
    stage.conference.leave(host)
    about = [(one.what.value, one.leg.protocol if one.leg else "") for one in stage.heard]
    assert about == [
        ("conference_started", ""),
        ("participant_connected", "API"),
        ("participant_connected", "WebRTC"),
        ("participant_updated", "API"),
        ("participant_updated", "WebRTC"),
        ("conference_updated", ""),
        ("participant_disconnected", "WebRTC"),
        ("participant_disconnected", "API"),
        ("conference_ended", ""),
    ]


def test_a_conference_on_two_nodes_is_begun_and_ended_on_each() -> None:
    stage = Stage()
    host = stage.host()
    stage.guest(node_ip="127.0.0.2")
    stage.conference.end(HOST_ENDED_CONFERENCE)
    started = [one.node_ip for one in stage.heard if one.what.value == "conference_started"]
    ended = [one.node_ip for one in stage.heard if one.what.value == "conference_ended"]
    assert (started, ended) == (["127.0.0.1", "127.0.0.2"], ["127.0.0.1", "127.0.0.2"])
    assert host.gone


def test_a_node_that_stops_takes_its_own_with_it() -> None:
    stage = Stage()
    host, other = stage.host(), stage.host(node_ip="127.0.0.2")
    stage.conference.leave_node("127.0.0.1", NODE_STOPPED)
    assert places(host, other) == [NODE_STOPPED, IN]
    assert stage.conference.nodes == {"127.0.0.2"}
    assert not stage.conference.ended


def test_only_one_presents() -> None:
    stage = Stage(locked=False)
    first, second = stage.host(), stage.host()
    stage.conference.present(first)
    stage.conference.present(second)
    assert (first.is_presenting, second.is_presenting) == (False, True)
    stage.conference.present(None)
    assert not second.is_presenting
    assert stage.whats()[-1] == "presentation_stop"
