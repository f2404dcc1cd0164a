"""Oversight of the access log: whom it shows what, the extract for a patient, and the recurring check.

HSLF-FS 2016:40, 4 kap. 9 §: systematic, recurring checks of samples, and the checks documented. Patientdatalagen: a
patient may know who has read about them. Every look is itself recorded.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from backend.audit import Entry, Logbook, Subject, normal
from backend.audit.actions import ACTIONS
from backend.audit.keys import KeyUnknown
from backend.audit.reading import Range
from backend.audit.tables import LogRow
from backend.clock import Clock
from backend.errors import ConfigurationFault, FieldFault, Forbidden, Invalid, Malformed, NotFound, Text, Unavailable
from backend.identity import Actor, Directory, Role
from backend.jobs import Later
from backend.storage import Database, new_id

Json = dict[str, Any]
PAGE, MOST_SAMPLED, MOST_EXTRACTED, MOST_REVIEWS = 100, 200, 5000, 200
_USUAL_PERIOD = timedelta(days=30)
# An entry written this very moment is part of the period that ends now.
_JUST_NOW = timedelta(seconds=1)
_YEARS = (1900, 9000)
_FIRST_OF_ALL = datetime(2000, 1, 1, tzinfo=UTC)
_NOT_YOURS = Text(
    "Åtkomstloggen läses av verksamhetschefen för den egna enheten och av loggranskaren. Vad som gjorts av dig eller "
    "för din räkning ser du under Mina åtkomster.",
    "The access log is read by the unit's head, for their own unit, and by the auditor. What was done by you or for "
    "you is shown under My accesses.",
)
_TOO_MANY = Text(
    "Utdraget blir för stort. Inget är utlämnat. Välj en kortare period och gör flera utdrag.",
    "The extract would be too large. Nothing was handed out. Choose a shorter period and make several.",
)
_NOBODY_NAMED = Text(
    "Utdraget gäller ingen. Ange namn, telefon, personnummer, möte eller deltagare.",
    "The extract is about nobody. Give a name, a phone number, a personal number, a meeting or a participant.",
)
_NAMES_NOBODY = Text(
    "Det som pekas ut går inte att söka på. Inget är utlämnat. Rätta det, eller lämna fältet tomt.",
    "What is pointed out can't be searched for. Nothing was handed out. Mend it, or leave the field empty.",
)
_NO_ID = Text(
    "Mötet eller deltagaren anges med sitt id, inte med namn. Inget är visat. Rätta det som pekas ut.",
    "A meeting or a participant is given by its id, not by name. Nothing was shown. Mend what is pointed out.",
)
_NO_SUCH_UNIT = Text(
    "Enheten finns inte i katalogen. Inget är visat. Välj en enhet i listan.",
    "The unit is not in the directory. Nothing was shown. Choose a unit in the list.",
)
# As `new_id` makes them: nothing about a person can be written so.
_ID = re.compile(r"[a-z][0-9a-f]{16}")
_KNOWN = ("name", "phone", "person_number", "participant")


class Oversight:
    """What unit heads and auditors do with the log, and what everybody may see of their own doings."""

    def __init__(self, database: Database, clock: Clock, directory: Directory, logbook: Logbook) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory
        self._logbook = logbook

    def entries(self, actor: Actor, asked: Json) -> Json:
        """Return entries of a period, newest first, or a random sample of it; no patient is named.

        Raises Forbidden, Invalid (bad-time, end-before-start, limit-exceeded), Malformed, Unavailable.
        """
        unit = asked.get("unit", "")
        wanted = replace(
            _period(asked, self._clock.now()),
            units=self._units(actor, unit),
            user=asked.get("user", ""),
            action=asked.get("action", ""),
            meeting=_id(asked, "meeting"),
        )
        size = _number(asked, "sample")
        if size is not None and not 1 <= size <= MOST_SAMPLED:
            raise Invalid("limit-exceeded", faults=(FieldFault("/sample", "limit-exceeded"),))
        self._catch_up()
        answer = self._sampled(wanted, size) if size is not None else self._page(wanted, asked)
        detail = {"entries": len(answer["entries"]), "sample": size or 0}
        self._record(actor, "log.read", unit or _own(actor), detail)
        return answer

    def mine(self, actor: Actor, asked: Json) -> Json:
        """Return what the person did and what others did on their behalf. Raises as `entries`, never Forbidden."""
        self._catch_up()
        return self._page(replace(_period(asked, self._clock.now()), mine=(actor.user, actor.person.address)), asked)

    def extract(self, actor: Actor, asked: Json) -> Json:
        """Return every entry about one patient with the patient in clear, and nobody else.

        Asked about a meeting and no person, it shows all who were in it and the reasons staff typed: for whoever looks
        into something, never to hand to a patient.
        Recorded in each unit whose care it tells of. Raises Forbidden, Invalid (malformed when nobody is named or what
        is given names nobody; limit-exceeded), Unavailable.
        """
        units = _units(actor)
        today, meeting = self._clock.now().date(), _id(asked, "meeting")
        wanted = _wanted(asked, today)
        period = replace(_period(asked, self._clock.now(), whole=True), units=units, meeting=meeting)
        if wanted is None and not meeting:
            raise Invalid("malformed", _NOBODY_NAMED)
        self._catch_up()
        reader, most = self._logbook.reader, MOST_EXTRACTED + 1
        found = reader.everybody(period, most) if wanted is None else reader.about(wanted, period, today, most)
        if len(found) > MOST_EXTRACTED:
            raise Invalid("limit-exceeded", _TOO_MANY)
        extract = new_id("x")
        for unit in sorted({opened.row.unit for opened in found}) or [_own(actor)]:
            there = [opened for opened in found if opened.row.unit == unit]
            count, shown = len(there), [subject for opened in there for subject in opened.subjects]
            # Whom it was asked about, and everybody it showed: they too may ask who has seen them.
            about = dict.fromkeys(([] if wanted is None else [wanted]) + shown)
            detail: dict[str, str | int] = {"extract": extract, "entries": count}
            self._record(actor, "log.extracted", unit, detail, tuple(about), meeting)
        return {
            "extract": extract,
            "made_at": self._clock.now().isoformat(),
            "entries": [
                {
                    **self._shown(opened.row),
                    "subjects": [asdict(subject) for subject in opened.subjects],
                    "note": opened.note or None,
                }
                for opened in found
            ],
        }

    def review(self, actor: Actor, asked: Json) -> Json:
        """Document a check of the log. Raises Forbidden, NotFound for an entry not there, Invalid, Unavailable."""
        unit = asked.get("unit", "")
        units = self._units(actor, unit)
        period, numbers = _period(asked, self._clock.now()), sorted(set(asked["entries"]))
        self._catch_up()
        if not self._logbook.reader.holds(numbers, units):
            raise NotFound("not-found")
        detail = {
            "from": period.start.isoformat(),
            "to": period.end.isoformat(),
            "result": asked["result"],
            "entries": "+".join(map(str, numbers)),
        }
        self._record(actor, "log.reviewed", unit or _own(actor), detail)
        return {}

    def reviews(self, actor: Actor) -> Json:
        """Return the documented checks, newest first. Raises Forbidden, Unavailable."""
        self._catch_up()
        kept = _period({}, self._clock.now(), whole=True)
        done = replace(kept, units=_units(actor), action="log.reviewed")
        return {"reviews": [self._review(row) for row in self._logbook.reader.page(done, None, MOST_REVIEWS)]}

    def _page(self, wanted: Range, asked: Json) -> Json:
        rows = self._logbook.reader.page(wanted, _number(asked, "cursor"), PAGE + 1)
        more = len(rows) > PAGE
        return {
            "entries": [self._shown(row) for row in rows[:PAGE]],
            "next": str(rows[PAGE - 1].number) if more else None,
        }

    def _sampled(self, wanted: Range, size: int) -> Json:
        return {"entries": [self._shown(row) for row in self._logbook.reader.sample(wanted, size)], "next": None}

    def _shown(self, row: LogRow) -> Json:
        action = ACTIONS.get(row.action)
        label = action.label if action else Text(row.action, row.action)
        return {
            "number": row.number,
            "at": _moment(row),
            "action": row.action,
            "label": {"sv": label.sv, "en": label.en},
            "user": row.user,
            "name": self._name(row.user),
            "unit": row.unit,
            "on_behalf_of": row.on_behalf_of or None,
            "meeting": row.meeting or None,
            "about": json.loads(row.about),
            "detail": json.loads(row.detail),
            "reads_patient_data": action is not None and action.reads_patient_data,
        }

    def _review(self, row: LogRow) -> Json:
        detail = json.loads(row.detail)
        return {
            "number": row.number,
            "at": _moment(row),
            "user": row.user,
            "name": self._name(row.user),
            "unit": row.unit,
            "from": detail["from"],
            "to": detail["to"],
            "result": detail["result"],
            "entries": [int(number) for number in detail["entries"].split("+") if number],
        }

    def _name(self, user: str) -> str | None:
        person = self._directory.by_user(user)
        return person.name if person else None

    def _units(self, actor: Actor, unit: str) -> frozenset[str] | None:
        units = _units(actor, unit)
        # What is asked for is recorded in the clear: only what is known to be a unit may be.
        if unit and self._directory.unit(unit) is None:
            raise Invalid("malformed", _NO_SUCH_UNIT, (FieldFault("/unit", "malformed"),))
        return units

    def _catch_up(self) -> None:
        try:
            self._logbook.catch_up()
        except (Later, KeyUnknown, ConfigurationFault, SQLAlchemyError) as away:
            raise Unavailable("service-unavailable") from away

    def _record(  # noqa: PLR0913 - each is one column
        self,
        actor: Actor,
        action: str,
        unit: str,
        detail: Mapping[str, str | int],
        about: Sequence[Subject] = (),
        meeting: str = "",
    ) -> None:
        entry = Entry(action=action, user=actor.user, unit=unit, detail=detail, subjects=tuple(about), meeting=meeting)
        with self._database.write() as session:
            self._logbook.access_log.record(session, entry)


def _units(actor: Actor, unit: str = "") -> frozenset[str] | None:
    """Return the units whose log the person reads, narrowed to `unit`; None is all. Raises Forbidden."""
    if actor.has(Role.AUDITOR):
        return frozenset({unit}) if unit else None
    own = actor.units_with(Role.UNIT_HEAD)
    if not own or (unit and unit not in own):
        raise Forbidden("forbidden", _NOT_YOURS)
    return frozenset({unit}) if unit else own


def _wanted(asked: Json, today: date) -> Subject | None:
    """Return whom an extract is about; None when no person is named. Raises Invalid for what can name nobody."""
    given = {name: asked[name].strip() for name in _KNOWN if asked.get(name, "").strip()}
    _id(asked, "participant")
    wanted = Subject(kind="patient", **given)
    useless = given.keys() - {attribute for attribute, _ in normal.attributes(wanted, today)}
    if useless:
        raise Invalid(
            "malformed", _NAMES_NOBODY, tuple(FieldFault(f"/{name}", "malformed") for name in sorted(useless))
        )
    return wanted if given else None


def _id(asked: Json, name: str) -> str:
    value: str = asked.get(name, "").strip()
    if value and not _ID.fullmatch(value):
        raise Invalid("malformed", _NO_ID, (FieldFault(f"/{name}", "malformed"),))
    return value


def _period(asked: Json, now: datetime, *, whole: bool = False) -> Range:
    end = _read(asked, "to") or now + _JUST_NOW
    start = _read(asked, "from") or (_FIRST_OF_ALL if whole else end - _USUAL_PERIOD)
    if end <= start:
        raise Invalid("end-before-start", faults=(FieldFault("/to", "end-before-start"),))
    return Range(start=start, end=end)


def _own(actor: Actor) -> str:
    return min(actor.units_with(Role.UNIT_HEAD), default=actor.person.unit.id)


def _moment(row: LogRow) -> str:
    return datetime.fromisoformat(row.at).isoformat()


def _read(asked: Json, name: str) -> datetime | None:
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


def _number(asked: Json, name: str) -> int | None:
    value = asked.get(name)
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 18:  # noqa: PLR2004 - what a 64-bit number holds
        raise Malformed("malformed", faults=(FieldFault(f"/{name}", "malformed"),))
    return int(value)
