"""What every driver has to do with a room: each method of the port, on each software."""

from datetime import UTC, datetime, timedelta

import pytest

from rooms.endpoint import Booking, CallState, Diagnostic, Dial, FeedbackSlot, Prompt
from rooms.errors import BadParameter, NotSupported, Refused
from rooms.xapi.bookings import digest
from rooms.xapi.panel_xml import as_xml
from rooms.xapi.panels import Page, Panel, Row, Widget
from simulators.roomos.endpoint import HAND
from simulators.roomos.tree import Branch
from tests.contract.rooms.stand import Stand
from tests.waiting import until

START = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
PANEL = Panel(
    "svm_mdk",
    "Starta MDK – «öppna»",
    (Page("svm_sida", "Åtgärder & val", (Row("Val", (Widget("svm_text", "Text", "…"),)),)),),
)


def test_a_room_says_who_it_is(stand: Stand) -> None:
    found = stand.room.identity()
    assert found.serial_number == stand.ours.device.identity.serial_number
    assert found.name == stand.ours.device.identity.name
    assert (found.profile, found.teams_mode) == (stand.profile, False)
    assert found.product
    assert stand.room.identity() is found


def test_a_call_is_dialled_taken_by_hand_and_ended(stand: Stand) -> None:
    call_id = stand.room.dial(Dial(stand.other.address, booking_id="möte-1"))
    until(lambda: "Ringing" in stand.other.calls)
    (before,) = stand.room.state().calls
    assert (before.call_id, before.direction, before.answered) == (call_id, "Outgoing", False)
    stand.other.accept()
    until(lambda: stand.ours.calls == ["Connected"])
    (call,) = stand.room.state().calls
    assert (call.call_id, call.state) == (call_id, CallState.CONNECTED)
    assert (call.booking_id, call.answered) == ("möte-1", True)
    assert stand.other.address in call.number
    stand.room.send_tones(call_id, "12#")
    stand.room.hang_up(call_id)
    until(lambda: not stand.ours.calls)
    assert stand.room.state().calls == ()
    stand.room.hang_up(call_id)


def test_a_call_that_comes_in_waits_for_the_room(stand: Stand) -> None:
    stand.other.dial(stand.ours.address)
    until(lambda: stand.ours.calls == ["Ringing"])
    (call,) = stand.room.state().calls
    assert (call.state, call.direction, call.answered) == (CallState.RINGING, "Incoming", False)
    stand.room.accept(call.call_id)
    until(lambda: stand.ours.calls == ["Connected"])


def test_a_call_that_comes_in_can_be_turned_away(stand: Stand) -> None:
    stand.other.dial(stand.ours.address)
    until(lambda: stand.ours.calls == ["Ringing"])
    stand.room.reject(stand.room.state().calls[0].call_id)
    until(lambda: not stand.ours.calls)
    with pytest.raises(Refused):
        stand.room.accept("9999")


def test_a_call_to_nobody_comes_to_its_end(stand: Stand) -> None:
    call_id = stand.room.dial(Dial("nobody@rooms.example.test"))
    assert call_id
    until(lambda: not stand.ours.calls)


def test_the_room_wakes_and_sleeps(stand: Stand) -> None:
    stand.room.sleep()
    until(lambda: stand.ours.status("Standby", "State") == "Standby")
    assert stand.room.state().standby == "Standby"
    stand.room.wake()
    assert stand.room.state().standby == "Off"


def test_sound_is_set_and_told(stand: Stand) -> None:
    stand.room.set_volume(35)
    stand.room.mute_microphones(muted=True)
    quiet = stand.room.state()
    stand.room.mute_microphones(muted=False)
    assert (quiet.volume, quiet.microphones_muted) == (35, True)
    assert stand.room.state().microphones_muted is False


def test_a_source_is_shared_with_the_call(stand: Stand) -> None:
    stand.room.dial(Dial(stand.other.address))
    until(lambda: "Ringing" in stand.other.calls)
    stand.other.accept()
    until(lambda: stand.ours.calls == ["Connected"])
    stand.room.present(2)
    assert stand.room.state().presenting == "Sending"
    stand.room.present(None)
    assert stand.room.state().presenting == "Off"


def test_layouts_are_chosen_by_the_names_the_software_has(stand: Stand) -> None:
    stand.room.set_layout("equal")
    assert stand.ours.status("Video", "Layout", "LayoutFamily", "Local") == "equal"
    stand.asked.clear()
    if stand.profile == "9.15":
        with pytest.raises(NotSupported):
            stand.room.set_layout("Overlay")
        assert stand.asked == []
    else:
        stand.room.set_layout("Overlay")
        assert stand.ours.status("Video", "Layout", "CurrentLayouts", "ActiveLayout") == "Overlay"


def test_the_camera_turns_to_a_preset(stand: Stand) -> None:
    stand.ours.do(lambda device: device.command(HAND, ("Camera", "Preset", "Store"), {"CameraId": 1, "PresetId": 4}))
    stand.room.activate_camera_preset(4)
    with pytest.raises(Refused):
        stand.room.activate_camera_preset(5)


def test_people_are_told_and_asked(stand: Stand) -> None:
    stand.room.alert("MDK", "Alla är med – välkommen", 0)
    stand.room.ask(Prompt("f-1", "MDK", 'Starta "nu"?', ("Ja", "Nej & avbryt")))
    stand.ours.answer_prompt(2, "f-1")


def test_a_panel_is_saved_listed_and_removed(stand: Stand) -> None:
    before = set(stand.room.panels())
    stand.room.save_panel("svm_mdk", as_xml(PANEL, stand.profile))
    stand.room.save_panel("svm_mdk", as_xml(PANEL, stand.profile))
    assert set(stand.room.panels()) == before | {"svm_mdk"}
    stand.ours.press_panel("svm_mdk")
    stand.room.set_widget("svm_text", "Väntar på två")
    stand.room.remove_panel("svm_mdk")
    stand.room.remove_panel("svm_mdk")
    assert set(stand.room.panels()) == before


def test_a_large_panel_with_a_line_of_a_dot_gets_through(stand: Stand) -> None:
    rows = tuple(Row(f"Rad {row}", (Widget(f"w{row}", "Text", "åäö " * 30),)) for row in range(60))
    xml = as_xml(Panel("svm_stor", "Stor", (Page("sida", "Sida", rows),)), stand.profile)
    stand.room.save_panel("svm_stor", xml.replace("<Page>", "\n.\n<Page>"))
    assert "svm_stor" in stand.room.panels()
    stand.room.remove_panel("svm_stor")


def test_bookings_are_replaced_whole_and_recognised(stand: Stand) -> None:
    first = Booking("1", "MDK & rond", "mdk@vc.example", START, 60, organiser="Barn Öst")
    second = Booking("2", "Möte «två»", "100", START + timedelta(days=30), 45, early_seconds=600)
    stand.room.put_bookings([first, second])
    assert digest(stand.room.bookings()) == digest([second, first])
    stand.room.put_bookings([second])
    (found,) = stand.room.bookings()
    assert (found.booking_id, found.title, found.number) == ("2", "Möte «två»", "100")
    assert (found.start, found.minutes, found.early_seconds) == (second.start, 45, 600)
    stand.room.put_bookings([])
    assert stand.room.bookings() == ()


def test_a_setting_is_read_and_set(stand: Stand) -> None:
    stand.room.configure(("SystemUnit", "Name"), 'Rum 4 "Öst"')
    assert stand.room.configuration(("SystemUnit", "Name")) == 'Rum 4 "Öst"'
    stand.room.configure(("SystemUnit", "Name"), "")
    stand.room.configure(("Audio", "DefaultVolume"), 40)
    assert stand.room.configuration(("Audio", "DefaultVolume")) == "40"


def test_auto_answer_is_seen(stand: Stand) -> None:
    assert not stand.room.state().auto_answer
    stand.room.configure(("Conference", "AutoAnswer", "Mode"), "On")
    assert stand.room.state().auto_answer
    stand.room.configure(("Conference", "AutoAnswer", "Mode"), "Off")


@pytest.mark.parametrize(
    ("path", "value"),
    [(("Standby", "Control"), "Perhaps"), (("Standby", "Delay"), 9999), (("Audio", "DefaultVolume"), 101)],
)
def test_a_setting_nobody_takes_is_a_bad_parameter(stand: Stand, path: tuple[str, ...], value: str | int) -> None:
    with pytest.raises(BadParameter):
        stand.room.configure(path, value)


def test_a_setting_nobody_has_is_not_supported(stand: Stand) -> None:
    with pytest.raises(NotSupported):
        stand.room.configuration(("Nonsense", "Mode"))
    with pytest.raises(NotSupported):
        stand.room.configure(("Nonsense", "Mode"), "On")


def test_a_slot_is_filled_seen_to_give_up_and_woken(stand: Stand) -> None:
    slot = FeedbackSlot(
        2, "https://127.0.0.1:1/hooks/rooms/r/k?a=1&b=2", ("/Status/Audio/Volume", "/Event/UserInterface")
    )
    stand.room.post_feedback(slot)
    assert [found for found in stand.room.feedback_slots() if found.slot == 2] == [slot]
    stand.asked.clear()
    stand.room.post_feedback(slot)
    assert stand.asked == []
    stand.room.set_volume(49)
    stand.room.set_volume(48)
    until(lambda: stand.ours.status("HttpFeedback", 2, "Status") == "Failed")
    assert [found.ok for found in stand.room.feedback_slots() if found.slot == 2] == [False]
    stand.room.post_feedback(slot)
    assert [found.ok for found in stand.room.feedback_slots() if found.slot == 2] == [True]
    stand.ours.do(lambda device: device.parts.slots.deregister(2))
    assert stand.room.feedback_slots() == ()


def test_words_of_newer_software_are_other_and_a_ghost_is_no_call(stand: Stand) -> None:
    strange: Branch = {
        "Standby": {"State": "Snoozing"},
        "Call": [{"id": 77, "Status": "Teleporting", "Direction": "Sideways", "Novelty": {"Depth": 3}}],
        "RoomAnalytics": {"PeopleCount": {"Current": -1}},
        "Conference": {"Presentation": {"Mode": "Holographic"}},
    }
    stand.ours.do(lambda device: device.machine.change(strange))
    state = stand.room.state()
    stand.ours.do(lambda device: device.machine.vanish("Call", 77))
    stand.ours.do(
        lambda device: device.machine.change(
            {"Standby": {"State": "Off"}, "Conference": {"Presentation": {"Mode": "Off"}}}
        )
    )
    assert (state.standby, state.presenting, state.people) == ("Other", "Holographic", None)
    assert [(call.call_id, call.state, call.direction) for call in state.calls] == [("77", CallState.OTHER, "")]
    assert stand.room.state().calls == ()


def test_we_show_up_as_a_control_system(stand: Stand) -> None:
    for _ in range(2):
        stand.room.announce("Skyddat vårdmöte", "svm-1", seconds=600)
    devices = stand.ours.status("Peripherals", "ConnectedDevice")
    assert isinstance(devices, list)
    ours = [device for device in devices if isinstance(device, dict) and device["ID"] == "svm-1"]
    assert [(device["Type"], device["Status"]) for device in ours] == [("ControlSystem", "Connected")]


def test_a_room_says_what_is_wrong_with_it(stand: Stand) -> None:
    stand.ours.do(lambda device: device.parts.upkeep.ail(3, "NTPStatus", "Warning", "Klockan går fel"))
    assert Diagnostic("NTPStatus", "Warning", "Klockan går fel") in stand.room.diagnostics()
    stand.ours.do(lambda device: device.parts.upkeep.heal(3))
    assert "NTPStatus" not in {found.kind for found in stand.room.diagnostics()}
