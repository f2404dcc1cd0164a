"""Days and clock times: what may be a birth date, and what reads as the time of a meeting."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from backend.privacy.rules import RULES

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_START = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(?::[0-9.]{2,12})?(Z|[+-]00:?00)?")
_NO_END = 99991231
# Swedish time is one or two hours ahead of a start written in UTC.
_HOURS_AHEAD = (0, 1, 2)
_YEAR = 10000
_FIRST_YEAR, _LAST_YEAR = 1800, 2200


@dataclass(frozen=True)
class Moments:
    """The days of one check as numbers YYYYMMDD: nobody is born after `latest`; a meeting lies between the others.

    `first_near` to `last_near` are the days that a word such as *tid* lets by: about a year from the meeting.
    """

    latest: int
    first_meeting: int
    last_meeting: int
    first_near: int
    last_near: int
    own_start: frozenset[str]


def moments(today: str | None, start: str | None) -> Moments:
    """Return the days of a check. Text that is no day counts as left out."""
    day = _number(today) or _number(start)
    from_day = day or _number(RULES["as_of"]) or 0
    numbers = RULES["numbers"]
    first_near, last_near = _near(_number(start) or day)
    return Moments(
        latest=day or _NO_END,
        first_meeting=from_day - numbers["years_back"] * _YEAR,
        last_meeting=day + numbers["years_ahead"] * _YEAR if day else _NO_END,
        first_near=first_near,
        last_near=last_near,
        own_start=_written(start),
    )


def _number(day: str | None) -> int:
    found = _ISO.match(day or "")
    return int("".join(found.groups())) if found else 0


def _near(day: int) -> tuple[int, int]:
    """Return the first and last day near a day; without a day none is near."""
    reach = timedelta(days=RULES["numbers"]["days_near"])
    try:
        middle = date(day // _YEAR, day // 100 % 100, day % 100)
    except ValueError:
        return _NO_END, 0
    if not _FIRST_YEAR <= middle.year <= _LAST_YEAR:
        return _NO_END, 0
    return int(f"{middle - reach:%Y%m%d}"), int(f"{middle + reach:%Y%m%d}")


def _written(start: str | None) -> frozenset[str]:
    """Return the ways the start may be written, as YYYYMMDDhhmm."""
    found = _START.match(start or "")
    if not found:
        return frozenset()
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}").replace(tzinfo=UTC)
        ahead = _HOURS_AHEAD if found[3] else (0,)
        return frozenset((moment + timedelta(hours=hours)).strftime("%Y%m%d%H%M") for hours in ahead)
    except (ValueError, OverflowError):
        return frozenset()
