"""Lets a unit's records go that ended long ago; what was done with them stands in the access log."""

from datetime import datetime

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from backend.units.models import UnitRecord


def erase_before(session: Session, moment: datetime) -> int:
    """Delete agreements, exceptions, approvals, contacts and systems that ended before `moment`; how many."""
    ended = or_(UnitRecord.ended_at < moment, UnitRecord.valid_to < moment.date())
    return len(session.scalars(delete(UnitRecord).where(ended).returning(UnitRecord.id)).all())
