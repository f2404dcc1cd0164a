"""Forgets conferences that are long over."""

from datetime import datetime

from sqlalchemy import delete, not_, select
from sqlalchemy.orm import Session

from backend.conference.allotting import GOES_ON
from backend.conference.models import ConferenceCourse, ConferencePanel, ConferencePlan, ConferencePress


def erase_before(session: Session, moment: datetime) -> int:
    """Delete the conferences whose time ended before `moment`, unless one goes on; how many."""
    old = select(ConferencePlan.id).where(ConferencePlan.closes < moment, not_(GOES_ON))
    ids = session.scalars(old).all()
    for table, column in ((ConferencePress, ConferencePress.plan_id), (ConferenceCourse, ConferenceCourse.plan_id)):
        session.execute(delete(table).where(column.in_(ids)))
    session.execute(delete(ConferencePlan).where(ConferencePlan.id.in_(ids)))
    # A room that has not been reached for so long is looked at when it next has a conference.
    session.execute(delete(ConferencePanel).where(ConferencePanel.since < moment))
    return len(ids)
