"""Questions about many conferences at once, for lists and clean-up."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.video.models import Presence, PresenceState
from backend.video.service import Role


def hosted(session: Session, conference_ids: Iterable[str]) -> frozenset[str]:
    """Return those of the conferences that a host is in right now."""
    query = select(Presence.conference_id).where(
        Presence.conference_id.in_(list(conference_ids)),
        Presence.role == Role.HOST,
        Presence.state == PresenceState.IN,
    )
    return frozenset(session.scalars(query.distinct()))


def was_used(session: Session, conference_id: str) -> bool:
    """Tell whether anybody ever waited or was in."""
    return session.scalar(select(Presence.id).where(Presence.conference_id == conference_id).limit(1)) is not None
