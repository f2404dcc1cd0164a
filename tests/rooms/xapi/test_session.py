import pytest

from rooms.endpoint import Capability
from rooms.errors import Busy, NotSupported, Refused
from rooms.xapi.channel import Way
from rooms.xapi.session import Session
from tests.rooms.xapi.scripted import channel, session


def test_what_a_room_runs_is_read_once() -> None:
    room, line = session("11")
    assert room.software().profile == "11"
    line.statuses.clear()
    assert room.software().version.startswith("ce11")
    assert Capability.BOOKINGS in room.capabilities()


def test_the_name_is_taken_where_a_room_tells_no_version() -> None:
    room, line = session()
    line.statuses["SystemUnit"] = {"Software": {"DisplayName": "RoomOS 11.27.2.0"}}
    assert room.software() == ("RoomOS 11.27.2.0", "11", False, False)


@pytest.mark.parametrize(("webex", "linked"), [("Registered", True), ("Inactive", False), (None, False)])
def test_an_older_room_takes_bookings_when_a_cloud_knows_it(webex: str | None, linked: bool) -> None:  # noqa: FBT001 - a table's row
    room, line = session("9.15")
    line.statuses |= {"Webex Status": webex} if webex else {}
    assert (Capability.BOOKINGS in room.capabilities()) is linked


def test_an_older_room_is_not_asked_about_clouds_where_the_older_form_can_be_used() -> None:
    line = channel("9.15")
    line.ways = frozenset({Way.LEGACY_BOOKINGS})
    line.statuses["Webex Status"] = Busy()
    assert Capability.BOOKINGS in Session(line).capabilities()


def test_nothing_is_sent_without_the_capability() -> None:
    room, line = session(teams=True)
    with pytest.raises(NotSupported, match="layout"):
        room.do(Capability.LAYOUT, ("Video", "Layout", "SetLayout"), {"LayoutName": "x"})
    assert line.said == []


def test_a_status_the_room_does_not_have_is_empty_and_trouble_is_not() -> None:
    room, line = session("9.15")
    assert room.read(("Audio", "Volume")) == {}
    line.statuses["RoomAnalytics RoomInUse"] = "True"
    assert room.read(("RoomAnalytics", "RoomInUse")) == {}
    line.statuses["Audio Volume"] = Busy()
    with pytest.raises(Busy):
        room.read(("Audio", "Volume"))
    assert room.setting(("SystemUnit", "Name")) == {}
    line.settings["SystemUnit Name"] = Refused("permission denied")
    assert room.setting(("SystemUnit", "Name")) == {}
