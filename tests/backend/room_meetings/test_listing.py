"""Join entries as properties: right to the minute in every night of the year, also those that lose or gain an hour."""

import json
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from backend.room_meetings.calendar import Entry
from backend.room_meetings.listing import wanted
from backend.room_meetings.standing import is_due
from backend.room_meetings.visit import digest
from rooms.endpoint import Booking
from rooms.xapi import bookings
from tests.backend.room_meetings.device import MARK

HOME = ZoneInfo("Europe/Stockholm")
# The nights when clocks are changed, and those beside them.
NIGHTS = [
    date(year, month, 1) + timedelta(days=day)
    for year in (2026, 2027, 2030)
    for month in (3, 10)
    for day in range(23, 31)
]


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    night, minute, fold = draw(st.sampled_from(NIGHTS)), draw(st.integers(0, 24 * 60 - 1)), draw(st.integers(0, 1))
    wall = datetime.combine(night, time(minute // 60, minute % 60, fold=fold), HOME)
    start = wall.astimezone(UTC) + timedelta(seconds=draw(st.sampled_from([0, 0.5, 59.999])))
    length = timedelta(minutes=draw(st.integers(1, 300)))
    return Entry("a", f"m{draw(st.integers(0, 10**6))}", start, start + length, "u", "t", "s", "1@x", "SIP")


@given(entries(), st.integers(1, 60))
def test_the_room_is_told_the_very_moments_of_the_meeting_and_its_people_see_them(
    entry: Entry, minutes_before: int
) -> None:
    [booking] = wanted([entry], MARK, minutes_before)
    bookings.check([booking])
    said = json.loads(bookings.as_json([booking]))["Bookings"][0]["Time"]
    start = datetime.fromisoformat(said["StartTime"])
    assert start == entry.start.replace(microsecond=0)
    end = start + timedelta(minutes=said["Duration"])
    assert entry.end <= end < entry.end + timedelta(minutes=1)
    # The button comes up so many minutes before by the clock on the wall's own reckoning of time passed.
    assert start - timedelta(seconds=said["StartTimeBuffer"]) == start - timedelta(minutes=minutes_before)
    # And its people see on the wall what was booked.
    shown, booked = booking.start.astimezone(HOME), entry.start.astimezone(HOME)
    assert (shown.hour, shown.minute, shown.fold) == (booked.hour, booked.minute, booked.fold)


@given(entries())
def test_a_series_at_the_same_hour_of_the_wall_is_so_also_in_the_room(entry: Entry) -> None:
    first = entry.start.astimezone(HOME).replace(hour=13, minute=0, second=0, microsecond=0)
    days = [(first + timedelta(days=7 * number)).astimezone(UTC) for number in range(3)]
    held = [
        Entry("a", f"m{number}", day, day + timedelta(hours=1), "u", "t", "s", "1@x", "SIP")
        for number, day in enumerate(days)
    ]
    assert [booking.start.astimezone(HOME).hour for booking in wanted(held, MARK, 10)] == [13, 13, 13]


@given(st.lists(entries(), max_size=5, unique_by=lambda entry: entry.meeting), st.randoms())
def test_a_list_stands_for_itself_in_any_order_and_for_nothing_else(held: list[Entry], chance: Random) -> None:
    listed = list(wanted(held, MARK, 10))
    shuffled = sorted(listed, key=lambda _: chance.random())
    assert digest(shuffled) == digest(listed)
    if listed:
        assert digest(listed[1:]) != digest(listed)


@given(st.lists(st.integers(-600, 600), max_size=4))
def test_nothing_is_due_where_nothing_is_wanted_or_written(minutes: list[int]) -> None:
    now = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
    moments = [now + timedelta(minutes=each) for each in minutes]
    assert not is_due(None, "", [(moment, moment + timedelta(minutes=10)) for moment in moments], now)
    assert is_due(None, digest([Booking("x", "t", "1", now, 5)]), [], now)
