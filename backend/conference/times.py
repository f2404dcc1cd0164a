"""When rooms are in conferences: what a door's sign and whoever books a room have to know, and no more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.conference.allotting import STANDS
from backend.conference.models import ConferencePlan
from backend.conference.planning import rooms_of
from backend.storage import Database


class Times:
    """The times of the conferences that stand."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_room(self, room_id: str, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Return when the room is in a conference at any time of the period."""
        with self._database.read() as session:
            return [(opens, closes) for room, opens, closes in taken(session, start, end) if room == room_id]


def taken(session: Session, start: datetime, end: datetime) -> Sequence[tuple[str, datetime, datetime]]:
    """Return the rooms that are in a conference at any time of the period, each with when it opens and closes."""
    planned = select(ConferencePlan).where(STANDS, ConferencePlan.opens < end, ConferencePlan.closes > start)
    plans = session.scalars(planned.order_by(ConferencePlan.opens, ConferencePlan.id))
    return [(room, plan.opens, plan.closes) for plan in plans for room in sorted(rooms_of(plan))]
