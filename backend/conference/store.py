"""Where a conference is written down: one row, changed only by whoever has read its last version."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.audit import AccessLog, Entry
from backend.clock import Clock
from backend.conference import allotting
from backend.conference.models import ConferenceCourse, ConferencePlan, ConferencePress
from backend.conference.service import ABOUT
from backend.storage import Database
from rooms.conference.state import Course, read
from rooms.conference.store import Stale

_SYSTEM = "system"


@dataclass(frozen=True)
class CourseStore:
    """The store of one conference (`rooms.conference.store.StateStore`), for the plan in this version.

    A conference does not begin by a plan that has been changed or withdrawn since, nor in a place where another goes
    on: that is Stale too, and whoever began it looks at the plan anew.
    """

    database: Database
    clock: Clock
    access_log: AccessLog
    plan_id: str
    plan_version: int

    def load(self) -> str | None:
        """Return what was written last, None when nothing was."""
        with self.database.read() as session:
            row = session.get(ConferenceCourse, self.plan_id)
            return row.text if row is not None else None

    def save(self, text: str, expected_version: int) -> None:
        """Write the text, with what it tells the access log. Raises Stale."""
        course, now = read(text), self.clock.now()
        with self.database.write(about=ABOUT) as session:
            plan = session.get(ConferencePlan, self.plan_id)
            if plan is None:
                raise Stale
            before = session.get(ConferenceCourse, self.plan_id)
            ends = course.ending_at is not None and (before is None or before.ending_at is None)
            if before is None:
                self._begin(session, plan, course, text, expected_version)
            else:
                _replace(session, plan.id, course, text, expected_version)
            if ends:
                self._record(session, plan, course, "conference.ended")
            if course.over and plan.over_at is None:
                plan.over_at = now

    def _begin(self, session: Session, plan: ConferencePlan, course: Course, text: str, expected_version: int) -> None:
        changed = plan.withdrawn_at is not None or plan.version != self.plan_version
        if expected_version or changed or allotting.is_used(session, plan):
            raise Stale
        session.add(ConferenceCourse(plan_id=plan.id, text=text, **_columns(course)))
        self._record(session, plan, course, "conference.begun")

    def _record(self, session: Session, plan: ConferencePlan, course: Course, action: str) -> None:
        """Record what was pressed in a room, by nobody we know; one on the plan's page is recorded when it is made."""
        pressed = course.presses[-1] if course.presses else ""
        if session.get(ConferencePress, (plan.id, pressed)) is None:
            entry = Entry(
                action=action, user=_SYSTEM, unit=plan.unit, meeting=plan.id, detail={"room": course.begun_by}
            )
            self.access_log.record(session, entry)


def _replace(session: Session, plan_id: str, course: Course, text: str, expected_version: int) -> None:
    mine = ConferenceCourse.plan_id == plan_id, ConferenceCourse.version == expected_version
    written = update(ConferenceCourse).where(*mine).values(text=text, **_columns(course))
    if session.scalar(written.returning(ConferenceCourse.plan_id)) is None:
        raise Stale


def _columns(course: Course) -> dict[str, int | datetime | None]:
    return {"version": course.version, "begun_at": course.begun_at, "ending_at": course.ending_at}
