"""Questions about who is in a conference and who waits. Nothing here changes anything."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from backend.video.models import Conference, Presence, PresenceState
from backend.video.service import Role

HERE = (PresenceState.WAITING, PresenceState.IN)


def everybody(session: Session, conference_id: str) -> Sequence[Presence]:
    """Return each presence of the conference, whatever its state, in the order they came to it."""
    found = select(Presence).where(Presence.conference_id == conference_id).order_by(Presence.since, Presence.id)
    return session.scalars(found).all()


def those(session: Session, conference_id: str, *states: PresenceState) -> Sequence[Presence]:
    """Return the presences in any of `states`, in the order they came to it."""
    return [presence for presence in everybody(session, conference_id) if presence.state in states]


def find(session: Session, conference_id: str, person: str) -> Presence | None:
    """Return a person's presence, or None when the person never came."""
    return session.scalar(select(Presence).where(Presence.conference_id == conference_id, Presence.person == person))


def by_token(session: Session, token_hash: str) -> Presence | None:
    """Return the presence that acts with this bearer now; None for an unknown or superseded one."""
    return session.scalar(select(Presence).where(Presence.token_hash == token_hash))


def in_count(session: Session, conference_id: str) -> int:
    """Return how many are in, hosts too: what the participant limit is measured against."""
    return session.scalar(_in(conference_id)) or 0


def has_host(session: Session, conference_id: str) -> bool:
    """Tell whether at least one host is in."""
    return bool(session.scalar(_in(conference_id).where(Presence.role == Role.HOST)))


def is_full(session: Session, conference: Conference) -> bool:
    """Tell whether nobody more may come in."""
    limit = conference.participant_limit
    return limit is not None and in_count(session, conference.id) >= limit


def _in(conference_id: str) -> Select[int]:
    return (
        select(func.count())
        .select_from(Presence)
        .where(Presence.conference_id == conference_id, Presence.state == PresenceState.IN)
    )
