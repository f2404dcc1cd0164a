"""Which conferences are to be held now, as the database has them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.conference import allotting, view
from backend.conference.models import ConferenceCourse, ConferencePlan
from rooms.conference.state import Course, Stage

# Rooms are reached and their panels drawn before the time comes.
LEAD = timedelta(minutes=2)
# A room that we can't reach may still be in its call; not for ever.
_UNREACHABLE_FOR = timedelta(hours=24)
_IN = frozenset({Stage.CONNECTED, Stage.DIALLING, Stage.LOOKING, Stage.LEAVING})


@dataclass(frozen=True)
class Wanted:
    """A conference that is to be held: its plan, how it stands, and whether another goes on in its place."""

    row: ConferencePlan
    course: Course
    place_used: bool

    @property
    def begun(self) -> bool:
        """Whether it has begun."""
        return self.course.begun_at is not None

    def is_empty(self, now: datetime) -> bool:
        """Tell whether its time is over and nobody can be in it."""
        if not self.begun or now < self.row.closes:
            return False
        unknown = {Stage.UNREACHABLE} if now < self.row.closes + _UNREACHABLE_FOR else set()
        sites = self.course.sites.values()
        return not any(site.stage in _IN or (site.stage in unknown and site.call_id is not None) for site in sites)


def wanted(session: Session, now: datetime) -> list[Wanted]:
    """Return the conferences to hold: those that go on first, then those whose time it is."""
    query = (
        select(ConferencePlan, ConferenceCourse)
        .outerjoin(ConferenceCourse, ConferenceCourse.plan_id == ConferencePlan.id)
        .where(
            allotting.STANDS,
            or_(
                ConferenceCourse.begun_at.is_not(None),
                (ConferencePlan.opens <= now + LEAD) & (ConferencePlan.closes > now),
            ),
        )
        .order_by(ConferencePlan.opens, ConferencePlan.id)
    )
    found: list[Wanted] = []
    for row, written in session.execute(query):
        course = view.readable(written, row.id)
        if course is not None:
            found.append(Wanted(row, course, written is None and allotting.is_used(session, row)))
    return sorted(found, key=lambda one: not one.begun)
