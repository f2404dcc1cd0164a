"""Questions to the access log. Nothing here changes anything; whoever asks records that they did."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from backend.audit import normal, stays
from backend.audit.chain import moment
from backend.audit.entries import Subject
from backend.audit.keys import Keyring
from backend.audit.stays import Stay
from backend.audit.store import Store
from backend.audit.tables import LogRow, SubjectRow

_DRAWS, _GUESSES = 8, 500


@dataclass(frozen=True, kw_only=True)
class Range:
    """Which entries: from `start` up to `end`, and narrower where more is said. `units` None is every unit.

    `mine` is a user and their mailbox: what they did, and what was done for them.
    """

    start: datetime
    end: datetime
    units: frozenset[str] | None = None
    user: str = ""
    action: str = ""
    meeting: str = ""
    mine: tuple[str, str] | None = None


class Opened(NamedTuple):
    """An entry with those of its people that were asked for."""

    row: LogRow
    subjects: tuple[Subject, ...]
    note: str = ""


class Reader:
    """Reads the log's store."""

    def __init__(self, store: Store, keys: Keyring) -> None:
        self._store = store
        self._keys = keys

    def page(self, asked: Range, before: int | None, most: int) -> Sequence[LogRow]:
        """Return the newest `most` entries of the range, of those with a number below `before`."""
        query = select(LogRow).where(*_within(asked)).order_by(LogRow.number.desc()).limit(most)
        if before is not None:
            query = query.where(LogRow.number < before)
        with self._store.database.read() as session:
            return session.scalars(query).all()

    def sample(self, asked: Range, size: int) -> Sequence[LogRow]:
        """Return `size` entries of the range drawn at random, newest first; all of them when they are fewer."""
        with self._store.database.read() as session:
            numbers = _drawn(session, asked, size)
            chosen = select(LogRow).where(LogRow.number.in_(numbers)).order_by(LogRow.number.desc())
            return session.scalars(chosen).all()

    def holds(self, numbers: Iterable[int], units: frozenset[str] | None) -> bool:
        """Tell whether all the entries exist, within the units."""
        wanted = set(numbers)
        query = select(func.count()).select_from(LogRow).where(LogRow.number.in_(wanted))
        if units is not None:
            query = query.where(LogRow.unit.in_(units))
        with self._store.database.read() as session:
            return session.scalar(query) == len(wanted)

    def about(self, wanted: Subject, asked: Range, today: date, most: int) -> list[Opened]:
        """Return the entries about one person, newest first, with that person and nobody else in clear.

        One and the same person has to match all that is known in `wanted`; then every entry about the same participant
        of a meeting counts, whatever was known of them at that moment, and what was done with that meeting while they
        stood in it and names nobody, as `actions.Told` says. With nothing known there is nobody to find.
        """
        forms = _forms(wanted, today)
        if not forms:
            return []
        with self._store.database.read() as session:
            found = [self._matching(session, asked, forms, most)]
            ids = {subject.participant for opened in found[0] for subject in opened.subjects if subject.participant}
            if ids:
                found.append(self._matching(session, asked, {"participant": frozenset(ids)}, most))
                found.append(_about_nobody(session, asked, stays.told(session, self._keys, ids), most))
        return sorted(_merged(found), key=lambda opened: -opened.row.number)[:most]

    def everybody(self, asked: Range, most: int) -> list[Opened]:
        """Return the entries of one meeting, newest first, with all their people and the reasons that staff typed.

        Raises ValueError when the range names no meeting: nothing shows all people of a period.
        """
        if not asked.meeting:
            raise ValueError("everybody is asked for within one meeting only")
        with self._store.database.read() as session:
            return [self._opened(row) for row in session.scalars(_newest(asked, most)).all()]

    def _matching(self, session: Session, asked: Range, forms: Mapping[str, frozenset[str]], most: int) -> list[Opened]:
        query = _newest(asked, most)
        for attribute, values in forms.items():
            digests = [keys.index(attribute, value) for keys in self._keys for value in values]
            hit = select(SubjectRow.number).where(SubjectRow.digest.in_(digests), SubjectRow.attribute == attribute)
            query = query.where(LogRow.number.in_(hit))
        opened = []
        for row in session.scalars(query):
            day = datetime.fromisoformat(row.at).date()
            subjects = tuple(subject for subject in self._opened(row).subjects if _is(subject, forms, day))
            if subjects:
                opened.append(Opened(row, subjects))
        return opened

    def _opened(self, row: LogRow) -> Opened:
        kept = json.loads(self._keys.named(row.key_id).open(row.sealed, row.entry_id))
        return Opened(row, tuple(Subject(**subject) for subject in kept["subjects"]), kept["note"])


def _drawn(session: Session, asked: Range, size: int) -> Sequence[int]:
    """Draw numbers blindly out of the period and keep those that fit: each entry is as likely as any other.

    Where few fit (one user, one action) all that do are few enough to be shuffled.
    """
    terms = _within(asked)
    within = replace(asked, units=None, user="", action="", meeting="", mine=None)
    first, last = session.execute(
        select(func.min(LogRow.number), func.max(LogRow.number)).where(*_within(within))
    ).one()
    found: dict[int, None] = {}
    for _ in range(_DRAWS if first is not None else 0):
        guesses = [first + secrets.randbelow(last - first + 1) for _ in range(_GUESSES)]
        fitting = set(session.scalars(select(LogRow.number).where(LogRow.number.in_(guesses), *terms)))
        found |= dict.fromkeys(number for number in guesses if number in fitting)
        if len(found) >= size:
            return list(found)[:size]
    return session.scalars(select(LogRow.number).where(*terms).order_by(func.random()).limit(size)).all()


def _newest(asked: Range, most: int) -> Select[LogRow]:
    return select(LogRow).where(*_within(asked)).order_by(LogRow.number.desc()).limit(most)


def _within(asked: Range) -> list[ColumnElement[bool]]:
    terms = [LogRow.at >= moment(asked.start), LogRow.at < moment(asked.end)]
    for column, value in ((LogRow.user, asked.user), (LogRow.action, asked.action), (LogRow.meeting, asked.meeting)):
        if value:
            terms.append(column == value)
    if asked.units is not None:
        terms.append(LogRow.unit.in_(asked.units))
    if asked.mine is not None:
        user, mailbox = asked.mine
        # Most entries are on nobody's behalf: somebody without a mailbox must not be shown them all.
        on_behalf = (LogRow.on_behalf_of == mailbox,) if mailbox else ()
        terms.append(or_(LogRow.user == user, *on_behalf))
    return terms


def _forms(wanted: Subject, today: date) -> dict[str, frozenset[str]]:
    forms = {attribute: frozenset({form}) for attribute, form in normal.attributes(wanted, today)}
    if "person_number" in forms:
        forms["person_number"] = normal.person_number_forms(wanted.person_number, today)
    return forms


def _is(subject: Subject, forms: Mapping[str, frozenset[str]], day: date) -> bool:
    known = dict(normal.attributes(subject, day))
    return all(known.get(attribute) in values for attribute, values in forms.items())


def _about_nobody(session: Session, asked: Range, stood: Mapping[str, Sequence[Stay]], most: int) -> list[Opened]:
    of_somebody = exists().where(SubjectRow.number == LogRow.number)
    of_meetings = (LogRow.meeting.in_(list(stood)), LogRow.action.in_(stays.TOLD), LogRow.about == "[]", ~of_somebody)
    query = select(LogRow).where(*_within(asked), *of_meetings).order_by(LogRow.number.desc())
    theirs = (row for row in session.scalars(query) if stays.theirs(row, stood[row.meeting]))
    return [Opened(row, ()) for row in islice(theirs, most)]


def _merged(found: Iterable[Iterable[Opened]]) -> list[Opened]:
    # What the second look finds holds what the first found, but for people without a participant of a meeting.
    merged: dict[int, Opened] = {}
    for opened in (each for some in found for each in some):
        before = merged.get(opened.row.number)
        subjects = opened.subjects if before is None else tuple(dict.fromkeys(before.subjects + opened.subjects))
        merged[opened.row.number] = Opened(opened.row, subjects)
    return list(merged.values())
