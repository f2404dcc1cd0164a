"""Last days: a day counts to its end in Sweden. What has run out ends by the clock; no job has to notice it."""

import calendar
from datetime import date, datetime

from backend.clock import swedish_day
from backend.errors import FieldFault, Invalid, Text

_DAY_LENGTH = len("2026-06-10")
_PASSED = Text(
    "Sista dagen har redan passerat. Inget är sparat. Välj idag eller en senare dag.",
    "The last day has already passed. Nothing was saved. Choose today or a later day.",
)
_TO_COME = Text(
    "Dagen har inte varit än. Inget är sparat. Välj idag eller en tidigare dag.",
    "The day is still to come. Nothing was saved. Choose today or an earlier day.",
)
_TOO_LATE = Text(
    "Sista dagen ligger för långt fram. Inget är sparat. Välj senast {day}.",
    "The last day is too far ahead. Nothing was saved. Choose {day} at the latest.",
)


def is_valid(valid_to: date | None, today: date) -> bool:
    """Tell whether something with this last day counts today; without a last day it always does."""
    return valid_to is None or today <= valid_to


def read(written: str, pointer: str) -> date:
    """Return the day written as `2026-06-10`, or the Swedish day of a moment with offset. Raises Invalid (bad-time)."""
    try:
        if len(written) <= _DAY_LENGTH:
            return date.fromisoformat(written)
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is not None:
            return swedish_day(moment)
    except (ValueError, OverflowError):
        pass
    raise Invalid("bad-time", faults=(FieldFault(pointer, "bad-time"),))


def last_day(written: str | None, today: date, longest_months: int | None = None) -> date | None:
    """Return the last day asked for, None for none.

    Raises Invalid (bad-time) for no day and one that has passed, (limit-exceeded) for one more months ahead than
    `longest_months`.
    """
    if written is None:
        return None
    day = read(written, "/valid_to")
    if day < today:
        raise Invalid("bad-time", _PASSED, (FieldFault("/valid_to", "bad-time"),))
    latest = months_on(today, longest_months) if longest_months is not None else day
    if day > latest:
        told = Text(_TOO_LATE.sv.format(day=latest.isoformat()), _TOO_LATE.en.format(day=latest.isoformat()))
        raise Invalid("limit-exceeded", told, (FieldFault("/valid_to", "limit-exceeded"),))
    return day


def past_day(written: str, today: date, pointer: str) -> date:
    """Return a day that has been, or today. Raises Invalid (bad-time)."""
    day = read(written, pointer)
    if day > today:
        raise Invalid("bad-time", _TO_COME, (FieldFault(pointer, "bad-time"),))
    return day


def months_on(day: date, months: int) -> date:
    """Return the same day so many months later, or that month's last day when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
