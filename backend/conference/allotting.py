"""Which standing conference a plan is held in, and that no room or place is in two conferences at once."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from backend.conference.models import ConferenceCourse, ConferencePlan
from backend.conference.planning import rooms_of
from backend.conference.words import REFUSALS
from backend.errors import Conflict, FieldFault
from backend.room_meetings import rows
from rooms.conference.plan import Joins

# A place that has rested so long is taken before others: a conference may run over its time.
_REST = timedelta(minutes=30)
_BEGUN = exists().where(ConferenceCourse.plan_id == ConferencePlan.id, ConferenceCourse.begun_at.is_not(None))
STANDS = and_(ConferencePlan.withdrawn_at.is_(None), ConferencePlan.over_at.is_(None))
GOES_ON = and_(STANDS, _BEGUN)


class Taken(NamedTuple):
    """A room that is taken, and when."""

    room: str
    start: datetime
    end: datetime


def beside(
    session: Session, plan_id: str, opens: datetime, closes: datetime, now: datetime
) -> Sequence[ConferencePlan]:
    """Return the other plans that take up some of this time: as planned, or as long as they go on."""
    meets = ConferencePlan.closes > opens
    if opens <= now:
        meets = or_(meets, and_(_BEGUN, ConferencePlan.closes <= now))
    query = select(ConferencePlan).where(STANDS, ConferencePlan.id != plan_id, ConferencePlan.opens < closes, meets)
    return session.scalars(query).all()


def in_meetings(session: Session, rooms: Collection[str], opens: datetime, closes: datetime) -> list[Taken]:
    """Return when these rooms have meetings at any time of the period."""
    held = rows.find(session, opens, closes, rooms).held
    return [Taken(row.claim.room, row.claim.start, row.claim.end) for row in held]


def in_conferences(others: Iterable[ConferencePlan]) -> list[Taken]:
    """Return when the rooms of these plans are in them."""
    return [Taken(room_id, other.opens, other.closes) for other in others for room_id in rooms_of(other)]


def require_free_rooms(times: Iterable[Taken], sites: Sequence[dict[str, Any]]) -> None:
    """Raise Conflict (room-taken), pointing at the sites, when one of the rooms is among those that are taken."""
    taken = {one.room: one for one in times}
    clashes = {
        number: taken[site["id"]]
        for number, site in enumerate(sites)
        if site["joins"] == Joins.ROOM and site["id"] in taken
    }
    if clashes:
        faults = tuple(FieldFault(f"/sites/{number}/id", "room-taken") for number in clashes)
        raise Conflict("room-taken", REFUSALS["room-taken"], faults, conflicts=told(clashes.values()))


def told(times: Iterable[Taken]) -> list[dict[str, str]]:
    """Return from when to when, and nothing of what is on there."""
    return [{"room": one.room, "start": one.start.isoformat(), "end": one.end.isoformat()} for one in times]


def place_for(  # noqa: PLR0913 - a plan's time, what it has, and what there is
    session: Session,
    plan_id: str,
    opens: datetime,
    closes: datetime,
    names: Iterable[str],
    now: datetime,
    kept: str = "",
) -> str:
    """Return a place nobody else has then: the one it has, one that has rested, or any. Raises Conflict (no-place)."""
    taken = {other.place for other in beside(session, plan_id, opens, closes, now)}
    restless = {other.place for other in beside(session, plan_id, opens - _REST, closes + _REST, now)}
    free = [name for name in names if name not in taken]
    if not free:
        raise Conflict("no-place", REFUSALS["no-place"])
    return next((name for name in (kept, *free) if name in free and (name == kept or name not in restless)), free[0])


def is_used(session: Session, plan: ConferencePlan) -> bool:
    """Tell whether another conference goes on in the plan's place."""
    query = select(ConferencePlan.id).where(GOES_ON, ConferencePlan.id != plan.id, ConferencePlan.place == plan.place)
    return session.scalar(query.limit(1)) is not None
