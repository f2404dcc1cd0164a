import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.endpoint import Booking
from rooms.errors import BadParameter, NotSupported
from rooms.xapi import bookings
from rooms.xapi.channel import Node, Way
from rooms.xapi.from_xml import read_xml
from tests.rooms.xapi.scripted import endpoint
from tests.rooms.xapi.trees import NODES, fuzzed

SWEDEN = timezone(timedelta(hours=1))
MDK = Booking(
    "1", "MDK & <rond>", "mdk@vc.example", datetime(2026, 11, 24, 13, 0, tzinfo=SWEDEN), 60, organiser="Barn Öst"
)
LINES = (
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=30).map(str.strip).filter(bool)
)
BOOKINGS = st.builds(
    Booking,
    booking_id=st.uuids().map(str),
    title=LINES,
    number=LINES,
    start=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.sampled_from([UTC, SWEDEN])).map(  # noqa: DTZ001 - the bounds of what gets a zone
        lambda moment: moment.replace(microsecond=0)
    ),
    minutes=st.integers(1, 1440),
    protocol=st.sampled_from(["SIP", "H323"]),
    organiser=st.just("") | LINES.filter(lambda name: name == " ".join(name.split()) and not name.startswith("-")),
    early_seconds=st.integers(0, 3600),
)


def listed(body: str) -> Node:
    """What a room would list of what was put: the length become an end, the organiser's name in two parts."""
    return {"ResultInfo": {"TotalRows": "1"}, "Booking": [_listed(item) for item in json.loads(body)["Bookings"]]}


def _listed(item: dict[str, Node]) -> Node:
    time, who = item["Time"], item["Organizer"]
    assert isinstance(time, dict)
    assert isinstance(who, dict)
    first, _, last = str(who["Name"]).partition(" ")
    end = datetime.fromisoformat(str(time["StartTime"])) + timedelta(minutes=int(str(time["Duration"])))
    return {
        "Id": item["Id"],
        "Title": item["Title"],
        "Organizer": {"FirstName": first, "LastName": last},
        "Time": {
            "StartTime": time["StartTime"],
            "EndTime": end.isoformat().replace("+00:00", "Z"),
            "StartTimeBuffer": str(time["StartTimeBuffer"]),
        },
        "DialInfo": {"Calls": {"Call": [{"id": "1", "Number": item["Number"], "Protocol": item["Protocol"]}]}},
    }


def test_a_list_is_put_whole_in_utc_and_minutes() -> None:
    room, line = endpoint()
    room.put_bookings([MDK])
    ((command, _, body),) = line.said
    assert command == "Bookings Put"
    assert json.loads(body or "") == {
        "Bookings": [
            {
                "Id": "1",
                "Title": "MDK & <rond>",
                "Number": "mdk@vc.example",
                "Protocol": "SIP",
                "Organizer": {"Name": "Barn Öst"},
                "Time": {
                    "StartTime": "2026-11-24T12:00:00Z",
                    "Duration": 60,
                    "StartTimeBuffer": 300,
                    "EndTimeBuffer": 0,
                },
            }
        ]
    }


def test_older_software_gets_the_older_form() -> None:
    room, line = endpoint("9.15")
    line.ways = frozenset({Way.LEGACY_BOOKINGS})
    room.put_bookings([MDK])
    room.put_bookings([])
    assert line.said == []
    assert read_xml(line.legacy[1]) == {"Bookings": {"status": "OK"}}
    tree = read_xml(line.legacy[0])["Bookings"]
    assert isinstance(tree, dict)
    booking = tree["Booking"]
    assert isinstance(booking, dict)
    assert booking["Title"] == "MDK & <rond>"
    assert booking["Organizer"] == {"FirstName": "Barn", "LastName": "Öst", "Email": ""}
    assert booking["Time"] == {
        "StartTime": "2026-11-24T12:00:00Z",
        "StartTimeBuffer": "300",
        "EndTime": "2026-11-24T13:00:00Z",
        "EndTimeBuffer": "0",
    }


def test_a_room_that_takes_neither_form_is_not_asked() -> None:
    for profile, teams in (("9.15", False), ("26", True)):
        room, line = endpoint(profile, teams=teams)
        with pytest.raises(NotSupported):
            room.put_bookings([MDK])
        assert (line.said, line.legacy) == ([], [])


@fuzzed
@given(st.lists(BOOKINGS, max_size=4))
def test_what_is_put_is_recognised_when_it_is_read(put: list[Booking]) -> None:
    room, line = endpoint()
    room.put_bookings(put)
    line.results["Bookings List"] = listed(line.said[-1][2] or "")
    found = room.bookings()
    assert list(found) == put
    assert bookings.digest(found) == bookings.digest(put[::-1])


@pytest.mark.parametrize(
    "times",
    [
        {},
        "",
        {"StartTime": "soon"},
        {"StartTime": "2026-11-24T12:00:00Z"},
        {"EndTime": "2026-11-24T12:00:00Z"},
        {"StartTime": "2026-11-24T12:00:00Z", "EndTime": "2026-11-24T11:00:00Z"},
    ],
)
def test_an_entry_whose_times_cannot_be_read_leaves_the_room_never_free(times: Node) -> None:
    room, line = endpoint()
    line.results["Bookings List"] = {"Booking": [{"id": "1", "Id": "x", "Time": times}]}
    (booking,) = room.bookings()
    assert booking.booking_id == "x"
    assert booking.start <= datetime(2026, 1, 1, tzinfo=UTC)
    assert booking.start + timedelta(minutes=booking.minutes) >= datetime(2096, 1, 1, tzinfo=UTC)


def test_what_is_no_entry_is_one_all_the_same_and_one_that_is_gone_is_none() -> None:
    room, line = endpoint()
    whole: Node = {"Time": {"StartTime": "2026-11-24T12:00:00Z", "EndTime": "2026-11-24T13:00:00Z"}}
    line.results["Bookings List"] = {"Booking": ["what", whole, "", {"id": "3", "ghost": "True"}]}
    unread, found = room.bookings()
    assert unread.minutes > found.minutes == 60
    assert (found.booking_id, unread.booking_id) == ("", "")
    line.results["Bookings List"] = {"Booking": ""}
    assert room.bookings() == ()


@fuzzed
@given(BOOKINGS)
def test_any_change_that_a_room_shows_is_another_digest(booking: Booking) -> None:
    ours = bookings.digest([booking])
    changed = [
        replace(booking, title=booking.title + "x"),
        replace(booking, number=booking.number + "x"),
        replace(booking, minutes=booking.minutes + 1),
        replace(booking, start=booking.start + timedelta(minutes=1)),
        replace(booking, booking_id="other"),
    ]
    assert ours not in {bookings.digest([one]) for one in changed}
    assert ours == bookings.digest([replace(booking, start=booking.start.astimezone(UTC), organiser="x")])


@fuzzed
@given(st.lists(BOOKINGS, max_size=3))
def test_the_older_form_holds_whatever_is_written(put: list[Booking]) -> None:
    tree = read_xml(bookings.as_xml(put))["Bookings"]
    assert isinstance(tree, dict)
    inside = tree.get("Booking", [])
    several = inside if isinstance(inside, list) else [inside]
    assert [item["Title"] for item in several if isinstance(item, dict)] == [booking.title for booking in put]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"booking_id": ""}, "Id"),
        ({"title": "a\nb"}, "Title"),
        ({"title": ""}, "Title"),
        ({"number": "x" * 256}, "Number"),
        ({"minutes": 0}, "Duration"),
        ({"early_seconds": -1}, "StartTimeBuffer"),
        ({"start": datetime(2026, 11, 24, 13, 0)}, "StartTime"),  # noqa: DTZ001 - the fault itself
        ({"start": datetime(2026, 11, 24, 13, 0, 0, 5, tzinfo=UTC)}, "StartTime"),
    ],
)
def test_what_a_room_cannot_take_is_refused_before_anything_is_sent(wrong: dict[str, object], named: str) -> None:
    room, line = endpoint()
    with pytest.raises(BadParameter, match=named):
        room.put_bookings([replace(MDK, **wrong)])  # type: ignore[arg-type]  # a table's row
    assert line.said == []


def test_one_id_stands_for_one_booking() -> None:
    room, line = endpoint()
    with pytest.raises(BadParameter, match="Id"):
        room.put_bookings([MDK, MDK])
    assert line.said == []


def test_what_others_wrote_is_read_as_far_as_it_goes() -> None:
    room, line = endpoint()
    line.results["Bookings List"] = {
        "Booking": [
            {"Id": "9", "Time": {"StartTime": "2026-11-24T12:00:00Z", "EndTime": "2026-11-24T12:30:00Z"}},
            {"Id": "10", "Time": {"StartTime": "soon", "EndTime": "2026-11-24T12:30:00Z"}},
            {"Time": {"StartTime": "2026-11-24T12:00:00Z", "EndTime": "2026-11-24T12:30:00Z"}},
        ]
    }
    found, unread, nameless = room.bookings()
    assert (found.booking_id, found.minutes, found.number, found.early_seconds) == ("9", 30, "", 300)
    assert (unread.booking_id, nameless) == ("10", replace(found, booking_id=""))
    assert line.said[-1][1] == {"Days": 365}


@fuzzed
@given(NODES)
def test_no_list_is_too_strange_to_be_read(node: Node) -> None:
    room, line = endpoint()
    line.results["Bookings List"] = {"Booking": node}
    assert isinstance(room.bookings(), tuple)
