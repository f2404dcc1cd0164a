"""Oversight of the access log: whom it shows what, the extract for a patient, and the recurring check.

HSLF-FS 2016:40, 4 kap. 9 §: systematic, recurring checks of samples, and the checks documented. Patientdatalagen: a
patient may know who has read about them. Every look is itself recorded.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from cryptography.exceptions import InvalidTag
from sqlalchemy.exc import SQLAlchemyError

from backend.audit import Logbook, Subject
from backend.audit.keys import KeyUnknown
from backend.audit.reading import Opened, Range, Reader
from backend.clock import Clock
from backend.errors import ConfigurationFault, FieldFault, Forbidden, Invalid, NotFound, Text, Unavailable
from backend.identity import Actor, Directory, Role
from backend.jobs import Later
from backend.oversight import asking
from backend.oversight.asking import Json
from backend.oversight.showing import Showing
from backend.oversight.trail import Trail
from backend.storage import Database, new_id

PAGE, MOST_SAMPLED, MOST_EXTRACTED, MOST_REVIEWS = 100, 200, 5000, 200
_NO_ANSWER = (Later, KeyUnknown, ConfigurationFault, SQLAlchemyError, OSError)
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
_NO_SUCH_UNIT = Text(
    "Enheten finns inte i katalogen. Inget är visat. Välj en enhet i listan.",
    "The unit is not in the directory. Nothing was shown. Choose a unit in the list.",
)
_SPOILT = Text(
    "En post i loggen går inte att öppna. Inget är utlämnat. Be driften köra vardmote audit verify.",
    "An entry of the log can't be opened. Nothing was handed out. Ask operations to run vardmote audit verify.",
)


class Oversight:
    """What unit heads and auditors do with the log, and what everybody may see of their own doings."""

    def __init__(self, database: Database, clock: Clock, directory: Directory, logbook: Logbook) -> None:
        self._clock = clock
        self._directory = directory
        self._logbook = logbook
        self._showing = Showing(directory)
        self._trail = Trail(database, clock, directory, logbook.access_log)

    def entries(self, actor: Actor, asked: Json) -> Json:
        """Return entries of a period, newest first, or a random sample of it; no patient is named.

        Raises Forbidden, Invalid (bad-time, end-before-start, limit-exceeded, malformed for a unit or meeting there
        can't be), Malformed, Unavailable.
        """
        unit = asked.get("unit", "")
        wanted = replace(
            asking.period(asked, self._clock.now()),
            units=self._units(actor, "log.read", unit),
            user=asked.get("user", ""),
            action=asked.get("action", ""),
            meeting=asking.identifier(asked, "meeting"),
        )
        size = asking.number(asked, "sample")
        if size is not None and not 1 <= size <= MOST_SAMPLED:
            raise Invalid("limit-exceeded", faults=(FieldFault("/sample", "limit-exceeded"),))
        with self._reading() as reader:
            answer = self._page(reader, wanted, asked) if size is None else self._sampled(reader, wanted, size)
        detail = {"entries": len(answer["entries"]), "sample": size or 0}
        self._trail.record(actor, "log.read", unit or _own(actor), detail)
        return answer

    def mine(self, actor: Actor, asked: Json) -> Json:
        """Return what the person did and what others did on their behalf. Raises as `entries`, never Forbidden."""
        wanted = replace(asking.period(asked, self._clock.now()), mine=(actor.user, actor.person.address))
        with self._reading() as reader:
            return self._page(reader, wanted, asked)

    def extract(self, actor: Actor, asked: Json) -> Json:
        """Return every entry about one patient with the patient in clear, and nobody else.

        Asked about a meeting and no person, it shows all who were in it and the reasons staff typed: for whoever looks
        into something, never to hand to a patient.
        Recorded in each unit whose care it tells of, about everybody it showed. Raises Forbidden, Invalid (malformed
        when nobody is named or what is given names nobody; limit-exceeded), Unavailable.
        """
        units = self._units(actor, "log.extracted")
        now, meeting = self._clock.now(), asking.identifier(asked, "meeting")
        wanted = asking.person(asked, now.date())
        if wanted is None and not meeting:
            raise Invalid("malformed", _NOBODY_NAMED)
        period = replace(asking.period(asked, now, whole=True), units=units, meeting=meeting)
        most = MOST_EXTRACTED + 1
        with self._reading() as reader:
            found = reader.everybody(period, most) if wanted is None else reader.about(wanted, period, now.date(), most)
        if len(found) > MOST_EXTRACTED:
            raise Invalid("limit-exceeded", _TOO_MANY)
        extract = new_id("x")
        for unit in sorted({opened.row.unit for opened in found}) or [_own(actor)]:
            there = [opened for opened in found if opened.row.unit == unit]
            detail: dict[str, str | int] = {"extract": extract, "entries": len(there)}
            self._trail.record(actor, "log.extracted", unit, detail, _about(wanted, there), meeting)
        entries = [self._showing.opened(opened) for opened in found]
        return {"extract": extract, "made_at": now.isoformat(), "entries": entries}

    def review(self, actor: Actor, asked: Json) -> Json:
        """Document a check of the log. Raises Forbidden, NotFound for an entry not there, Invalid, Unavailable."""
        unit = asked.get("unit", "")
        units = self._units(actor, "log.reviewed", unit)
        period, numbers = asking.period(asked, self._clock.now()), sorted(set(asked["entries"]))
        with self._reading() as reader:
            if not reader.holds(numbers, units):
                raise NotFound("not-found")
        detail = {
            "from": period.start.isoformat(),
            "to": period.end.isoformat(),
            "result": asked["result"],
            "entries": "+".join(map(str, numbers)),
        }
        self._trail.record(actor, "log.reviewed", unit or _own(actor), detail)
        return {}

    def reviews(self, actor: Actor) -> Json:
        """Return the documented checks, newest first. Raises Forbidden, Unavailable."""
        kept = asking.period({}, self._clock.now(), whole=True)
        done = replace(kept, units=self._units(actor, "log.read"), action="log.reviewed")
        with self._reading() as reader:
            return {"reviews": [self._showing.review(row) for row in reader.page(done, None, MOST_REVIEWS)]}

    def _page(self, reader: Reader, wanted: Range, asked: Json) -> Json:
        rows = reader.page(wanted, asking.number(asked, "cursor"), PAGE + 1)
        more = len(rows) > PAGE
        entries = [self._showing.entry(row) for row in rows[:PAGE]]
        return {"entries": entries, "next": str(rows[PAGE - 1].number) if more else None}

    def _sampled(self, reader: Reader, wanted: Range, size: int) -> Json:
        return {"entries": [self._showing.entry(row) for row in reader.sample(wanted, size)], "next": None}

    def _units(self, actor: Actor, attempted: str, unit: str = "") -> frozenset[str] | None:
        """Return the units whose log the person reads, narrowed to `unit`; None is all. Raises Forbidden, Invalid."""
        own = None if actor.has(Role.AUDITOR) else actor.units_with(Role.UNIT_HEAD)
        if own is not None and (not own or (unit and unit not in own)):
            self._trail.refused(actor, attempted, unit)
            raise Forbidden("forbidden", _NOT_YOURS)
        # What is asked for is recorded in the clear: only what is known to be a unit may be.
        if unit and self._directory.unit(unit) is None:
            raise Invalid("malformed", _NO_SUCH_UNIT, (FieldFault("/unit", "malformed"),))
        return frozenset({unit}) if unit else own

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        """Give the reader of a log that has all that was committed. Raises Unavailable when it does not answer."""
        try:
            self._logbook.catch_up()
            yield self._logbook.reader
        except _NO_ANSWER as away:
            raise Unavailable("service-unavailable") from away
        except InvalidTag as spoilt:
            raise Unavailable("service-unavailable", _SPOILT) from spoilt


def _about(wanted: Subject | None, found: Sequence[Opened]) -> tuple[Subject, ...]:
    # Whom it was asked about, and everybody it showed: they too may ask who has seen them.
    named = [] if wanted is None else [wanted]
    return tuple(dict.fromkeys(named + [subject for opened in found for subject in opened.subjects]))


def _own(actor: Actor) -> str:
    return min(actor.units_with(Role.UNIT_HEAD), default=actor.person.unit.id)
