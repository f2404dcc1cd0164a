"""Reading the times of a request: moments with an offset in, aware UTC out."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from backend.errors import FieldFault, Invalid

HOME = "Europe/Stockholm"
_YEARS = range(2000, 2101)
# Outlook names zones as Windows does; for Sweden's own the table (Unicode CLDR) names the first of its capitals.
_OF_WINDOWS: Mapping[str, str] = MappingProxyType({**WINDOWS_TO_OLSON, "W. Europe Standard Time": HOME})


def moment(value: str, pointer: str) -> datetime:
    """Return the moment in UTC. Raises Invalid (bad-time) when it has no offset or lies outside the years we keep."""
    refusal = Invalid("bad-time", faults=(FieldFault(pointer, "bad-time"),))
    try:
        read = datetime.fromisoformat(value)
    except ValueError as error:
        raise refusal from error
    if read.tzinfo is None or read.year not in _YEARS:
        raise refusal
    return read.astimezone(UTC)


def period(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """Return the two. Raises Invalid (end-before-start) unless the first comes before the second."""
    if end <= start:
        raise Invalid("end-before-start", faults=(FieldFault("/end", "end-before-start"),))
    return start, end


def asked(request: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """Return a request's `start` and `end`. Raises Invalid (bad-time, end-before-start)."""
    return period(moment(request["start"], "/start"), moment(request["end"], "/end"))


def zone(appointment: Mapping[str, Any]) -> str:
    """Return the appointment's time zone, the region's own when it names none; Outlook's own names are read too.

    Raises Invalid (bad-time).
    """
    named = appointment.get("time_zone", HOME)
    name = _OF_WINDOWS.get(named, named)
    if name not in available_timezones():
        raise Invalid("bad-time", faults=(FieldFault("/appointment/time_zone", "bad-time"),))
    return str(ZoneInfo(name).key)
