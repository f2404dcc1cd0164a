"""Reading what most requests begin with: a meeting with its conference, and a host's page with whose it is."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from backend.meetings.models import HostSession, Meeting, Participant
from backend.storage import loaded
from backend.video.models import Conference

_MEETING = (
    select(Meeting, Conference)
    .outerjoin(Conference, Conference.id == Meeting.conference_id)
    .where(Meeting.id == bindparam("meeting"))
)
_HOST = (
    select(HostSession, Participant)
    .outerjoin(Participant, Participant.id == HostSession.participant_id)
    .where(HostSession.token_hash == bindparam("token"))
)


def meeting(session: Session, meeting_id: str) -> Meeting | None:
    """Return the meeting, having read its conference with it; None when there is none."""
    known = loaded(session, Meeting, meeting_id)
    if known is None:
        found = session.execute(_MEETING, {"meeting": meeting_id}).first()
        known = found[0] if found is not None else None
    return known


def host(session: Session, token_hash: str) -> HostSession | None:
    """Return a host's page by the digest of its bearer, having read the participant with it."""
    known = loaded(session, HostSession, token_hash)
    if known is None:
        found = session.execute(_HOST, {"token": token_hash}).first()
        known = found[0] if found is not None else None
    return known
