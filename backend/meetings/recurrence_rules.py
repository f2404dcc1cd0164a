"""The text of a recurrence rule: what Outlook and other calendars write, checked, and written again in one form."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from backend.errors import FieldFault, Invalid, Text
from backend.meetings.recurrence_days import DAYS

POINTER = "/appointment/recurrence/rule"
_DAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_SMALL = "[1-9][0-9]{0,3}"
_UNTIL = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")


def _listed(item: str) -> re.Pattern[str]:
    return re.compile(f"{item}(?:,{item})*")


# The parts there are, in the order they are written; nothing finer than a day is a series of meetings.
_PARTS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "FREQ": re.compile("DAILY|WEEKLY|MONTHLY|YEARLY"),
        "INTERVAL": re.compile(_SMALL),
        "BYMONTH": _listed("(?:1[0-2]|[1-9])"),
        "BYMONTHDAY": _listed("-?(?:3[01]|[12][0-9]|[1-9])"),
        "BYDAY": _listed(f"(?:[+-]?(?:5[0-3]|[1-4][0-9]|[1-9]))?{_DAY}"),
        "BYSETPOS": _listed("-?(?:36[0-6]|3[0-5][0-9]|[12][0-9][0-9]|[1-9][0-9]?)"),
        "WKST": re.compile(_DAY),
        "COUNT": re.compile(_SMALL),
        "UNTIL": _UNTIL,
    }
)
_ENDS = ("COUNT", "UNTIL")
_BY = ("BYMONTH", "BYMONTHDAY", "BYDAY")
_PER_PERIOD = ("MONTHLY", "YEARLY")


@dataclass(frozen=True)
class Rule:
    """A rule whose parts have been checked. `str` is its one written form."""

    parts: Mapping[str, str]

    def __str__(self) -> str:
        return ";".join(f"{name}={self.parts[name]}" for name in _PARTS if name in self.parts)

    @property
    def count(self) -> int | None:
        """How many occurrences the rule says there are."""
        return int(self.parts["COUNT"]) if "COUNT" in self.parts else None

    @property
    def endless(self) -> bool:
        """Whether the rule names no end."""
        return not self.parts.keys() & set(_ENDS)

    def last(self, zone: ZoneInfo) -> datetime | None:
        """Return the last moment an occurrence may start; a day without time counts whole, in the series' zone."""
        found = _UNTIL.fullmatch(self.parts.get("UNTIL", ""))
        if found is None:
            return None
        day = _day(found[1])
        if found[2] is None:
            return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC) - timedelta(microseconds=1)
        return datetime.combine(day, _time(found[2]), UTC if found[3] else zone).astimezone(UTC)

    def ended(self, last: datetime) -> "Rule":
        """Return the rule with this last moment and no other end."""
        return Rule({**self._without(*_ENDS), "UNTIL": f"{last.astimezone(UTC):%Y%m%dT%H%M%S}Z"})

    def counted(self, count: int) -> "Rule":
        """Return the rule with this count and no other end."""
        return Rule({**self._without(*_ENDS), "COUNT": str(count)})

    def moved(self, days: int, by: timedelta) -> "Rule":
        """Return the rule for a series that moves: weekdays, the first day of the week and the end go with it.

        Raises Invalid `bad-recurrence` when the day changes and the rule goes by months or years, or names other days.
        """
        parts = dict(self.parts)
        by_parts = [name for name in _BY if name in parts]
        if days and (by_parts or parts["FREQ"] in _PER_PERIOD):
            # Of months and years the days do not move alike: the 31st has no day after it.
            if by_parts != ["BYDAY"] or parts["FREQ"] != "WEEKLY":
                raise Invalid("bad-recurrence", _SAY_THE_RULE, (FieldFault("/start", "bad-recurrence"),))
            parts["BYDAY"] = ",".join(_later(day, days) for day in parts["BYDAY"].split(","))
        if days and parts["FREQ"] == "WEEKLY":
            parts["WKST"] = _later(parts.get("WKST", "MO"), days)
        if "UNTIL" in parts:
            parts["UNTIL"] = _until_moved(parts["UNTIL"], days, by)
        return Rule(parts)

    def _without(self, *names: str) -> dict[str, str]:
        return {name: value for name, value in self.parts.items() if name not in names}


def read(text: str) -> Rule:
    """Return the rule of a text, with or without "RRULE:" before it. Raises Invalid `bad-recurrence`."""
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").removesuffix(";").split(";"):
        name, _, value = part.partition("=")
        pattern = _PARTS.get(name)
        if pattern is None or name in parts or not pattern.fullmatch(value):
            raise _refusal()
        parts[name] = value
    if not all(allowed(parts) for allowed in _TOGETHER):
        raise _refusal()
    rule = Rule(parts)
    try:
        rule.last(ZoneInfo("UTC"))
    except (ValueError, OverflowError) as error:
        raise _refusal() from error
    return rule


# What goes together (RFC 5545, 3.3.10). A place in a week is left out: no calendar writes it, and programs differ.
_TOGETHER: tuple[Callable[[Mapping[str, str]], bool], ...] = (
    lambda parts: "FREQ" in parts,
    lambda parts: not ("COUNT" in parts and "UNTIL" in parts),
    lambda parts: not any(sign.isdigit() for sign in parts.get("BYDAY", "")) or parts["FREQ"] in _PER_PERIOD,
    lambda parts: "BYSETPOS" not in parts or (parts["FREQ"] in _PER_PERIOD and any(name in parts for name in _BY)),
    lambda parts: "BYMONTHDAY" not in parts or parts["FREQ"] != "WEEKLY",
)


def _later(day: str, days: int) -> str:
    return DAYS[(DAYS.index(day) + days) % len(DAYS)]


def _until_moved(text: str, days: int, by: timedelta) -> str:
    day, _, clock = text.partition("T")
    if not clock:
        return f"{_day(day) + timedelta(days=days):%Y%m%d}"
    moved = datetime.combine(_day(day), _time(clock.removesuffix("Z"))) + by
    return f"{moved:%Y%m%dT%H%M%S}{'Z' if clock.endswith('Z') else ''}"


def _day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _time(text: str) -> time:
    return time(int(text[:2]), int(text[2:4]), min(int(text[4:]), 59))


def _refusal() -> Invalid:
    return Invalid("bad-recurrence", faults=(FieldFault(POINTER, "bad-recurrence"),))


_SAY_THE_RULE = Text(
    "Serien följer bestämda dagar och kan inte flyttas till en annan dag utan en ny regel. Inget är ändrat. "
    "Ändra upprepningen i kalendern, eller flytta ett möte i taget.",
    "The series follows set days and can't move to another day without a new rule. Nothing has changed. "
    "Change the recurrence in the calendar, or move one meeting at a time.",
)
