"""Last days: read, bounded, counted to their end in Sweden."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.clock import swedish_day
from backend.errors import Invalid
from backend.units import days

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
MONTHS = st.integers(0, 60)
SWEDEN = ZoneInfo("Europe/Stockholm")


@given(DAYS, DAYS)
def test_something_counts_to_the_end_of_its_last_day_and_no_longer(last: date, today: date) -> None:
    assert days.is_valid(last, today) == (today <= last)
    assert days.is_valid(None, today)


@given(DAYS)
def test_a_swedish_day_begins_and_ends_at_swedish_midnight(day: date) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=SWEDEN).astimezone(UTC)
    assert swedish_day(midnight) == day
    assert swedish_day(midnight - timedelta(microseconds=1)) == day - timedelta(days=1)


@given(DAYS, MONTHS)
def test_months_on_keeps_the_day_where_the_month_has_it(day: date, months: int) -> None:
    later = days.months_on(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS, MONTHS, st.integers(-400, 4000))
def test_a_last_day_lies_from_today_to_the_longest_allowed(today: date, longest: int, ahead: int) -> None:
    asked = today + timedelta(days=ahead)
    allowed = today <= asked <= days.months_on(today, longest)
    if allowed:
        assert days.last_day(asked.isoformat(), today, longest) == asked
    else:
        with pytest.raises(Invalid) as refusal:
            days.last_day(asked.isoformat(), today, longest)
        assert refusal.value.code == ("bad-time" if ahead < 0 else "limit-exceeded")
        assert [fault.pointer for fault in refusal.value.faults] == ["/valid_to"]


@given(DAYS, st.times())
def test_a_moment_with_offset_is_read_as_its_swedish_day(day: date, time: time) -> None:
    moment = datetime.combine(day, time, UTC)
    assert days.read(moment.isoformat(), "/valid_to") == moment.astimezone(SWEDEN).date()


@given(st.text(max_size=40))
def test_what_is_no_day_is_refused_by_its_place(written: str) -> None:
    try:
        date.fromisoformat(written)
    except ValueError:
        with pytest.raises(Invalid) as refusal:
            days.read(written, "/valid_to")
        assert (refusal.value.code, refusal.value.faults[0].pointer) == ("bad-time", "/valid_to")


def test_training_has_been_had() -> None:
    today = date(2026, 6, 10)
    assert days.past_day("2026-06-10", today, "/completed_on") == today
    with pytest.raises(Invalid):
        days.past_day("2026-06-11", today, "/completed_on")
    assert days.last_day(None, today) is None
