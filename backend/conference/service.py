"""Conferences as people plan them: made, changed, withdrawn, held again, listed and read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend import versions
from backend.audit import AccessLog, Entry
from backend.clock import Clock, swedish_day
from backend.conference import access, allotting, planning, view
from backend.conference.models import ConferenceCourse, ConferencePlan
from backend.conference.places import Places
from backend.conference.view import State
from backend.conference.words import REFUSALS
from backend.errors import Conflict, Invalid
from backend.fleet.service import Fleet
from backend.identity import Actor
from backend.meetings import remembering
from backend.push import Hub
from backend.storage import Database, after_commit, new_id
from rooms.conference.messages import Press
from rooms.conference.plan import Joins
from rooms.conference.state import Course
from rooms.inventory import RoomKind

Json = dict[str, Any]
# Whoever writes about conferences has this name: a room and a place belong to one at a time. Whoever chooses a room for
# a meeting is alone in the house.
ABOUT = "conferences"
_LISTED = timedelta(days=32)
_CLOSED = frozenset({State.OVER, State.WITHDRAWN})


def topic(plan_id: str) -> str:
    """Return the topic that tells of changes of a multidisciplinary conference: another than a video service's."""
    return f"mdt:{plan_id}"


@dataclass(frozen=True)
class Conferences:
    """Changes ask first who it is (NotFound, Forbidden), then what was sent (Invalid), then how it stands (Conflict).

    Answers are as the schema `conference/conference` has them. `reached`: whether rooms are spoken to at all.
    """

    database: Database
    clock: Clock
    hub: Hub
    places: Places
    fleet: Fleet
    access_log: AccessLog
    reached: bool

    def listing(self, actor: Actor, start: datetime | None, end: datetime | None) -> list[Json]:
        """Return the conferences one may see that take up some of the time, newest first; without one, a month.

        One that can't be read is left out: half known it would be told wrongly.
        """
        start = start or self.clock.now() - _LISTED
        end = end or start + 2 * _LISTED
        units = access.units(actor)
        query = select(ConferencePlan).where(ConferencePlan.opens < end, ConferencePlan.closes > start)
        if units is not None:
            query = query.where(ConferencePlan.unit.in_(units))
        with self.database.read() as session:
            rows = session.scalars(query.order_by(ConferencePlan.opens.desc(), ConferencePlan.id)).all()
            courses = {
                row.plan_id: row
                for row in session.scalars(
                    select(ConferenceCourse).where(ConferenceCourse.plan_id.in_([row.id for row in rows]))
                )
            }
        known = ((row, view.readable(courses.get(row.id), row.id)) for row in rows)
        return [self._told(row, course, actor) for row, course in known if course is not None]

    def read(self, actor: Actor, plan_id: str) -> Json:
        """Return a conference, and when meetings were moved to its time in its rooms.

        Raises NotFound, Conflict (conference-unreadable).
        """
        with self.database.read() as session:
            row = access.require_seen(actor, session.get(ConferencePlan, plan_id))
            told = self._told(row, view.require_readable(session.get(ConferenceCourse, plan_id), plan_id), actor)
            stands = told["state"] not in _CLOSED
            moved = allotting.in_meetings(session, planning.rooms_of(row), row.opens, row.closes) if stands else []
        return {**told, "moved_here": allotting.told(moved)} if moved else told

    def rooms(self) -> Json:
        """Return the MDT rooms, and for each that can't be a site why not."""
        rows = []
        for room in self.fleet.rooms():
            if room.kind is RoomKind.MDT_ROOM:
                why = planning.why_not(room)
                text = REFUSALS[why] if why else None
                row = {"id": room.room_id, "name": room.name, "site": room.site, "may": not why, "why": why}
                rows.append({**row, "why_sv": text.sv if text else "", "why_en": text.en if text else ""})
        return {"ready": self.reached and bool(self.places.all()), "rooms": rows}

    def make(self, actor: Actor, request: Json, key: str) -> Json:
        """Make a plan; the same request under the same key makes no other.

        Raises Invalid (bad-plan, already-over, personal-data, bad-time), Conflict (rooms-off, room-taken, no-place,
        idempotency-key-reused).
        """
        unit = request.get("unit", actor.person.unit.id)
        access.require_planning(actor, unit)
        return self._make(actor, unit, self._asked(request), request, key)

    def _make(self, actor: Actor, unit: str, columns: Json, request: Json, key: str) -> Json:
        with self.database.write(about=ABOUT) as session:
            now = self.clock.now()
            before = remembering.recall(session, actor.user, key, request, now)
            if before is not None:
                made = session.get(ConferencePlan, before["id"])
                return self._told(access.require_seen(actor, made), view.course_of(None), actor)
            row = self._put(session, unit, columns, now)
            self._record(session, "conference.made", actor, row)
            remembering.remember(session, actor.user, key, request, {"id": row.id}, now)
            return self._told(row, view.course_of(None), actor)

    def again(self, actor: Actor, plan_id: str, request: Json, key: str) -> Json:
        """Make a plan of the same sites and cases at another time; the same under the same key makes no other.

        Raises as `make`, and NotFound.
        """
        with self.database.read() as session:
            row = access.require_seen(actor, session.get(ConferencePlan, plan_id))
        access.require_planning(actor, row.unit)
        same = {name: getattr(row, name) for name in ("presenter", "content", "sites", "cases")}
        columns = self._asked({**same, **request})
        return self._make(actor, row.unit, columns, {**request, "repeats": plan_id}, key)

    def change(self, actor: Actor, plan_id: str, request: Json, if_match: str | None) -> Json:
        """Change a plan; of one that goes on only its end, and the cases after the present one.

        Raises as `make`, and NotFound, Outdated, Conflict (conference-running, conference-over, conference-unreadable).
        """
        with self.database.write(about=ABOUT) as session:
            now = self.clock.now()
            row = access.require_seen(actor, session.get(ConferencePlan, plan_id))
            access.require_planning(actor, row.unit)
            course = view.require_readable(session.get(ConferenceCourse, plan_id), plan_id)
            self._require_open(row, course, now)
            if not versions.names(if_match, str(row.version)):
                raise versions.outdated(row.version, (), None, now)
            running = course.begun_at is not None
            columns = self._asked({**_as_asked(row), **request}, running=running)
            changed = [name for name in planning.FIELDS if columns[name] != getattr(row, name)]
            if running:
                _require_harmless(row, columns, changed, course)
            if changed:
                self._allot(session, row, columns, now, running=running)
                for name in changed:
                    setattr(row, name, columns[name])
                row.version += 1
                self._record(session, "conference.changed", actor, row, what="+".join(changed))
                self._tell(session, row)
            return self._told(row, course, actor)

    def withdraw(self, actor: Actor, plan_id: str, if_match: str | None) -> None:
        """Withdraw a plan; twice is no error.

        Raises NotFound, Outdated, Conflict when it goes on, is over or can't be read.
        """
        with self.database.write(about=ABOUT) as session:
            now = self.clock.now()
            row = access.require_seen(actor, session.get(ConferencePlan, plan_id))
            access.require_planning(actor, row.unit)
            if row.withdrawn_at is not None:
                return
            course = view.require_readable(session.get(ConferenceCourse, plan_id), plan_id)
            self._require_open(row, course, now)
            if not versions.names(if_match, str(row.version)):
                raise versions.outdated(row.version, (), None, now)
            if course.begun_at is not None:
                raise Conflict("conference-running", REFUSALS["conference-running"])
            row.withdrawn_at, row.version = now, row.version + 1
            self._record(session, "conference.withdrawn", actor, row)
            self._tell(session, row)

    def _asked(self, request: Mapping[str, Any], *, running: bool = False) -> Json:
        if not self.places.all():
            raise Conflict("rooms-off", REFUSALS["rooms-off"])
        now = self.clock.now()
        rooms = {room.room_id: room for room in self.fleet.rooms()}
        columns = planning.asked(request, rooms, swedish_day(now), running=running)
        if columns["closes"] <= now:
            raise Invalid("already-over", REFUSALS["already-over"])
        return columns

    def _put(self, session: Session, unit: str, columns: Json, now: datetime) -> ConferencePlan:
        row = ConferencePlan(id=new_id("k"), unit=unit, version=1, place="", **columns)
        self._allot(session, row, columns, now)
        session.add(row)
        session.flush()
        return row

    def _allot(
        self, session: Session, row: ConferencePlan, columns: Json, now: datetime, *, running: bool = False
    ) -> None:
        opens, closes = columns["opens"], columns["closes"]
        others = allotting.beside(session, row.id, opens, closes, now)
        allotting.require_free_rooms(
            [
                *allotting.in_meetings(session, _rooms_anew(row, columns), opens, closes),
                *allotting.in_conferences(others),
            ],
            columns["sites"],
        )
        names = [row.place] if running else list(self.places.all())
        row.place = allotting.place_for(session, row.id, opens, closes, names, now, row.place)

    def _require_open(self, row: ConferencePlan, course: Course, now: datetime) -> None:
        if view.state(row, course, now) in _CLOSED:
            raise Conflict("conference-over", REFUSALS["conference-over"])

    def _tell(self, session: Session, row: ConferencePlan) -> None:
        after_commit(session, lambda: self.hub.publish(topic(row.id)))

    def _record(self, session: Session, action: str, actor: Actor, row: ConferencePlan, **detail: str) -> None:
        entry = Entry(action=action, user=actor.user, unit=row.unit, meeting=row.id, detail=detail)
        self.access_log.record(session, entry)

    def _told(self, row: ConferencePlan, course: Course, actor: Actor) -> Json:
        may = [press for press in Press if access.may_press(actor, row.unit, press)] if self.reached else []
        may_change = access.may_plan(actor, row.unit)
        return view.view(row, course, may, self.clock.now(), may_change=may_change)


def _rooms_anew(row: ConferencePlan, columns: Json) -> set[str]:
    """Return the rooms that the plan takes for a time it did not have them: the rest it may keep, or give back."""
    wanted = {site["id"] for site in columns["sites"] if site["joins"] == Joins.ROOM}
    # Without a place it is new.
    is_within = row.place and row.opens <= columns["opens"] and columns["closes"] <= row.closes
    return wanted - planning.rooms_of(row) if is_within else wanted


def _as_asked(row: ConferencePlan) -> Json:
    kept = {name: getattr(row, name) for name in planning.FIELDS}
    return {**kept, "opens": row.opens.isoformat(), "closes": row.closes.isoformat()}


def _require_harmless(row: ConferencePlan, columns: Json, changed: Sequence[str], course: Course) -> None:
    """Refuse what would change the conference under people who are in it."""
    done = course.case + 1
    if not {"closes", "cases"}.issuperset(changed) or columns["cases"][:done] != row.cases[:done]:
        raise Conflict("conference-running", REFUSALS["conference-running"])
