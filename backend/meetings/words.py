"""Days and times as people read them: "onsdag 10 juni kl. 08.00–09.00"."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_datetime


class _Patterns(NamedTuple):
    """How one language writes a day, a year's day and a time of day (CLDR patterns), and what joins day and time."""

    day: str
    day_and_year: str
    time: str
    before_time: str


_PATTERNS: Mapping[str, _Patterns] = MappingProxyType(
    {
        "sv": _Patterns("EEEE d MMMM", "EEEE d MMMM y", "HH.mm", " kl. "),
        "en": _Patterns("EEEE d MMMM", "EEEE d MMMM y", "HH:mm", ", "),
    }
)


def day(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """Return the day in `zone` without its year: "onsdag 10 juni", "Wednesday 10 June"."""
    return _write(moment, zone, language, _PATTERNS[language].day)


def day_and_year(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """Return the day in `zone` with its year: "onsdag 10 juni 2026", "Wednesday 10 June 2026"."""
    return _write(moment, zone, language, _PATTERNS[language].day_and_year)


def time_of_day(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """Return the time of day in `zone`: "08.00", "08:00"."""
    return _write(moment, zone, language, _PATTERNS[language].time)


def times(start: datetime, end: datetime, zone: ZoneInfo, language: str) -> str:
    """Return both times: "08.00–09.00"; when the end is on another day, that day is named too."""
    first, last = (time_of_day(moment, zone, language) for moment in (start, end))
    if start.astimezone(zone).date() == end.astimezone(zone).date():
        return f"{first}–{last}"
    return f"{first} – {day(end, zone, language)}{_PATTERNS[language].before_time}{last}"


def period(start: datetime, end: datetime, zone: ZoneInfo, language: str) -> str:
    """Return day and times: "onsdag 10 juni kl. 08.00–09.00", "Wednesday 10 June, 08:00–09:00"."""
    return f"{day(start, zone, language)}{_PATTERNS[language].before_time}{times(start, end, zone, language)}"


def _write(moment: datetime, zone: ZoneInfo, language: str, pattern: str) -> str:
    return format_datetime(moment, pattern, tzinfo=zone, locale=language)
