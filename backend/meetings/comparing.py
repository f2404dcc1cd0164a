"""Compares what one service holds with what is wanted of it.

With care: the service is asked twice before it is believed; what is nobody's is left for a grace period, because its
maker may be between the call and the commit; a conference with somebody in it is never touched; and when very many are
to go at once none does, for then a restored database is likelier than so much waste. No service is asked within a
transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import or_, select

from backend.clock import Clock
from backend.meetings.mending import Drift, Mending, Result, Stray, note, note_stray
from backend.storage import Database
from backend.video import people
from backend.video.about import about_conference
from backend.video.conferences import Conferences
from backend.video.models import Conference, ConferenceState
from backend.video.service import VideoService

log = structlog.get_logger(__name__)

GRACE = timedelta(minutes=15)
MOST_AT_ONCE = 20
_MADE = (ConferenceState.READY, ConferenceState.FAILED)
_NOT_ASKED_FOR = (ConferenceState.PLANNED, ConferenceState.REMOVED)
_ABOUT = "reconcile"


class _Ours(NamedTuple):
    """A conference that should be at the service."""

    id: str
    key: str
    reference: str


class Comparison:
    """One round with one service."""

    def __init__(self, database: Database, clock: Clock, conferences: Conferences, service: VideoService) -> None:
        self._database = database
        self._clock = clock
        self._conferences = conferences
        self._service = service

    def run(self, *, all_at_once: bool) -> None:
        """Make again what is missing, and remove what has been nobody's for long. Raises what the service raises."""
        there = frozenset(self._service.references())
        old = self._long_nobodys(there - self._known(there))
        missing = self._missing(there)
        if not old and not missing:
            return
        still = frozenset(self._service.references())
        for one in missing:
            if one.reference not in still:
                # What a service knows by its own table it may hold no more: then it is asked to bring it in line.
                self._make_again(one, anew=self._service.find(one.key) != one.reference)
        strays = sorted((old & still) - self._known(old & still))
        if len(strays) > MOST_AT_ONCE and not all_at_once:
            self._hold_back(strays, "too-many")
            return
        for reference in strays:
            self._remove(reference)

    def _known(self, references: Iterable[str]) -> frozenset[str]:
        """Return those that are ours, or may be: asked for, and perhaps made under their key though not noted yet."""
        here = Conference.service == self._service.code
        with self._database.read() as session:
            noted = frozenset(session.scalars(select(Conference.reference).where(here, Conference.reference != "")))
            asked = select(Conference.key).where(
                here, Conference.reference.is_(None), Conference.state.not_in(_NOT_ASKED_FOR)
            )
            keys = session.scalars(asked).all() if frozenset(references) - noted else ()
        found = [self._service.find(key) for key in keys]
        return frozenset(reference for reference in (*noted, *found) if reference)

    def _long_nobodys(self, nobodys: frozenset[str]) -> frozenset[str]:
        now, code = self._clock.now(), self._service.code
        with self._database.write(_ABOUT) as session:
            seen = {row.reference: row for row in session.scalars(select(Stray).where(Stray.service == code))}
            for reference, row in seen.items():
                if reference not in nobodys:
                    session.delete(row)
                elif row.seen_at > now:
                    row.seen_at = now
            session.add_all(
                Stray(service=code, reference=reference, seen_at=now) for reference in nobodys - seen.keys()
            )
            return frozenset(name for name in nobodys & seen.keys() if now - seen[name].seen_at >= GRACE)

    def _missing(self, there: frozenset[str]) -> Sequence[_Ours]:
        now = self._clock.now()
        query = select(Conference.id, Conference.key, Conference.reference).where(
            Conference.service == self._service.code,
            Conference.state.in_(_MADE),
            Conference.reference.is_not(None),
            Conference.end > now,
            or_(Conference.state_at < now - GRACE, Conference.state_at > now + GRACE),
        )
        with self._database.read() as session:
            rows = session.execute(query).all()
        return [_Ours(row.id, row.key, row.reference) for row in rows if row.reference not in there]

    def _make_again(self, one: _Ours, *, anew: bool) -> None:
        with self._database.write(about_conference(one.id)) as session:
            conference = self._conferences.get(session, one.id)
            if (conference.service, conference.reference) != (self._service.code, one.reference):
                return
            if people.in_count(session, conference.id):
                note(session, self._clock, Drift.MISSING, conference, Result.HELD_BACK, "somebody-in")
                return
            note(session, self._clock, Drift.MISSING, conference)
            self._conferences.again(session, conference, anew=anew)

    def _remove(self, reference: str) -> None:
        if self._service.occupied(reference):
            self._hold_back([reference], "somebody-in")
            return
        with self._database.write(_ABOUT) as session:
            begun = note_stray(session, self._clock, self._service.code, reference, Result.BEGUN)
        self._service.remove(reference)
        with self._database.write(_ABOUT) as session:
            session.get_one(Mending, begun.id).result = Result.DONE
            session.delete(session.get_one(Stray, (self._service.code, reference)))

    def _hold_back(self, strays: Sequence[str], detail: str) -> None:
        code = self._service.code
        log.error("reconcile.held-back", service=code, detail=detail, count=len(strays))
        with self._database.write(_ABOUT) as session:
            told = select(Mending.reference).where(
                Mending.service == code, Mending.detail == detail, Mending.reference.in_(strays)
            )
            for reference in sorted(set(strays) - set(session.scalars(told))):
                note_stray(session, self._clock, code, reference, Result.HELD_BACK, detail)
