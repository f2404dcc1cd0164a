"""Forgetting who was in conferences that are long over: their names, notes and moments."""

from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from backend.video.models import Conference, ConferenceState, Presence, PresenceState


def erase_before(session: Session, moment: datetime) -> int:
    """Blank names and notes of everybody in conferences that were over before `moment` (seed 001: 14 days); how many.

    So are the moments the statistics count by, where they are there still: not counted, or told of later than that. A
    conference that somebody is still in is left for the next time.
    """
    busy = select(Presence.conference_id).where(Presence.state == PresenceState.IN)
    gone = and_(Conference.state == ConferenceState.REMOVED, Conference.state_at < moment)
    over = select(Conference.id).where(or_(Conference.end < moment, gone), Conference.id.not_in(busy))
    moments = (Presence.waited_from, Presence.in_from, Presence.in_until)
    personal = or_(Presence.display_name != "", Presence.note != "", *(each.is_not(None) for each in moments))
    blanked = session.scalars(
        update(Presence)
        .where(Presence.conference_id.in_(over), personal)
        .values({Presence.display_name: "", Presence.note: "", **dict.fromkeys(moments)})
        .returning(Presence.id)
        .execution_options(synchronize_session="fetch")
    )
    return len(blanked.all())
