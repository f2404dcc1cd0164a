"""Lets rights and training go that ended long ago; what was done with them stands in the access log."""

from datetime import datetime

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from backend.identity.models import RoleGrant, Training


def erase_before(session: Session, moment: datetime) -> int:
    """Delete grants and training that ended, or were valid to, before `moment`; how many."""
    ended = or_(RoleGrant.ended_at < moment, RoleGrant.valid_to < moment.date())
    grants = session.scalars(delete(RoleGrant).where(ended).returning(RoleGrant.id)).all()
    trainings = session.scalars(delete(Training).where(Training.ended_at < moment).returning(Training.id)).all()
    return len(grants) + len(trainings)
