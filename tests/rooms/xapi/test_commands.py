import traceback
from collections.abc import Callable

import pytest

from rooms.endpoint import Dial
from rooms.errors import BadParameter, Lost, NotSupported, Refused, Unreadable
from rooms.xapi import commands
from rooms.xapi.session import Session
from tests.rooms.xapi.scripted import session


def test_a_call_is_dialled_with_what_was_given_and_its_id_returned() -> None:
    room, line = session()
    line.results["Dial"] = {"CallId": "7", "ConferenceId": "2"}
    assert commands.dial(room, Dial("mdk@vc.example", booking_id="b1", display_name="Rum 4")) == "7"
    assert commands.dial(room, Dial("100", protocol="H323")) == "7"
    assert [said[1] for said in line.said] == [
        {"Number": "mdk@vc.example", "Protocol": "Sip", "BookingId": "b1", "DisplayName": "Rum 4"},
        {"Number": "100", "Protocol": "H323"},
    ]


def test_a_call_without_an_id_is_unreadable_as_it_may_have_begun() -> None:
    room, line = session()
    with pytest.raises(Unreadable):
        commands.dial(room, Dial("mdk@vc.example"))
    assert line.closed


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda room: commands.accept(room, "2"), ("Call Accept", {"CallId": 2})),
        (lambda room: commands.reject(room, "2"), ("Call Reject", {"CallId": 2})),
        (lambda room: commands.hang_up(room, "2"), ("Call Disconnect", {"CallId": 2})),
        (lambda room: commands.send_tones(room, "2", "12#*,"), ("Call DTMFSend", {"DTMFString": "12#*,", "CallId": 2})),
        (commands.wake, ("Standby Deactivate", {})),
        (commands.sleep, ("Standby Activate", {})),
        (lambda room: commands.set_volume(room, 40), ("Audio Volume Set", {"Level": 40})),
        (lambda room: commands.mute_microphones(room, muted=True), ("Audio Microphones Mute", {})),
        (lambda room: commands.mute_microphones(room, muted=False), ("Audio Microphones Unmute", {})),
        (
            lambda room: commands.present(room, 2),
            ("Presentation Start", {"PresentationSource": 2, "SendingMode": "LocalRemote"}),
        ),
        (lambda room: commands.present(room, None), ("Presentation Stop", {})),
        (
            lambda room: commands.set_layout(room, "equal"),
            ("Video Layout LayoutFamily Set", {"LayoutFamily": "equal", "Target": "Local"}),
        ),
        (lambda room: commands.set_layout(room, "Grid"), ("Video Layout SetLayout", {"LayoutName": "Grid"})),
        (lambda room: commands.activate_camera_preset(room, 35), ("Camera Preset Activate", {"PresetId": 35})),
    ],
)
def test_each_thing_is_said_in_the_rooms_words(do: Callable[[Session], None], said: tuple[str, object]) -> None:
    room, line = session()
    do(room)
    assert line.said == [(*said, None)]


@pytest.mark.parametrize(
    "do",
    [
        lambda room: commands.accept(room, "0"),
        lambda room: commands.hang_up(room, "-1"),
        lambda room: commands.reject(room, "65535"),
        lambda room: commands.accept(room, "two"),
        lambda room: commands.send_tones(room, "2", "12a"),
        lambda room: commands.send_tones(room, "2", "1" * 33),
        lambda room: commands.set_volume(room, 101),
        lambda room: commands.present(room, 6),
        lambda room: commands.activate_camera_preset(room, 0),
        lambda room: commands.dial(room, Dial("")),
        lambda room: commands.dial(room, Dial("a" * 256)),
    ],
)
def test_a_bad_value_is_refused_before_anything_is_sent(do: Callable[[Session], None]) -> None:
    room, line = session()
    with pytest.raises(BadParameter):
        do(room)
    assert line.said == []


def test_a_layout_by_name_is_not_for_older_software() -> None:
    room, line = session("9.15")
    with pytest.raises(NotSupported):
        commands.set_layout(room, "Grid")
    assert line.said == []


def test_hanging_up_a_call_that_is_gone_is_no_error() -> None:
    room, line = session()
    line.results["Call Disconnect"] = Refused("no such call")
    line.statuses["Call"] = [{"id": "3", "Status": "Connected"}]
    commands.hang_up(room, "2")
    with pytest.raises(Refused):
        commands.hang_up(room, "3")
    line.results["Call Disconnect"] = Lost()
    with pytest.raises(Lost):
        commands.hang_up(room, "2")


def test_a_call_that_is_refused_keeps_no_name() -> None:
    room, line = session()
    name = "anna"
    line.results["Dial"] = Refused(f"Failed to call {name}.svensson: busy")
    with pytest.raises(Refused) as caught:
        commands.dial(room, Dial("one@rooms.example.test"))
    assert caught.value.cause == "Failed to call busy"
    assert name not in "".join(traceback.format_exception(caught.value))


def test_we_connect_once_and_beat_and_connect_again_when_forgotten() -> None:
    room, line = session()
    announcement = commands.Announcement(room)
    for _ in range(2):
        announcement.announce("Skyddat vårdmöte", "svm-1", 60)
    assert [said[0] for said in line.said] == ["Peripherals Connect", "Peripherals HeartBeat", "Peripherals HeartBeat"]
    assert line.said[0][1]["Type"] == "ControlSystem"
    assert line.said[1][1] == {"ID": "svm-1", "Timeout": 60}
    line.said.clear()
    line.results["Peripherals HeartBeat"] = Refused("not connected")
    with pytest.raises(Refused):
        announcement.announce("Skyddat vårdmöte", "svm-1", 60)
    assert [said[0] for said in line.said] == ["Peripherals HeartBeat", "Peripherals Connect", "Peripherals HeartBeat"]
