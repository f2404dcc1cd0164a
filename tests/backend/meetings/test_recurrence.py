"""Recurrence against another program (python-dateutil); by name Outlook's forms, the nights clocks are set, caps."""

import os
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from backend.errors import Invalid
from backend.meetings import recurrence
from backend.meetings.recurrence import Pattern

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOME = ZoneInfo("Europe/Stockholm")
HOUR = timedelta(hours=1)
EXAMPLES = 5000 if os.environ.get("VARDMOTE_LONG_TESTS") else 40
ZONES = ("Europe/Stockholm", "UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")


def at(text: str, zone: ZoneInfo = HOME) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def made(rule: str, start: str, exdates: tuple[str, ...] = (), zone: ZoneInfo = HOME) -> Pattern:
    return recurrence.read(rule, exdates, zone, at(start, zone), at(start, zone) + HOUR)


def walls(pattern: Pattern, now: datetime | None = None) -> list[str]:
    slots = recurrence.window(pattern, now or pattern.start).slots
    return [f"{slot.start.astimezone(pattern.zone):%Y-%m-%d %H:%M}" for slot in slots]


def slots_of(pattern: Pattern) -> tuple[recurrence.Slot, ...]:
    """The periods there are to be; none for a rule that gives none."""
    try:
        return recurrence.window(pattern, pattern.start).slots
    except Invalid as refused:
        if refused.code != "bad-recurrence":
            raise
        return ()


def oracle(rule: str, first: datetime) -> list[datetime]:
    """What python-dateutil finds within the caps, on the wall without zone."""
    end = first + recurrence.SPAN
    found = rrulestr(f"{rule};UNTIL={end:%Y%m%dT%H%M%S}", dtstart=first)
    return list(islice(found, recurrence.MOST))


def several(items: list[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(items), min_size=1, max_size=most, unique=True).map(",".join)


MONTHS = [str(number) for number in range(1, 13)]
MONTHDAYS = [str(number) for number in (*range(1, 29), -1, -2, -28)]
PLACED = [f"{place}{day}" for place in (1, 2, 3, 4, 5, -1, -2) for day in DAYS]
BY: dict[str, dict[str, st.SearchStrategy[str]]] = {
    "DAILY": {"BYDAY": several(list(DAYS), 5), "BYMONTH": several(MONTHS), "BYMONTHDAY": several(MONTHDAYS)},
    "WEEKLY": {"BYDAY": several(list(DAYS), 5), "WKST": st.sampled_from(DAYS)},
    "MONTHLY": {
        # The two kinds together the other program takes for both at once; the RFC means either.
        "BYDAY": st.one_of(several(list(DAYS)), several(PLACED)),
        "BYMONTHDAY": several(MONTHDAYS),
        "BYSETPOS": several(["1", "-1"]),
    },
    "YEARLY": {"BYMONTH": several(MONTHS), "BYDAY": several(PLACED), "BYSETPOS": several(["1", "-1"])},
}


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(list(BY)))
    parts = {name: draw(value) for name, value in BY[freq].items() if draw(st.booleans())}
    if {"BYDAY", "BYMONTHDAY"} <= parts.keys():
        # Together they may never come, and then the other program looks until the year 9999.
        del parts["BYDAY"]
    if not parts.keys() & {"BYDAY", "BYMONTHDAY", "BYMONTH"}:
        parts.pop("BYSETPOS", None)
    if draw(st.booleans()):
        parts["INTERVAL"] = str(draw(st.integers(1, 5)))
    return ";".join(f"{name}={value}" for name, value in {"FREQ": freq, **parts}.items())


minutes = st.integers(0, 24 * 60 - 1).map(lambda number: timedelta(minutes=number))
firsts = st.builds(
    lambda day, minute: datetime.fromisoformat("2026-01-01") + timedelta(day) + minute, st.integers(0, 800), minutes
)


@settings(max_examples=EXAMPLES)
@given(rules(), firsts, st.sampled_from(ZONES))
def test_a_rule_gives_the_days_that_another_program_finds(rule: str, first: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    pattern = made(rule, first.isoformat(), zone=zone)
    assume(pattern.wall(pattern.start) == first)
    expected = [wall.replace(tzinfo=zone).astimezone(UTC) for wall in oracle(rule, first)]
    found = slots_of(pattern)
    assert [slot.start for slot in found][:-1] == expected[: max(len(found) - 1, 0)]
    # Within an hour of the span's end, a clock that is set decides on which side the last one falls.
    assert abs(len(found) - len(expected)) <= 1
    assert all(slot.end - slot.start == HOUR for slot in found)


@settings(max_examples=EXAMPLES // 2)
@given(rules(), firsts, st.integers(1, 8))
def test_a_count_takes_the_first_ones_and_what_is_left_of_it_after_a_split_the_rest(
    rule: str, first: datetime, count: int
) -> None:
    whole = slots_of(made(rule, first.isoformat()))
    assume(len(whole) >= count)
    pattern = made(f"{rule};COUNT={count}", first.isoformat())
    counted = recurrence.window(pattern, pattern.start).slots
    assert counted == whole[:count]
    for number in range(1, count):
        at_split = counted[number].start
        before, after = recurrence.until(pattern, at_split), recurrence.onward(pattern, at_split)
        halves = [recurrence.window(half, pattern.start).slots for half in (before, after)]
        assert (*halves[0], *halves[1]) == counted


@settings(max_examples=EXAMPLES)
@given(rules(), firsts, st.integers(-3 * 1440, 3 * 1440))
# To begin in the night that lacks its time: then all of it is an hour later, and none of it loses its link.
@example("FREQ=DAILY", datetime.fromisoformat("2026-03-29T01:00"), 60)
@example("FREQ=DAILY", datetime.fromisoformat("2026-03-28T14:30"), 12 * 60)
def test_a_series_that_moves_keeps_every_occurrence_as_much_later_on_the_wall(
    rule: str, first: datetime, by: int
) -> None:
    pattern, later = made(rule, first.isoformat()), timedelta(minutes=by)
    try:
        before = recurrence.window(pattern, pattern.start).slots
        moved = recurrence.moved(pattern, later, pattern.duration)
    except Invalid:
        return
    after = recurrence.window(moved, moved.start).slots
    same = min(len(before), len(after)) - 1
    assert [slot.start for slot in after][:same] == [
        recurrence.shift(pattern, slot.start, later, moved) for slot in before
    ][:same]
    assert str(recurrence.rules.read(str(moved.rule))) == str(moved.rule)


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        # As Outlook writes them.
        ("FREQ=DAILY;INTERVAL=2;COUNT=3", "2026-06-10 08:00", ["2026-06-10", "2026-06-12", "2026-06-14"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU;COUNT=3", "2026-06-10 08:00",
         ["2026-06-10", "2026-06-22", "2026-06-24"]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=3", "2026-06-09 08:00", ["2026-06-09", "2026-07-14", "2026-08-11"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "2026-06-26 08:00", ["2026-06-26", "2026-07-31"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", "2026-06-30 08:00", ["2026-06-30", "2026-07-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", "2026-07-31 08:00", ["2026-07-31", "2026-08-31", "2026-10-31"]),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=10;COUNT=2", "2026-06-10 08:00", ["2026-06-10", "2027-06-10"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20260624T060000Z", "2026-06-10 08:00", ["2026-06-10", "2026-06-17", "2026-06-24"]),
        ("FREQ=WEEKLY;UNTIL=20260624T055959Z", "2026-06-10 08:00", ["2026-06-10", "2026-06-17"]),
        ("freq=weekly;until=20260624", "2026-06-10 08:00", ["2026-06-10", "2026-06-17", "2026-06-24"]),
        ("FREQ=WEEKLY;UNTIL=20260624T080000", "2026-06-10 08:00", ["2026-06-10", "2026-06-17", "2026-06-24"]),
        ("FREQ=MONTHLY;BYDAY=MO,1WE;COUNT=3", "2026-06-01 08:00", ["2026-06-01", "2026-06-03", "2026-06-08"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2;COUNT=2", "2026-06-01 08:00", ["2026-06-02", "2026-07-07"]),
        # The first day of the pattern need not be a day of the rule.
        ("FREQ=WEEKLY;BYDAY=FR;COUNT=2", "2026-06-10 08:00", ["2026-06-12", "2026-06-19"]),
    ],
)  # fmt: skip
def test_rules_as_calendars_write_them(rule: str, start: str, expected: list[str]) -> None:
    assert [wall[:10] for wall in walls(made(rule, start))] == expected


def test_a_series_keeps_its_time_on_the_wall_over_the_nights_when_clocks_are_set() -> None:
    spring = recurrence.window(made("FREQ=DAILY;COUNT=3", "2026-03-28 08:00"), at("2026-03-28 00:00")).slots
    assert [slot.start.hour for slot in spring] == [7, 6, 6]
    autumn = recurrence.window(made("FREQ=DAILY;COUNT=3", "2026-10-24 08:00"), at("2026-10-24 00:00")).slots
    assert [slot.start.hour for slot in autumn] == [6, 7, 7]


def test_half_past_two_in_the_night_that_lacks_it_comes_an_hour_later_on_the_wall() -> None:
    assert walls(made("FREQ=DAILY;COUNT=3", "2026-03-28 02:30")) == [
        "2026-03-28 02:30", "2026-03-29 03:30", "2026-03-30 02:30",
    ]  # fmt: skip


def test_half_past_two_in_the_night_that_has_two_of_it_is_the_first_and_comes_once() -> None:
    slots = recurrence.window(made("FREQ=DAILY;COUNT=3", "2026-10-24 02:30"), at("2026-10-24 00:00")).slots
    assert [f"{slot.start:%d %H:%M}" for slot in slots] == ["24 00:30", "25 00:30", "26 01:30"]
    assert {slot.end - slot.start for slot in slots} == {HOUR}


def test_a_series_that_begins_at_the_second_half_past_two_begins_there() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    pattern = recurrence.read("FREQ=DAILY;COUNT=2", (), HOME, second, second + HOUR)
    assert [slot.start for slot in recurrence.window(pattern, second).slots] == [second, second + timedelta(1)]


def test_exceptions_are_days_or_moments_and_those_that_match_nothing_do_nothing() -> None:
    exdates = ("2026-06-17", "2026-06-24T06:00:00+00:00", "2026-07-01T08:00:00", "2026-07-08T09:00:00+02:00")
    pattern = made("FREQ=WEEKLY;COUNT=5", "2026-06-10 08:00", exdates)
    assert [wall[:10] for wall in walls(pattern)] == ["2026-06-10", "2026-07-08"]
    again = recurrence.read(str(pattern.rule), recurrence.write_exdates(pattern), HOME, pattern.start, pattern.end)
    assert again == pattern


def test_a_rule_without_an_end_is_cut_at_a_hundred_or_at_370_days_and_says_so() -> None:
    daily = recurrence.window(made("FREQ=DAILY", "2026-06-10 08:00"), at("2026-06-10 00:00"))
    assert (len(daily.slots), daily.capped) == (100, True)
    weekly = recurrence.window(made("FREQ=WEEKLY", "2026-06-10 08:00"), at("2026-06-10 00:00"))
    assert (len(weekly.slots), weekly.capped) == (53, True)
    yearly = recurrence.window(made("FREQ=YEARLY", "2026-06-10 08:00"), at("2026-06-10 00:00"))
    assert (len(yearly.slots), yearly.capped) == (2, True)
    exact = recurrence.window(made("FREQ=DAILY;COUNT=100", "2026-06-10 08:00"), at("2026-06-10 00:00"))
    assert (len(exact.slots), exact.capped) == (100, False)


def test_an_old_series_counts_from_its_beginning_and_gives_what_is_to_come() -> None:
    pattern = made("FREQ=WEEKLY;COUNT=1000", "2007-06-13 08:00")
    assert walls(pattern, at("2026-07-28 00:00")) == ["2026-07-29 08:00", "2026-08-05 08:00"]
    endless = made("FREQ=DAILY", "2000-01-01 08:00")
    assert walls(endless, at("2026-06-10 08:30"))[0] == "2026-06-10 08:00"


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY;COUNT=101", "FREQ=DAILY;UNTIL=20260918", "FREQ=WEEKLY;COUNT=54", "FREQ=YEARLY;COUNT=9999"]
)
def test_a_rule_with_an_end_beyond_the_caps_is_refused_and_told_how_far_it_may_reach(rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        recurrence.window(made(rule, "2026-06-10 08:00"), at("2026-06-10 00:00"))
    assert refused.value.code == "limit-exceeded"
    assert "202" in refused.value.text.sv


@pytest.mark.parametrize(
    "rule",
    [
        "", "x", "FREQ=HOURLY", "FREQ=SECONDLY;COUNT=2", "INTERVAL=2", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;UNTIL=20261301",
        "FREQ=DAILY;UNTIL=20260101T250000Z", "FREQ=DAILY;UNTIL=00000101", "FREQ=DAILY;UNTIL=99991231",
        "FREQ=WEEKLY;BYDAY=1MO", "FREQ=WEEKLY;BYMONTHDAY=3", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYWEEKNO=3",
        "FREQ=DAILY;BYHOUR=8,9", "FREQ=DAILY;BYDAY=XX", "FREQ=DAILY\nEXDATE:20260101", "FREQ=DAILY;;COUNT=2",
        "FREQ=DAILY;COUNT",
        "FREQ=DAILY;INTERVAL=99999", "FREQ=DAILY;COUNT=١",
    ],
)  # fmt: skip
def test_rules_that_can_not_be_read_are_refused(rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        made(rule, "2026-06-10 08:00")
    assert refused.value.code == "bad-recurrence"


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "FREQ=WEEKLY;UNTIL=20200101"],
)
def test_a_rule_that_never_comes_is_refused(rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        recurrence.window(made(rule, "2026-06-10 08:00"), at("2026-06-10 00:00"))
    assert refused.value.code == "bad-recurrence"


@pytest.mark.parametrize("exdate", ["", "x", "2026-13-01", "T", "0001-01-01T00:00:00+14:00"])
def test_exceptions_that_can_not_be_read_are_refused_by_their_place(exdate: str) -> None:
    with pytest.raises(Invalid) as refused:
        made("FREQ=DAILY;COUNT=2", "2026-06-10 08:00", ("2026-06-11", exdate))
    assert [fault.pointer for fault in refused.value.faults] == ["/appointment/recurrence/exdates/1"]


def test_a_weekly_series_takes_its_weekdays_along_when_it_moves_to_another_day() -> None:
    pattern = made("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;UNTIL=20260720", "2026-06-14 08:00", ("2026-06-28",))
    later = recurrence.moved(pattern, timedelta(days=1, hours=1), HOUR)
    assert walls(later) == [
        "2026-06-15 09:00",
        "2026-06-23 09:00",
        "2026-07-07 09:00",
        "2026-07-13 09:00",
        "2026-07-21 09:00",
    ]
    assert walls(pattern) == [
        "2026-06-14 08:00",
        "2026-06-22 08:00",
        "2026-07-06 08:00",
        "2026-07-12 08:00",
        "2026-07-20 08:00",
    ]


def test_a_monthly_series_by_days_needs_a_new_rule_to_change_day() -> None:
    assert walls(recurrence.moved(made("FREQ=MONTHLY", "2026-06-30 08:00"), HOUR, HOUR))[1] == "2026-07-30 09:00"
    with pytest.raises(Invalid):
        recurrence.moved(made("FREQ=MONTHLY", "2026-06-30 08:00"), timedelta(days=1), HOUR)
    pattern: Any = made("FREQ=MONTHLY;BYDAY=2TU", "2026-06-09 08:00")
    assert walls(recurrence.moved(pattern, HOUR, HOUR))[0] == "2026-06-09 09:00"
    with pytest.raises(Invalid):
        recurrence.moved(pattern, timedelta(days=1), HOUR)


@settings(max_examples=60)
@given(st.sampled_from(["COUNT=5", "UNTIL=20260620", "UNTIL=20260620T080000Z", ""]), st.integers(-3, 30))
def test_a_rule_that_is_ended_never_goes_on_longer_than_it_did(end: str, days: int) -> None:
    start = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
    rule = ";".join(part for part in ("FREQ=DAILY", end) if part)
    pattern = recurrence.read(rule, (), ZoneInfo("Europe/Stockholm"), start, start + timedelta(hours=1))
    moment = start + timedelta(days=days)
    ended = recurrence.until(pattern, moment)
    before, after = (
        list(islice(recurrence._starts(each, start + timedelta(days=60)), 60)) for each in (pattern, ended)
    )
    assert after == [each for each in before if each < moment]
