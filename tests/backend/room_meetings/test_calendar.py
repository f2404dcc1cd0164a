"""What is on in a room: right through moves, ends, removals and clashes, and without anybody's name."""

from datetime import timedelta

import pytest

from backend.room_meetings.calendar import MeetingCalendar
from backend.video.service import RoomEntry, ServiceUnavailable
from tests.backend.room_meetings.choosing import brought_in, calendar, choose
from tests.contract.http import series_calls
from tests.product import Caller


@pytest.fixture
def staff(caller: Caller) -> Caller:
    return brought_in(caller)


def on(caller: Caller, room: str = "alen", hours: int = 48) -> list[str]:
    now = caller.clock.now()
    return [entry.meeting for entry in calendar(caller).entries([room], now, now + timedelta(hours=hours))]


def started(caller: Caller, meeting: dict[str, str]) -> None:
    begun = caller.call("POST", f"/api/v1/meetings/{meeting['id']}/start", {})
    assert begun.status_code == 200, begun.text


def move(caller: Caller, meeting: dict[str, str], minutes: int) -> None:
    start = caller.clock.now() + timedelta(minutes=minutes)
    body = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
    assert caller.call("PATCH", f"/api/v1/meetings/{meeting['id']}", body).status_code == 200


def test_a_meeting_stands_in_its_rooms_with_a_number_that_is_not_printed_and_moves_and_goes(staff: Caller) -> None:
    meeting = staff.create(starts_in=30)
    assert choose(staff, meeting, "alen", "cedern").status_code == 200
    entry = calendar(staff).now_or_next("alen", staff.clock.now())
    assert entry is not None
    assert (entry.room, entry.meeting, entry.unit, entry.type) == ("alen", meeting["id"], "medicin", "patient_care")
    assert entry.start == staff.clock.now() + timedelta(minutes=30)
    assert entry.number is not None
    assert entry.number.endswith("@builtin.example")
    assert entry.protocol == "SIP"
    assert entry.number not in repr(entry)
    now = staff.clock.now()
    assert [each.room for each in calendar(staff).entries(None, now, now + timedelta(hours=1))] == ["alen", "cedern"]
    assert calendar(staff).now_or_next("björken", now) is None
    # It follows a move and a removal at once.
    move(staff, meeting, 24 * 60)
    assert on(staff, hours=12) == []
    assert on(staff) == [meeting["id"]]
    assert staff.call("DELETE", f"/api/v1/meetings/{meeting['id']}").status_code == 204
    assert on(staff) == []


def test_what_is_on_comes_before_what_is_next_and_what_is_over_is_gone(staff: Caller) -> None:
    first, second = staff.create(), staff.create(starts_in=90)
    choose(staff, first, "alen")
    choose(staff, second, "alen")
    start = staff.clock.now()
    said = [
        calendar(staff).now_or_next("alen", start + timedelta(minutes=minutes)) for minutes in (0, 59, 60, 149, 150)
    ]
    assert [entry and entry.meeting for entry in said] == [*[first["id"]] * 2, *[second["id"]] * 2, None]


def test_an_end_before_the_booked_start_leaves_the_room_and_one_after_it_gives_it_back(staff: Caller) -> None:
    meeting, other = staff.create(starts_in=60), staff.create(starts_in=90)
    choose(staff, meeting, "alen")
    # A rehearsal.
    started(staff, meeting)
    assert staff.call("POST", f"/api/v1/meetings/{meeting['id']}/end", {}).status_code == 200
    assert on(staff) == [meeting["id"]]
    assert choose(staff, other, "alen").status_code == 409
    staff.clock.advance(minutes=61)
    started(staff, meeting)
    assert on(staff) == [meeting["id"]]
    assert staff.call("POST", f"/api/v1/meetings/{meeting['id']}/end", {}).status_code == 200
    assert on(staff) == []
    assert choose(staff, other, "alen").status_code == 200


def test_who_is_moved_to_anothers_time_is_without_the_room_until_the_other_goes(staff: Caller) -> None:
    first, moved = staff.create(starts_in=30), staff.create(starts_in=300)
    # The one that is moved was the first to choose the room, but not the first to have that time there.
    choose(staff, moved, "alen")
    staff.clock.advance(seconds=1)
    choose(staff, first, "alen")
    staff.clock.advance(seconds=1)
    move(staff, moved, 60)
    assert on(staff) == [first["id"]]
    staff.call("DELETE", f"/api/v1/meetings/{first['id']}")
    assert on(staff) == [moved["id"]]


def test_who_has_lost_a_room_is_so_told_of_also_when_what_took_it_is_outside_the_period(staff: Caller) -> None:
    first, moved = staff.create(starts_in=0, minutes=120), staff.create(starts_in=300)
    choose(staff, first, "alen")
    choose(staff, moved, "alen")
    staff.clock.advance(seconds=1)
    move(staff, moved, 90)
    now = staff.clock.now()
    late = calendar(staff).entries(["alen"], now + timedelta(minutes=125), now + timedelta(hours=4))
    assert list(late) == []


def test_a_series_has_its_rooms_for_every_date_also_for_those_made_later_and_after_a_split(staff: Caller) -> None:
    booked = series_calls.made(staff, "FREQ=MONTHLY;BYDAY=2WE")
    choose(staff, booked, "alen")
    dates = on(staff, hours=24 * 4000)
    assert len(dates) == len(booked["occurrences"])
    third = booked["occurrences"][2]
    later = {"start": "2026-08-12T13:00:00+02:00", "end": "2026-08-12T14:00:00+02:00"}
    answer = staff.call("PATCH", f"/api/v1/meetings/{third['id']}?scope=following", later)
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["series"]["id"] != booked["series"]["id"]
    both = {*dates[:2], *(each["id"] for each in answer.get_json()["occurrences"])}
    assert len(both) >= len(dates) > 3
    assert set(on(staff, hours=24 * 4000)) == both
    choose(staff, third, "björken")
    assert on(staff, hours=24 * 4000) == []
    assert set(on(staff, "björken", hours=24 * 4000)) == both


def test_a_meeting_that_becomes_a_series_takes_its_rooms_with_it(staff: Caller) -> None:
    meeting = staff.create(starts_in=30)
    choose(staff, meeting, "alen")
    rule = {"appointment": {"item_id": "item", "recurrence": {"rule": "FREQ=DAILY;COUNT=3", "exdates": []}}}
    assert staff.call("PATCH", f"/api/v1/meetings/{meeting['id']}", rule).status_code == 200
    assert len(on(staff, hours=96)) == 3


def test_a_service_that_gives_no_number_leaves_the_entry_without(staff: Caller) -> None:
    choose(staff, staff.create(), "alen")

    def away(_service: str, _reference: str) -> RoomEntry | None:
        raise ServiceUnavailable

    for room_entry in (away, lambda _service, _reference: None):
        entry = MeetingCalendar(staff.product.database, room_entry).now_or_next("alen", staff.clock.now())
        assert entry is not None
        assert (entry.number, entry.protocol) == (None, None)


def test_the_rooms_of_what_is_long_over_are_forgotten(staff: Caller) -> None:
    once, weekly = staff.create(), series_calls.made(staff, "FREQ=WEEKLY;BYDAY=WE;COUNT=4")
    choose(staff, once, "cedern")
    choose(staff, weekly, "alen")
    [retention] = [each for each in staff.product.rooms.retentions if each.name == "meeting rooms"]
    gone = []
    for days in (13, 2, 20, 2):
        staff.clock.advance(days=days)
        with staff.product.database.write() as session:
            gone.append(retention.erase(session, staff.clock.now() - retention.after))
    assert gone == [0, 1, 0, 1]
