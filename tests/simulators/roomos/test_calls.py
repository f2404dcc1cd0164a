"""Calls as people in rooms meet them: dialled, rung, taken by hand, held, ended, lost."""

import pytest

from simulators.roomos.calls import MOST, SEARCH_SECONDS
from simulators.roomos.errors import BadParameter, Failed
from simulators.roomos.exchange import BUSY, LOST, NO_ANSWER, REJECTED, UNKNOWN, Cause
from tests.simulators.roomos.rig import Room, rooms


@pytest.fixture
def pair() -> tuple[Room, Room]:
    ours, theirs = rooms(2)
    return ours, theirs


def dial(ours: Room, theirs: Room, **more: object) -> int:
    number = ours.do("Dial", {"Number": theirs.device.identity.address, **more})["CallId"]
    ours.clock.go(1)
    return int(number)


def connected(ours: Room, theirs: Room) -> int:
    number = dial(ours, theirs)
    theirs.by_hand("Call Accept")
    return number


def cause(room: Room) -> Cause | None:
    ended = [one["CallDisconnect"] for one in room.events() if "CallDisconnect" in one]
    known = {(one.code, one.value): one for one in (BUSY, LOST, NO_ANSWER, REJECTED, UNKNOWN)}
    return known.get((ended[0]["CauseCode"], ended[0]["CauseValue"])) if ended else None


def test_nobody_takes_a_call_by_itself(pair: tuple[Room, Room]) -> None:
    ours, theirs = pair
    dial(ours, theirs)
    ours.clock.go(60)
    assert ours.steps() == ["Dialling", "Connecting", "Ringing"]
    assert theirs.steps() == ["Ringing"]
    assert theirs.status("Call 1 AnswerState") == "Unanswered"


def test_somebody_takes_it_and_it_ends_with_a_ghost(pair: tuple[Room, Room]) -> None:
    ours, theirs = pair
    number = dial(ours, theirs, BookingId="plan-7", DisplayName="Avd 5")
    theirs.by_hand("Call Accept")
    assert ours.status(f"Conference Call {number} BookingId") == "plan-7"
    assert ours.status("SystemUnit State") | {"Subsystem": ""} == {
        "NumberOfActiveCalls": 1,
        "NumberOfInProgressCalls": 0,
        "NumberOfSuspendedCalls": 0,
        "Subsystem": "",
        "System": "InCall",
    }
    ours.clock.go(61)
    assert ours.status(f"Call {number} Duration") == 61
    theirs.by_hand("Call Disconnect")
    ours.clock.go(1)
    assert ours.steps() == ["Dialling", "Connecting", "Ringing", "Connected", "Disconnecting", "ghost"]
    assert theirs.steps() == ["Ringing", "Connected", "Disconnecting", "ghost"]
    [ended] = [one["CallDisconnect"] for one in ours.events() if "CallDisconnect" in one]
    assert (ended["BookingId"], ended["Duration"], ended["CauseType"]) == ("plan-7", 61, "RemoteDisconnect")
    assert ours.status("Call") in (None, [])
    assert ours.status("SystemUnit State NumberOfActiveCalls") == 0


def test_auto_answer_is_off_until_somebody_sets_it(pair: tuple[Room, Room]) -> None:
    ours, theirs = pair
    assert theirs.device.machine.text("Conference", "AutoAnswer", "Mode") == "Off"
    theirs.device.machine.configure(("Conference", "AutoAnswer", "Mode"), "On")
    theirs.device.machine.configure(("Conference", "AutoAnswer", "Delay"), 5)
    dial(ours, theirs)
    assert ours.steps()[-1] == "Ringing"
    ours.clock.go(5)
    assert ours.steps()[-1] == "Connected"
    assert theirs.status("Call 1 AnswerState") == "Autoanswered"


def test_a_room_in_a_call_answers_nobody_by_itself() -> None:
    ours, theirs, third = rooms(3)
    theirs.device.machine.configure(("Conference", "AutoAnswer", "Mode"), "On")
    dial(third, theirs)
    theirs.clock.go(1)
    dial(ours, theirs)
    ours.clock.go(60)
    assert ours.steps()[-1] == "Ringing"


def test_an_address_nobody_has_is_searched_for_two_seconds(pair: tuple[Room, Room]) -> None:
    ours, _ = pair
    ours.do("Dial", {"Number": "nobody@rooms.example.test"})
    ours.clock.go(0.2 + SEARCH_SECONDS - 0.01)
    assert ours.steps() == ["Dialling", "Connecting"]
    ours.clock.go(1)
    assert ours.steps() == ["Dialling", "Connecting", "Disconnecting", "ghost"]
    assert cause(ours) is UNKNOWN


def test_a_call_is_turned_away_or_given_up(pair: tuple[Room, Room]) -> None:
    ours, theirs = pair
    dial(ours, theirs)
    theirs.by_hand("Call Reject")
    ours.clock.go(1)
    assert cause(ours) is REJECTED
    dial(ours, theirs)
    ours.clock.go(120)
    assert cause(ours) is NO_ANSWER
    assert theirs.status("Call") == []


def test_who_is_not_to_be_disturbed_is_not(pair: tuple[Room, Room]) -> None:
    ours, theirs = pair
    theirs.do("Conference DoNotDisturb Activate", {"Timeout": 1})
    dial(ours, theirs)
    ours.clock.go(1)
    assert cause(ours) is REJECTED
    assert theirs.steps() == []
    ours.clock.go(60)
    dial(ours, theirs)
    assert theirs.steps() == ["Ringing"]


def test_a_room_holds_so_many_calls_and_no_more() -> None:
    ours, *others = rooms(MOST + 2)
    for other in others[:MOST]:
        dial(other, ours)
    dial(others[MOST], ours)
    ours.clock.go(1)
    assert cause(others[MOST]) is BUSY
    with pytest.raises(Failed):
        ours.do("Dial", {"Number": "x@example.test"})


def test_taking_a_second_call_holds_the_first() -> None:
    ours, theirs, third = rooms(3)
    first = connected(ours, theirs)
    dial(third, ours)
    ours.by_hand("Call Accept")
    assert ours.status(f"Call {first} Status") == "OnHold"
    ours.do("Call Resume", {"CallId": first})
    assert ours.status(f"Call {first} Status") == "Connected"
    ours.do("Call Hold", {"CallId": first})
    ours.do("Call Join")
    assert ours.status(f"Call {first} Status") == "Connected"


def test_a_room_without_power_leaves_without_a_word(pair: tuple[Room, Room]) -> None:
    ours, theirs = pair
    connected(ours, theirs)
    theirs.device.power_off()
    ours.clock.go(5)
    assert ours.steps()[-1] == "Connected"
    ours.clock.go(6)
    assert cause(ours) is LOST
    # Nobody is there to be called until it has started again.
    dial(ours, theirs)
    ours.clock.go(5)
    assert cause(ours) is UNKNOWN
    theirs.device.reboot()
    ours.clock.go(120)
    dial(ours, theirs)
    assert ours.steps()[-1] == "Ringing"


def test_tones_and_pictures_reach_the_other_end(pair: tuple[Room, Room]) -> None:
    ours, theirs = pair
    connected(ours, theirs)
    ours.do("Call DTMFSend", {"DTMFString": "12#"})
    assert theirs.device.parts.calls.connected()[0].heard == "12#"
    with pytest.raises(BadParameter):
        ours.do("Call DTMFSend", {"DTMFString": "12a"})
    ours.do("Presentation Start", {"ConnectorId": [2]})
    assert (ours.status("Conference Presentation Mode"), theirs.status("Conference Presentation Mode")) == (
        "Sending",
        "Receiving",
    )
    ours.do("Presentation Stop")
    assert (ours.status("Conference Presentation Mode"), theirs.status("Conference Presentation Mode")) == (
        "Off",
        "Off",
    )
    with pytest.raises(BadParameter):
        ours.do("Presentation Start", {"ConnectorId": [2], "PresentationSource": ["1"]})


@pytest.mark.parametrize("command", ["Disconnect", "Accept", "Reject", "Hold", "Resume"])
def test_what_needs_a_call_is_refused_without_one(pair: tuple[Room, Room], command: str) -> None:
    with pytest.raises(Failed):
        pair[0].do(f"Call {command}")
    with pytest.raises(Failed):
        pair[0].do(f"Call {command}", {"CallId": 77})


def test_a_call_wakes_the_room_and_keeps_it_awake(pair: tuple[Room, Room]) -> None:
    ours, theirs = pair
    theirs.do("Standby Activate")
    ours.clock.go(3)
    assert theirs.status("Standby State") == "Standby"
    dial(ours, theirs)
    assert theirs.status("Standby State") == "Off"
    with pytest.raises(Failed):
        theirs.do("Standby Activate")
