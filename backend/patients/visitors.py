"""Who acts with a guest's bearer, and all that is to be known of the meeting they came to, asked for at once."""

from typing import NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from backend.meetings.models import Door, Meeting, Participant
from backend.storage import About, Lookup
from backend.video.about import about_conference
from backend.video.bearers import GUEST, digest, is_kind
from backend.video.models import Conference, Presence

_VISITOR = (
    select(Presence, Participant, Meeting, Conference, Door)
    .join(Participant, Participant.id == Presence.person)
    .join(Meeting, Meeting.id == Participant.meeting_id)
    .outerjoin(Conference, Conference.id == Meeting.conference_id)
    .outerjoin(Door, and_(Door.code == bindparam("code"), Door.meeting_id == Meeting.id))
    .where(Presence.token_hash == bindparam("token"))
)
_KNOWN = "patients.visitors"


class Visitor(NamedTuple):
    """Somebody who came to a meeting: as whom, and where they are."""

    presence: Presence
    participant: Participant

    @property
    def meeting_id(self) -> str:
        """The meeting they came to."""
        return self.participant.meeting_id


def find(session: Session, code: str, bearer: str | None) -> Visitor | None:
    """Return who has the bearer; None for none, an unknown or superseded one, and a host's, who has another page.

    The door `code` they stand at is read with them.
    """
    if bearer is None or not is_kind(bearer, GUEST):
        return None
    asked = {"code": code, "token": digest(bearer)}
    known: dict[tuple[str, ...], Visitor | None] = session.info.setdefault(_KNOWN, {})
    key = tuple(asked.values())
    if key not in known:
        row = session.execute(_VISITOR, asked).first()
        known[key] = Visitor(row[0], row[1]) if row is not None else None
    return known[key]


def about_visitor(code: str, bearer: str) -> About:
    """Return what somebody is about who comes to this door with a bearer."""

    def name(session: Session) -> str:
        visitor = find(session, code, bearer)
        return about_conference(visitor.presence.conference_id if visitor is not None else "")

    return Lookup(f"bearer {digest(bearer)}", name)
