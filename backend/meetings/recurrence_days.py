"""The days a recurrence rule names, period by period. Pure, and never longer than the days it is given to look at.

A program that only counts what it finds walks for ever on a rule that never comes (30 February); this one looks at
each day once. The meaning is RFC 5545's, 3.3.10: a part limits or expands by what the frequency says.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Weekday(NamedTuple):
    """A weekday, and which one of its month or year: 1 the first, -1 the last, 0 each."""

    place: int
    weekday: int


class Named(NamedTuple):
    """What a rule names, as numbers; what it leaves out is empty."""

    freq: str
    interval: int
    months: frozenset[int]
    monthdays: frozenset[int]
    weekdays: frozenset[Weekday]
    places: frozenset[int]
    week_begins: int


def read(parts: Mapping[str, str]) -> Named:
    """Return what the checked parts of a rule name."""
    return Named(
        freq=parts["FREQ"],
        interval=int(parts.get("INTERVAL", "1")),
        months=_numbers(parts, "BYMONTH"),
        monthdays=_numbers(parts, "BYMONTHDAY"),
        weekdays=frozenset(
            Weekday(int(each[:-2] or "0"), DAYS.index(each[-2:])) for each in parts.get("BYDAY", "").split(",") if each
        ),
        places=_numbers(parts, "BYSETPOS"),
        week_begins=DAYS.index(parts.get("WKST", "MO")),
    )


def walk(parts: Mapping[str, str], first: date, last: date) -> Iterator[date]:
    """Yield the days the rule names from `first`, which it is counted from, to `last`."""
    rule = _completed(read(parts), first)
    for period in _PERIODS[rule.freq](rule, first, last):
        for day in _chosen(rule, [day for day in period if _is_named(rule, day)]):
            if first <= day <= last:
                yield day


def _completed(rule: Named, first: date) -> Named:
    # What the rule leaves out it takes from its first day.
    if rule.freq == "DAILY" or rule.weekdays or rule.monthdays:
        return rule
    if rule.freq == "WEEKLY":
        return rule._replace(weekdays=frozenset({Weekday(0, first.weekday())}))
    months = rule.months or frozenset({first.month} if rule.freq == "YEARLY" else ())
    return rule._replace(months=months, monthdays=frozenset({first.day}))


def _is_named(rule: Named, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.monthdays and rule.monthdays.isdisjoint({day.day, day.day - _length(day.year, day.month) - 1}):
        return False
    if not rule.weekdays:
        return True
    weekday = day.weekday()
    if Weekday(0, weekday) in rule.weekdays:
        return True
    within = rule.freq == "YEARLY" and not rule.months
    number = day.timetuple().tm_yday if within else day.day
    length = date(day.year, 12, 31).timetuple().tm_yday if within else _length(day.year, day.month)
    from_begin, from_end = (number - 1) // 7 + 1, -((length - number) // 7 + 1)
    return not rule.weekdays.isdisjoint({Weekday(from_begin, weekday), Weekday(from_end, weekday)})


def _chosen(rule: Named, days: Sequence[date]) -> Sequence[date]:
    if not rule.places:
        return days
    return [day for number, day in enumerate(days, 1) if not rule.places.isdisjoint({number, number - len(days) - 1})]


def _each_day(rule: Named, first: date, last: date) -> Iterator[Sequence[date]]:
    for number in range(0, (last - first).days + 1, rule.interval):
        yield (first + timedelta(number),)


def _weeks(rule: Named, first: date, last: date) -> Iterator[Sequence[date]]:
    begin = first - timedelta((first.weekday() - rule.week_begins) % 7)
    for number in range(0, (last - begin).days + 1, 7 * rule.interval):
        yield [begin + timedelta(number + day) for day in range(7)]


def _months(rule: Named, first: date, last: date) -> Iterator[Sequence[date]]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month, rule.interval):
        year, month = number // 12, number % 12 + 1
        yield [date(year, month, day) for day in range(1, _length(year, month) + 1)]


def _years(rule: Named, first: date, last: date) -> Iterator[Sequence[date]]:
    for year in range(first.year, last.year + 1, rule.interval):
        begin = date(year, 1, 1)
        yield [begin + timedelta(number) for number in range((date(year + 1, 1, 1) - begin).days)]


_PERIODS: Mapping[str, Callable[[Named, date, date], Iterator[Sequence[date]]]] = MappingProxyType(
    {"DAILY": _each_day, "WEEKLY": _weeks, "MONTHLY": _months, "YEARLY": _years}
)


def _length(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(1)).day


def _numbers(parts: Mapping[str, str], name: str) -> frozenset[int]:
    return frozenset(int(each) for each in parts.get(name, "").split(",") if each)
