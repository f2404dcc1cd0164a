import pytest
from hypothesis import given

from rooms.endpoint import Call, CallState, Diagnostic, State
from rooms.errors import NotSupported
from rooms.xapi import status
from rooms.xapi.channel import Node
from tests.rooms.xapi.scripted import session
from tests.rooms.xapi.trees import NODES, fuzzed

CALL: dict[str, Node] = {
    "id": "2",
    "Status": "Connected",
    "Direction": "Outgoing",
    "AnswerState": "Answered",
    "RemoteNumber": "sip:mdk@vc.example",
    "DisplayName": "MDK",
}


def test_identity_tells_which_device_it_is() -> None:
    room, line = session("11")
    line.settings["SystemUnit Name"] = "Rum 4"
    found = status.identity(room)
    assert (found.name, found.product, found.serial_number) == ("Rum 4", "Room Kit", "FOC0001")
    assert (found.profile, found.teams_mode) == ("11", False)


def test_a_room_without_a_name_in_its_settings_has_the_one_it_shows() -> None:
    room, line = session()
    line.settings["SystemUnit Name"] = ""
    line.statuses["UserInterface ContactInfo Name"] = "Rum 5"
    assert status.identity(room).name == "Rum 5"


def test_state_is_read_part_by_part() -> None:
    room, line = session()
    line.settings["Conference AutoAnswer Mode"] = "On"
    line.statuses |= {
        "Standby State": "Halfwake",
        "Call": [CALL],
        "Conference": {
            "Call": [{"id": "2", "BookingId": "b1", "AuthenticationRequest": "HostPinOrGuestPin"}],
            "Presentation": {"Mode": "Sending"},
        },
        "Audio Volume": "50",
        "Audio Microphones Mute": "On",
        "RoomAnalytics PeopleCount Current": "3",
    }
    call = Call(
        call_id="2",
        state=CallState.CONNECTED,
        direction="Outgoing",
        answered=True,
        booking_id="b1",
        number="sip:mdk@vc.example",
        display_name="MDK",
        pin_wanted=True,
    )
    assert status.state(room) == State(
        standby="Halfwake",
        calls=(call,),
        volume=50,
        microphones_muted=True,
        presenting="Sending",
        people=3,
        auto_answer=True,
    )


def test_what_the_conference_says_of_a_call_is_read_after_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    room, line = session()
    asked: list[str] = []
    answer = line.status

    def status_of(path: tuple[str, ...]) -> Node:
        asked.append(path[0])
        return answer(path)

    monkeypatch.setattr(line, "status", status_of)
    status.state(room)
    assert asked.index("Call") < asked.index("Conference")


def test_a_room_that_says_little_has_a_state_all_the_same() -> None:
    room, line = session("9.15")
    line.statuses |= {"RoomAnalytics PeopleCount Current": "-1", "Audio Volume": "loud", "Standby State": "Snoozing"}
    assert status.state(room) == State("Other", (), None, None, "Off", None, auto_answer=True)


def test_words_of_newer_software_are_other_and_ghosts_are_gone() -> None:
    room, line = session()
    line.statuses["Call"] = [
        CALL | {"Status": "Teleporting", "Direction": "Sideways"},
        {"id": "3", "ghost": "True"},
    ]
    (call,) = status.state(room).calls
    assert (call.state, call.direction, call.pin_wanted) == (CallState.OTHER, "", False)


def test_a_call_that_cannot_be_read_is_a_call() -> None:
    room, line = session()
    strange: tuple[Node, ...] = ("what", [{"Status": "Connected"}], {"Status": "Connected"}, ["what"])
    for found in strange:
        line.statuses["Call"] = found
        (call,) = status.state(room).calls
        assert call.call_id == ""
    nothing: tuple[Node, ...] = ({}, [], "", [{"id": "2", "ghost": "True"}])
    for found in nothing:
        line.statuses["Call"] = found
        assert status.state(room).calls == ()


def test_a_room_that_tells_of_no_calls_is_free_only_when_it_counts_none() -> None:
    room, line = session()
    del line.statuses["Call"]
    with pytest.raises(NotSupported):
        status.state(room)
    for count, free in (("0", True), ("1", False), ("many", False)):
        line.statuses["SystemUnit State"] = {
            "NumberOfActiveCalls": "0",
            "NumberOfInProgressCalls": count,
            "NumberOfSuspendedCalls": "0",
        }
        if free:
            assert status.state(room).calls == ()
        else:
            with pytest.raises(NotSupported):
                status.state(room)


@pytest.mark.parametrize(("said", "expected"), [("On", True), ("Off", False), ("", True), ("Perhaps", True)])
def test_auto_answer_is_off_only_when_the_room_says_so(said: str, *, expected: bool) -> None:
    room, line = session()
    line.settings["Conference AutoAnswer Mode"] = said
    assert status.state(room).auto_answer is expected


@pytest.mark.parametrize(("said", "expected"), [("True", True), ("False", False), ("", True), ("Perhaps", True)])
def test_a_meeting_of_another_service_is_seen_and_doubt_is_one(said: str, *, expected: bool) -> None:
    room, line = session(teams=True)
    line.statuses["MicrosoftTeams Calling InCall"] = said
    assert status.state(room).elsewhere is expected
    del line.statuses["MicrosoftTeams Calling InCall"]
    assert status.state(room).elsewhere


def test_a_room_without_teams_is_in_no_meeting_of_another_service() -> None:
    ours, other = session()
    other.statuses["MicrosoftTeams Calling InCall"] = "True"
    assert not status.state(ours).elsewhere


def test_diagnostics_are_told_as_the_device_tells_them() -> None:
    room, line = session()
    line.statuses["Diagnostics Message"] = [
        {"id": "1", "Type": "NTPStatus", "Level": "Warning", "Description": "No time"}
    ]
    assert status.diagnostics(room) == (Diagnostic("NTPStatus", "Warning", "No time"),)


def test_nothing_of_a_call_that_tells_of_people_is_printed() -> None:
    room, line = session()
    line.statuses["Call"] = [CALL]
    assert "mdk" not in repr(status.state(room)).lower()


@fuzzed
@given(NODES)
def test_no_tree_is_too_strange_for_a_state(node: Node) -> None:
    room, line = session(teams=True)
    for name in ("Call", "Conference", "Audio Volume", "Standby State", "Diagnostics Message"):
        line.statuses[name] = node
    line.settings |= {"Conference AutoAnswer Mode": node, "SystemUnit Name": node}
    assert isinstance(status.state(room), State)
    assert isinstance(status.diagnostics(room), tuple)
    assert isinstance(status.identity(room).name, str)
