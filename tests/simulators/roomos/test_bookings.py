"""Bookings on a screen: put as a whole, given back in another form, begun and ended by the hour."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from simulators.roomos.errors import Denied, Failed
from simulators.roomos.nodes import PROFILES, Profile
from simulators.roomos.sessions import Session
from tests.simulators.roomos.rig import ADMIN, START, Room, fuzzed, rooms

LEGACY = """<Bookings status="OK"><Booking><Id>7</Id><Title>MDK</Title><Organizer><FirstName>Enheten</FirstName>
<LastName>Lunga</LastName></Organizer><Time><StartTime>2026-11-22T10:00:00Z</StartTime><StartTimeBuffer>300</StartTimeBuffer>
<EndTime>2026-11-22T11:00:00Z</EndTime><EndTimeBuffer>0</EndTimeBuffer></Time><DialInfo><Calls><Call>
<Number>mdk@bro.example.test</Number><Protocol>SIP</Protocol></Call></Calls><ConnectMode>OBTP</ConnectMode></DialInfo>
</Booking></Bookings>"""


def row(
    number: str = "1", start: datetime = START + timedelta(hours=1), minutes: int = 60, **more: Any
) -> dict[str, Any]:
    """Return a booking as programs write it."""
    return {
        "Id": number,
        "Title": "MDK",
        "Number": "mdk@bro.example.test",
        "Protocol": "SIP",
        "Organizer": {"Name": "Enheten För Lungor"},
        "Time": {"StartTime": start.strftime("%Y-%m-%dT%H:%M:%SZ"), "Duration": minutes, "StartTimeBuffer": 300},
        **more,
    }


def put(room: Room, *rows: dict[str, Any]) -> None:
    room.do("Bookings Put", {}, json.dumps({"Bookings": rows}))


@pytest.fixture
def room() -> Room:
    return rooms(edge=True)[0]


def test_put_replaces_them_all(room: Room) -> None:
    put(room, row("1"), row("2"))
    put(room, row("3"))
    listed = room.do("Bookings List")
    assert listed["ResultInfo"] == {"TotalRows": 1}
    assert [one["Id"] for one in listed["Booking"]] == ["3"]
    assert room.do("Bookings Get", {"Id": "3"})["Booking"]["Id"] == "3"
    room.do("Bookings Clear")
    assert room.do("Bookings List") == {"ResultInfo": {"TotalRows": 0}, "LastUpdated": "2026-11-22T09:00:00Z"}


def test_list_is_not_the_mirror_of_put(room: Room) -> None:
    put(room, row(minutes=45))
    [listed] = room.do("Bookings List")["Booking"]
    assert listed["Time"] == {
        "StartTime": "2026-11-22T10:00:00Z",
        "StartTimeBuffer": 300,
        "EndTime": "2026-11-22T10:45:00Z",
        "EndTimeBuffer": 0,
    }
    assert (listed["Organizer"]["FirstName"], listed["Organizer"]["LastName"]) == ("Enheten", "För Lungor")
    assert listed["DialInfo"]["ConnectMode"] == "OBTP"
    assert listed["DialInfo"]["Calls"]["Call"][0]["Number"] == "mdk@bro.example.test"
    assert "Number" not in listed


@pytest.mark.parametrize(
    "wrong",
    [
        {"Id": ""},
        {"Title": None},
        {"Number": 5},
        {"Protocol": "Pigeon"},
        {"Organizer": {}},
        {"Organizer": "Enheten"},
        {"Privacy": "Secret"},
        {"MeetingPlatform": "Nonsense"},
        {"Time": {"StartTime": "2026-11-22T10:00:00+01:00", "Duration": 5}},
        {"Time": {"StartTime": "2026-11-22 10:00", "Duration": 5}},
        {"Time": {"StartTime": "2026-11-22T10:00:00Z", "Duration": 0}},
        {"Time": {"StartTime": "2026-11-22T10:00:00Z", "Duration": "5"}},
        {"Time": {"StartTime": "2026-11-22T10:00:00Z", "Duration": 5, "StartTimeBuffer": -1}},
    ],
)
def test_a_booking_that_is_none_changes_nothing(room: Room, wrong: dict[str, Any]) -> None:
    put(room, row("1"))
    with pytest.raises(Failed):
        put(room, row("2"), {**row("3"), **wrong})
    assert [one["Id"] for one in room.do("Bookings List")["Booking"]] == ["1"]


@pytest.mark.parametrize("body", ["nonsense", "[]", "{}", '{"Bookings": {}}', '{"Bookings": [5]}', "[" * 100_000])
def test_what_is_no_list_of_bookings_is_refused(room: Room, body: str) -> None:
    with pytest.raises(Failed):
        room.do("Bookings Put", {}, body)


def test_two_with_one_id_are_refused(room: Room) -> None:
    with pytest.raises(Failed):
        put(room, row("1"), row("1"))


@pytest.mark.parametrize(
    ("profile", "edge", "taken"),
    [("9.15", False, False), ("9.15", True, True), ("11", False, True), ("26", False, True)],
)
def test_the_oldest_takes_them_only_when_linked(profile: Profile, edge: bool, taken: bool) -> None:  # noqa: FBT001 - a table
    [room] = rooms(profile=profile, edge=edge)
    if taken:
        put(room, row())
    else:
        with pytest.raises(Failed):
            put(room, row())


@pytest.mark.parametrize("profile", PROFILES)
def test_the_older_form_is_taken_by_all(profile: Profile) -> None:
    [room] = rooms(profile=profile)
    room.device.put_legacy_bookings(ADMIN, fromstring(LEGACY))
    [listed] = room.do("Bookings List")["Booking"]
    assert (listed["Id"], listed["Organizer"]["LastName"]) == ("7", "Lunga")
    assert listed["Time"]["EndTime"] == "2026-11-22T11:00:00Z"
    for wrong in (LEGACY.replace("Bookings", "Nonsense"), LEGACY.replace("T11:", "T09:"), LEGACY.replace(">7<", "><")):
        with pytest.raises(Failed):
            room.device.put_legacy_bookings(ADMIN, fromstring(wrong))
    with pytest.raises(Denied):
        room.device.put_legacy_bookings(Session(2, "x", frozenset({"Integrator"}), "http"), fromstring(LEGACY))


def test_the_hour_begins_and_ends_them(room: Room) -> None:
    put(room, row("1"), row("2", START + timedelta(hours=3)))
    assert room.status("Bookings Availability") == {"Status": "FreeUntil", "TimeStamp": "2026-11-22T10:00:00Z"}
    assert room.device.parts.bookings.joinable() == []
    room.clock.go(3600 - 300)
    assert [one.id for one in room.device.parts.bookings.joinable()] == ["1"]
    room.events()
    room.clock.go(300)
    assert room.events() == [{"Bookings": {"Start": {"Id": "1"}}}]
    assert room.status("Bookings Current Id") == "1"
    assert room.status("Bookings Availability Status") == "BookedUntil"
    room.clock.go(3600)
    assert room.events() == [{"Bookings": {"End": {"Id": "1"}}}]
    put(room)
    assert room.status("Bookings Availability Status") == "Free"
    room.clock.go(9999)
    assert room.events() == [{"Bookings": {"Updated": {}}}]


@pytest.mark.parametrize(("profile", "state"), [("9.15", "Standby"), ("26", "Off")])
def test_a_meeting_that_begins_wakes_the_screens_where_the_software_can(profile: Profile, state: str) -> None:
    [room] = rooms(profile=profile, edge=True)
    put(room, row())
    room.do("Standby Activate")
    room.clock.go(3599)
    assert room.status("Standby State") == "Standby"
    room.clock.go(2)
    assert room.status("Standby State") == state


def test_one_is_extended_left_early_and_taken_away(room: Room) -> None:
    put(room, row("1", START - timedelta(minutes=5), minutes=30), row("2"))
    room.do("Bookings Extend", {"Duration": 15})
    assert room.do("Bookings Get", {"Id": "1"})["Booking"]["Time"]["EndTime"] == "2026-11-22T09:40:00Z"
    room.do("Bookings CheckOut")
    assert room.status("Bookings Current Id") == ""
    room.do("Bookings Delete", {"Id": "2"})
    assert [one["Id"] for one in room.do("Bookings List")["Booking"]] == ["1"]
    for path in ("Get", "Delete"):
        with pytest.raises(Failed):
            room.do(f"Bookings {path}", {"Id": "2"})


def test_a_restart_loses_them(room: Room) -> None:
    put(room, row())
    room.device.reboot()
    assert room.do("Bookings List")["ResultInfo"] == {"TotalRows": 0}


@fuzzed
@given(
    st.lists(st.integers(0, 5 * 24 * 60), max_size=8, unique=True),
    st.integers(1, 4),
    st.integers(0, 3),
    st.integers(0, 4),
)
def test_list_shows_the_days_asked_for_in_order(starts: list[int], days: int, after: int, limit: int) -> None:
    [room] = rooms()
    midnight = datetime(2026, 11, 22, tzinfo=UTC)
    put(room, *(row(str(one), midnight + timedelta(minutes=one), minutes=1) for one in starts))
    wanted = sorted(one for one in starts if one < days * 24 * 60)
    listed = room.do("Bookings List", {"Days": days, "Offset": after, **({"Limit": limit} if limit else {})})
    assert listed["ResultInfo"]["TotalRows"] == len(wanted)
    shown = [int(one["Id"]) for one in listed.get("Booking", [])]
    assert shown == wanted[after : after + limit if limit else None]
