"""What holds for every command and setting: the table, the roles, the software, the mode."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.roomos.endpoint import HAND
from simulators.roomos.errors import BadParameter, Denied, Failed, IllegalValue, NoMatch, UnknownCommand
from simulators.roomos.nodes import PROFILES, Profile, nodes
from simulators.roomos.sessions import ROLES, Session
from simulators.roomos.values import Integer, Literal, Text, Unfit
from tests.simulators.roomos.rig import ADMIN, Room, fuzzed, rooms


def role(name: str) -> Session:
    return Session(9, name, frozenset({name}), "ssh")


@pytest.fixture
def room() -> Room:
    return rooms()[0]


def test_every_command_of_the_table_does_something_and_nothing_else_is_there(room: Room) -> None:
    table = {" ".join(command.path) for command in nodes("26").commands.values()}
    assert set(room.device.parts.handlers()) == table


@pytest.mark.parametrize("profile", PROFILES)
def test_all_that_a_new_device_tells_of_is_in_its_table(profile: Profile) -> None:
    [room] = rooms(profile=profile)

    def names(tree: Any, path: tuple[str, ...]) -> Any:
        if isinstance(tree, list):
            for one in tree:
                yield from names({name: below for name, below in one.items() if name != "id"}, path)
        elif isinstance(tree, dict):
            for name, below in tree.items():
                yield from names(below, (*path, name))
        else:
            yield path

    for path in names(room.device.machine.whole("Status")["Status"], ()):
        nodes(profile).check("Status", path)


def test_what_newer_software_brought_older_has_not() -> None:
    [old], [new] = rooms(profile="9.15"), rooms(profile="26")
    for path in ("Video Layout SetLayout", "Bookings Delete"):
        assert new.device.machine.nodes.command(tuple(path.split()))
        with pytest.raises(UnknownCommand):
            old.device.machine.nodes.command(tuple(path.split()))
    with pytest.raises(NoMatch):
        old.device.machine.configure(("Standby", "Level"), "DeepSleep")
    limits = [one.device.machine.number("Security", "Session", "MaxTotalSessions") for one in (old, new)]
    assert limits == [20, 30]
    with pytest.raises(IllegalValue):
        old.device.machine.configure(("Security", "Session", "MaxTotalSessions"), 21)
    fifteen, sixteen = ({"FeedbackSlot": 1, "ServerUrl": "http://x", "Expression": ["/Event"] * n} for n in (15, 16))
    register = ("HttpFeedback", "Register")
    assert old.device.machine.nodes.command(register).take(fifteen)
    with pytest.raises(BadParameter):
        old.device.machine.nodes.command(register).take(sixteen)
    assert new.device.machine.nodes.command(register).take(sixteen)


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("Dial", {"Admin", "Integrator", "User"}),
        ("Bookings Put", {"Admin"}),
        ("HttpFeedback Register", {"Admin"}),
        ("Camera Preset Activate", {"Admin", "User"}),
        ("Presentation Start", {"Admin", "User"}),
        ("UserInterface Extensions Panel Save", {"Admin", "Integrator", "RoomControl"}),
    ],
)
def test_roles_are_those_of_the_table(room: Room, path: str, roles: set[str]) -> None:
    for name in sorted(ROLES):
        try:
            room.do(path, by=role(name))
        except Denied:
            assert name not in roles
        except BadParameter:
            assert name in roles


def test_settings_are_for_those_who_may(room: Room) -> None:
    room.device.configure(role("Integrator"), ("audio", "defaultvolume"), "60")
    assert room.device.read(role("User"), "Configuration", ("Audio", "DefaultVolume")) == 60
    assert room.told[-1] == {"Configuration": {"Audio": {"DefaultVolume": 60}}}
    with pytest.raises(Denied):
        room.device.configure(role("User"), ("Audio", "DefaultVolume"), 60)
    with pytest.raises(NoMatch):
        room.device.configure(role("User"), ("Audio", "Nonsense"), 60)
    for value in (101, "loud", True, 5.5, ""):
        with pytest.raises(IllegalValue):
            room.device.configure(ADMIN, ("Audio", "DefaultVolume"), value)


def test_teams_mode_has_no_bookings_and_no_layout() -> None:
    [room] = rooms(teams=True)
    for path in ("Bookings Put", "Bookings Clear", "Video Layout LayoutFamily Set", "Call Hold"):
        with pytest.raises(Failed):
            room.do(path)
    room.do("Audio Volume Set", {"Level": 3})


def test_a_body_belongs_to_commands_that_take_one(room: Room) -> None:
    with pytest.raises(BadParameter) as missing:
        room.do("Bookings Put")
    with pytest.raises(BadParameter) as too_much:
        room.do("Standby Activate", {}, "x")
    assert (missing.value.parameter, too_much.value.parameter) == ("body", "body")


def test_parameters_are_told_apart_without_case(room: Room) -> None:
    room.do("audio volume set", {"level": "7"})
    assert room.status("audio VOLUME") == 7
    assert room.device.log[-1].path == "Audio Volume Set"
    assert room.device.log[-1].values == {"Level": [7]}
    with pytest.raises(BadParameter):
        room.do("Audio Volume Set", {"Level": [7, 8]})


def test_sound_stays_within_its_bounds(room: Room) -> None:
    room.do("Audio Volume Set", {"Level": 98})
    room.do("Audio Volume Increase")
    assert room.status("Audio Volume") == 100
    for _ in range(21):
        room.do("Audio Volume Decrease")
    assert room.status("Audio Volume") == 0
    for path in ("Audio Microphones", "Audio Volume"):
        node = "Audio Microphones Mute" if "Micro" in path else "Audio VolumeMute"
        room.do(f"{path} Mute")
        assert room.status(node) == "On"
        room.do(f"{path} ToggleMute")
        assert room.status(node) == "Off"
        room.do(f"{path} ToggleMute")
        room.do(f"{path} Unmute")
        assert room.status(node) == "Off"


def test_camera_presets_are_stored_found_and_taken_away(room: Room) -> None:
    room.do("Camera PositionSet", {"CameraId": 1, "Pan": -500, "Zoom": 9})
    assert room.do("Camera Preset Store", {"CameraId": 1, "Name": "Tavlan"}) == {"PresetId": 1}
    room.do("Camera PositionSet", {"CameraId": 1, "Pan": 0, "Zoom": 0})
    room.do("Camera Preset Activate", {"PresetId": 1})
    assert room.status("Cameras Camera 1 Position") == {"Pan": -500, "Tilt": 0, "Zoom": 9}
    [row] = room.do("Camera Preset List")["Preset"]
    assert (row["Name"], row["PresetId"]) == ("Tavlan", 1)
    room.do("Camera Preset Edit", {"PresetId": 1, "Name": "Dörren"})
    assert room.do("Camera Preset List")["Preset"][0]["Name"] == "Dörren"
    room.do("Camera Preset Remove", {"PresetId": 1})
    assert room.do("Camera Preset List") == {}
    for path in ("Activate", "Remove", "Edit"):
        with pytest.raises(Failed):
            room.do(f"Camera Preset {path}", {"PresetId": 1})


def test_a_camera_turns_until_it_is_told_to_stop(room: Room) -> None:
    room.do("Camera Ramp", {"CameraId": 1, "Pan": "Right"})
    room.clock.go(5)
    room.do("Camera Ramp", {"CameraId": 1, "Pan": "Stop"})
    turned = room.status("Cameras Camera 1 Position Pan")
    room.clock.go(60)
    assert room.status("Cameras Camera 1 Position Pan") == turned > 0


def test_screens_show_what_is_chosen(room: Room) -> None:
    room.do("Video Layout SetLayout", {"LayoutName": "prominent"})
    assert room.status("Video Layout CurrentLayouts ActiveLayout") == "Prominent"
    with pytest.raises(Failed):
        room.do("Video Layout SetLayout", {"LayoutName": "Nonsense"})
    room.do("Video Layout LayoutFamily Set", {"LayoutFamily": "equal"})
    assert room.status("Video Layout LayoutFamily Local") == "equal"
    room.do("Video Matrix Assign", {"Output": 1, "SourceId": [2, 3]})
    room.do("Video Matrix Assign", {"Output": 1, "RemoteMain": 1, "Mode": "Add"})
    room.do("Video Matrix Swap", {"OutputA": 1, "OutputB": 2})
    assert room.status("Video Output Monitor 2 MatrixSource") == "2,3,RemoteMain"
    room.do("Video Matrix Reset")
    assert room.status("Video Output Monitor 2 MatrixSource") == ""
    room.do("Video Selfview Set", {"Mode": "On"})
    assert room.status("Video Selfview Mode") == "On"


def test_accounts_are_made_changed_and_taken_away(room: Room) -> None:
    room.do("UserManagement User Add", {"Username": "styr", "Passphrase": "x", "Role": ["User", "Integrator"]})
    session = room.device.sign_in("styr", "x", "ssh")
    assert session.roles == {"User", "Integrator"}
    room.do("UserManagement User Passphrase Set", {"Username": "styr", "NewPassphrase": "y"})
    assert room.device.sign_in("styr", "y", "ssh")
    assert [one["Username"] for one in room.do("UserManagement User List")["User"]] == ["admin", "styr"]
    with pytest.raises(Failed):
        room.do("UserManagement User Add", {"Username": "styr", "Passphrase": "x", "Role": ["User"]})
    room.do("UserManagement User Delete", {"Username": "styr"})
    with pytest.raises(Failed):
        room.do("UserManagement User Unblock", {"Username": "styr"})


def test_a_control_system_is_there_as_long_as_it_says_so(room: Room) -> None:
    room.do("Peripherals Connect", {"ID": "svm", "Type": "ControlSystem", "Name": "Skyddat vårdmöte"})
    room.do("Peripherals HeartBeat", {"ID": "svm", "Timeout": 30})
    room.clock.go(29)
    assert room.status("Peripherals ConnectedDevice 2 Status") == "Connected"
    room.clock.go(2)
    assert room.status("Peripherals ConnectedDevice 2 Status") == "LostConnection"
    room.do("Peripherals HeartBeat", {"ID": "svm"})
    room.clock.go(59)
    assert room.status("Peripherals ConnectedDevice 2 Status") == "Connected"
    with pytest.raises(Failed):
        room.do("Peripherals HeartBeat", {"ID": "nobody"})
    assert [one["Type"] for one in room.do("Peripherals List")["Device"]] == ["TouchPanel", "ControlSystem"]


def test_people_are_counted_in_calls_and_never_asleep(room: Room) -> None:
    count = "RoomAnalytics PeopleCount Current"
    people = room.device.parts.analytics
    people.come(3)
    assert (room.status(count), room.status("RoomAnalytics PeoplePresence")) == (-1, "Yes")
    room.do("Dial", {"Number": "nobody@example.test"})
    assert room.status(count) == 3
    room.clock.go(5)
    assert room.status(count) == -1
    room.device.configure(ADMIN, ("RoomAnalytics", "PeopleCountOutOfCall"), "On")
    assert room.status(count) == 3
    people.come(0)
    room.clock.go(60)
    assert room.status("RoomAnalytics PeoplePresence") == "Yes"
    room.clock.go(61)
    assert (room.status(count), room.status("RoomAnalytics RoomInUse")) == (0, "False")
    room.do("Standby Halfwake")
    assert (room.status(count), room.status("RoomAnalytics PeoplePresence")) == (-1, "Unknown")


def test_what_is_wrong_is_said_until_it_is_right(room: Room) -> None:
    assert room.do("Diagnostics Run") == {}
    room.device.parts.upkeep.ail(4, "TouchPanelConnection", "Error", "Not connected")
    assert room.do("Diagnostics Run")["Message"][0]["Type"] == "TouchPanelConnection"
    room.device.parts.upkeep.heal(4)
    assert room.told[-1] == {"Status": {"Diagnostics": {"Message": [{"id": 4, "ghost": "True"}]}}}


def test_a_restart_keeps_what_is_stored_and_says_when_it_is_over(room: Room) -> None:
    room.do("Camera Preset Store", {"CameraId": 1, "Name": "Tavlan"})
    room.do("Peripherals Connect", {"ID": "svm", "Type": "ControlSystem"})
    room.device.configure(ADMIN, ("Audio", "DefaultVolume"), 60)
    states = []
    room.device.supply.watch(lambda state: states.append(str(state)))
    room.do("SystemUnit Boot", {"Action": "Restart"})
    room.clock.go(60)
    assert not room.device.awake
    room.clock.go(60)
    assert (room.device.awake, states) == (True, ["off", "starting", "on"])
    assert [next(iter(event)) for event in room.events()][-2:] == ["BootEvent", "Bookings"]
    assert room.do("Camera Preset List")
    assert len(room.do("Peripherals List")["Device"]) == 1
    assert room.device.read(ADMIN, "Configuration", ("Audio", "DefaultVolume")) == 60


def test_a_deep_sleeper_cannot_be_reached_and_says_so_before() -> None:
    [room] = rooms()
    room.device.configure(ADMIN, ("Standby", "Level"), "DeepSleep")
    room.do("Standby Activate")
    assert room.events()[0]["Standby"]["StandbyInitiatedDeepSleep"]["WakeupTimeUTC"] == "2026-11-22T17:00:00Z"
    assert room.device.awake
    room.clock.go(5)
    assert not room.device.awake
    room.clock.go(8 * 3600)
    assert room.device.awake


def test_another_software_is_another_table(room: Room) -> None:
    room.device.become("9.15")
    assert room.status("SystemUnit Software DisplayName").startswith("ce9.15")
    with pytest.raises(UnknownCommand):
        room.do("Bookings Delete", {"Id": "1"})


def test_nobody_in_the_room_may_what_nobody_may() -> None:
    assert HAND.roles < ROLES


@fuzzed
@given(st.integers(), st.integers(-5, 5), st.integers(0, 9))
def test_numbers_are_taken_within_their_range_only(given_number: int, least: int, more: int) -> None:
    space = Integer(least, least + more)
    for form in (given_number, str(given_number)):
        if least <= given_number <= least + more:
            assert space.take(form) == given_number
        else:
            with pytest.raises(Unfit):
                space.take(form)


@fuzzed
@given(st.text(max_size=12))
def test_text_is_measured_in_bytes(text: str) -> None:
    fits = 2 <= len(text.encode("utf-8", "surrogatepass")) <= 8 and "\n" not in text
    try:
        assert Text(2, 8).take(text) == text
    except Unfit:
        assert not fits
    else:
        assert fits


@pytest.mark.parametrize(("said", "meant"), [("on", "On"), ("OFF", "Off"), (True, None), ("", None)])
def test_words_are_taken_whatever_their_case(said: str | bool, meant: str | None) -> None:  # noqa: FBT001 - a value
    try:
        assert Literal(("On", "Off")).take(said) == meant
    except Unfit:
        assert meant is None
