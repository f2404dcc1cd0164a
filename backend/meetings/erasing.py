"""Makes a meeting that is long over nobody's: its times, type and unit are left, for statistics without persons."""

from datetime import datetime

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from backend.meetings.models import Cohost, Lifecycle, Meeting, MeetingChange
from backend.video.models import Conference
from backend.video.provisioning import GONE


def erase_before(session: Session, moment: datetime) -> int:
    """Blank organiser, booker, mailbox, co-hosts, appointment and changes of meetings over before `moment`; how many.

    Only once the conference is gone: a meeting with a host in it keeps its people however late it is. Who did what is
    for the access log to tell (seed 001; GDPR article 5: no longer than needed).
    """
    gone = select(Conference.id).where(Conference.state.in_(GONE))
    removed = and_(Meeting.lifecycle == Lifecycle.REMOVED, Meeting.lifecycle_at < moment)
    over = and_(or_(Meeting.end < moment, removed), Meeting.organiser != "", Meeting.conference_id.in_(gone))
    session.execute(delete(Cohost).where(Cohost.meeting_id.in_(select(Meeting.id).where(over))))
    session.execute(delete(MeetingChange).where(MeetingChange.meeting_id.in_(select(Meeting.id).where(over))))
    blank = {"organiser": "", "booked_by": "", "mailbox": "", "appointment_item": None, "appointment_series": None}
    blanked = session.scalars(
        update(Meeting).where(over).values(blank).returning(Meeting.id).execution_options(synchronize_session="fetch")
    )
    return len(blanked.all())
