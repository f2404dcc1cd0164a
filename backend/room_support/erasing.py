"""Lets closed support cases and alarms that are over go: they name the staff who saw to them."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from backend.room_support.models import RoomAlarm, SupportCase


def erase_cases_before(session: Session, moment: datetime) -> int:
    """Delete cases closed before `moment`; how many."""
    gone = delete(SupportCase).where(SupportCase.closed_at < moment).returning(SupportCase.id)
    return len(session.scalars(gone).all())


def erase_alarms_before(session: Session, moment: datetime) -> int:
    """Delete alarms that were over before `moment`; how many."""
    gone = delete(RoomAlarm).where(RoomAlarm.over_at < moment).returning(RoomAlarm.room_id)
    return len(session.scalars(gone).all())
