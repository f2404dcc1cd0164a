"""Which months are asked for: whole ones that are over, a year of them at most."""

import re
from datetime import date, timedelta
from typing import Any

from backend.errors import FieldFault, Invalid

MOST_MONTHS = 12
_USUAL_MONTHS = 3
# Within these all meetings of a month are counted, but for those somebody is in still.
_SETTLES = timedelta(days=7)
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def asked_for(asked: dict[str, Any], today: date) -> tuple[str, str]:
    """Return the first and the last month (`2026-05`): the last three that are shown when none is given.

    Raises Invalid (bad-time, end-before-start, limit-exceeded).
    """
    last = min(_month(asked, "to") or newest(today), newest(today))
    first = _month(asked, "from") or shifted(last, 1 - _USUAL_MONTHS)
    if first > last:
        raise Invalid("end-before-start", faults=(FieldFault("/to", "end-before-start"),))
    if shifted(first, MOST_MONTHS) <= last:
        raise Invalid("limit-exceeded", faults=(FieldFault("/from", "limit-exceeded"),))
    return first, last


def newest(today: date) -> str:
    """Return the last month that is shown: over since a week, and nothing is added to it any more.

    What is new in a month since yesterday would be one meeting's.
    """
    return shifted(f"{today - _SETTLES:%Y-%m}", -1)


def shifted(month: str, by: int) -> str:
    """Return the month that is `by` months later."""
    year, number = map(int, month.split("-"))
    since = year * 12 + number - 1 + by
    return f"{since // 12:04}-{since % 12 + 1:02}"


def _month(asked: dict[str, Any], name: str) -> str:
    value: str = asked.get(name, "")
    if value and not _MONTH.fullmatch(value):
        raise Invalid("bad-time", faults=(FieldFault(f"/{name}", "bad-time"),))
    return value
