"""What is asked of the access log, read and refused before anything is looked up or recorded."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from backend.audit import Subject, normal
from backend.audit.reading import Range
from backend.errors import FieldFault, Invalid, Malformed, Text

Json = dict[str, Any]
_USUAL_PERIOD = timedelta(days=30)
# An entry written this very moment is part of the period that ends now.
_JUST_NOW = timedelta(seconds=1)
_YEARS = (1900, 9000)
_FIRST_OF_ALL = datetime(2000, 1, 1, tzinfo=UTC)
_PERSON = ("name", "phone", "person_number", "participant")
# As `new_id` makes them: nothing about a person can be written so.
_ID = re.compile(r"[a-z][0-9a-f]{16}")
_MOST_DIGITS = 18
"""What a 64-bit number holds."""
_NAMES_NOBODY = Text(
    "Det som pekas ut går inte att söka på. Inget är utlämnat. Rätta det, eller lämna fältet tomt.",
    "What is pointed out can't be searched for. Nothing was handed out. Mend it, or leave the field empty.",
)
_NO_ID = Text(
    "Mötet eller deltagaren anges med sitt id, inte med namn. Inget är visat. Rätta det som pekas ut.",
    "A meeting or a participant is given by its id, not by name. Nothing was shown. Mend what is pointed out.",
)


def period(asked: Json, now: datetime, *, whole: bool = False) -> Range:
    """Return the period asked for: the last 30 days when none is given, all there is when `whole`.

    Raises Invalid (bad-time, end-before-start).
    """
    end = _moment(asked, "to") or now + _JUST_NOW
    start = _moment(asked, "from") or (_FIRST_OF_ALL if whole else end - _USUAL_PERIOD)
    if end <= start:
        raise Invalid("end-before-start", faults=(FieldFault("/to", "end-before-start"),))
    return Range(start=start, end=end)


def person(asked: Json, today: date) -> Subject | None:
    """Return whom an extract is about; None when no person is named. Raises Invalid for what can name nobody."""
    given = {name: asked[name].strip() for name in _PERSON if asked.get(name, "").strip()}
    identifier(asked, "participant")
    wanted = Subject(kind="patient", **given)
    useless = given.keys() - {attribute for attribute, _ in normal.attributes(wanted, today)}
    if useless:
        faults = tuple(FieldFault(f"/{name}", "malformed") for name in sorted(useless))
        raise Invalid("malformed", _NAMES_NOBODY, faults)
    return wanted if given else None


def identifier(asked: Json, name: str) -> str:
    """Return an id, empty when none is given. Raises Invalid for anything else: it is recorded in the clear."""
    value: str = asked.get(name, "").strip()
    if value and not _ID.fullmatch(value):
        raise Invalid("malformed", _NO_ID, (FieldFault(f"/{name}", "malformed"),))
    return value


def number(asked: Json, name: str) -> int | None:
    """Return a number out of a query, None when it is not there. Raises Malformed."""
    value = asked.get(name)
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > _MOST_DIGITS:
        raise Malformed("malformed", faults=(FieldFault(f"/{name}", "malformed"),))
    return int(value)


def _moment(asked: Json, name: str) -> datetime | None:
    # A plus sign that was not encoded arrives as a space; in a moment it can mean nothing else.
    value = asked.get(name, "").replace(" ", "+")
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not _YEARS[0] <= found.year <= _YEARS[1]:
        raise Invalid("bad-time", faults=(FieldFault(f"/{name}", "bad-time"),))
    return found
