"""Support cases: help asked for in a room, with how the room was just then."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from backend.clock import Clock
from backend.errors import NotFound
from backend.room_support.models import RoomAlarm, RoomState, SupportCase
from backend.room_support.problems import PROBLEMS
from backend.storage import Database, new_id

# A press that is told twice, or by two in the room, is one case.
SAME_CASE = timedelta(minutes=2)
MOST_CLOSED = 100


class Cases:
    """The support cases."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def open(self, room_id: str, problem: str) -> str:
        """Open a case for the room and return its id; the one there is when the same was asked a moment ago.

        Nobody is named: whoever pressed is in the room. Raises ValueError for a problem that is none of PROBLEMS.
        """
        if problem not in PROBLEMS:
            raise ValueError("no such problem")
        now = self._clock.now()
        with self._database.write(about=f"room-state:{room_id}") as session:
            same = select(SupportCase.id).where(
                SupportCase.room_id == room_id,
                SupportCase.problem == problem,
                SupportCase.closed_at.is_(None),
                SupportCase.opened_at > now - SAME_CASE,
            )
            if (known := session.scalar(same)) is not None:
                return known
            wrong = select(RoomAlarm.kind).where(RoomAlarm.room_id == room_id, RoomAlarm.over_at.is_(None))
            state = {**_told(session.get(RoomState, room_id)), "alarms": sorted(session.scalars(wrong))}
            case_id = new_id("s")
            session.add(
                SupportCase(
                    id=case_id,
                    room_id=room_id,
                    problem=problem,
                    state=state,
                    opened_at=now,
                    closed_at=None,
                    closed_by="",
                )
            )
            return case_id

    def listed(self) -> Sequence[SupportCase]:
        """Return the open cases, and the last hundred closed ones; the newest first, open before closed."""
        closed = SupportCase.closed_at.is_not(None)
        with self._database.read() as session:
            left = session.scalars(select(SupportCase).where(~closed).order_by(SupportCase.opened_at.desc())).all()
            done = select(SupportCase).where(closed).order_by(SupportCase.closed_at.desc()).limit(MOST_CLOSED)
            return [*left, *session.scalars(done)]

    def get(self, case_id: str) -> SupportCase:
        """Return the case. Raises NotFound."""
        with self._database.read() as session:
            row = session.get(SupportCase, case_id)
        if row is None:
            raise NotFound("not-found")
        return row


def _told(row: RoomState | None) -> dict[str, Any]:
    if row is None:
        return {"outcome": None}
    return {
        "outcome": row.outcome,
        "seen_at": row.seen_at.isoformat() if row.seen_at else None,
        "in_call": row.in_call,
        "standby": row.standby,
        "auto_answer": row.auto_answer,
        "product": row.product,
        "software": row.software,
    }
