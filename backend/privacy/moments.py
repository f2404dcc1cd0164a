"""Days and clock times: what may be a birth date, and what reads as the time of a meeting."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from backend.privacy.rules import RULES

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_START = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(?::[0-9.]{2,12})?(Z|[+-]00:?00)?")
_NO_END = 99991231
# Swedish time is one or two hours ahead of a start written in UTC.
_HOURS_AHEAD = (0, 1, 2)
_YEAR = 10000


@dataclass(frozen=True)
class Moments:
    """The days of one check as numbers YYYYMMDD: nobody is born after `latest`; a meeting lies between the others."""

    latest: int
    first_meeting: int
    last_meeting: int
    own_start: frozenset[str]


def moments(today: str | None, start: str | None) -> Moments:
    """Return the days of a check. Text that is no day counts as left out."""
    day = _number(today) or _number(start)
    from_day = day or _number(RULES["as_of"]) or 0
    numbers = RULES["numbers"]
    return Moments(
        latest=day or _NO_END,
        first_meeting=from_day - numbers["years_back"] * _YEAR,
        last_meeting=day + numbers["years_ahead"] * _YEAR if day else _NO_END,
        own_start=_written(start),
    )


def _number(day: str | None) -> int:
    found = _ISO.match(day or "")
    return int("".join(found.groups())) if found else 0


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
