"""Forgetting where meetings that are long over were held."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.video.models import Conference


def erase_before(session: Session, moment: datetime) -> int:
    """Blank the links of conferences that were over before `moment`; how many (seed 001: gone 14 days after it)."""
    blanked = session.scalars(
        update(Conference)
        .where(Conference.end < moment, Conference.link.is_not(None))
        .values(link=None)
        .returning(Conference.id)
        .execution_options(synchronize_session="fetch")
    )
    return len(blanked.all())
