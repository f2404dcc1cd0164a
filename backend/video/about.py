"""What a writer is about, for `Database.write`: one conference and the people in it, or its room at a service."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from backend.storage import About, Lookup
from backend.video import people
from backend.video.models import Presence

_PRESENCE = select(Presence).where(Presence.id == bindparam("presence"))


def about_conference(conference_id: str) -> str:
    """Return the name that all writers about a conference share."""
    return f"conference:{conference_id}"


def about_room(reference: str) -> str:
    """Return the name that a service's writers about one of its rooms share."""
    return f"room:{reference}"


def about_key(key: str) -> str:
    """Return the name that a service's writers share while a room is made for this conference key."""
    return f"room-key:{key}"


def about_presence(presence_id: str) -> About:
    """Return what somebody is about who knows a presence."""

    def name(session: Session) -> str:
        found = session.scalar(_PRESENCE, {"presence": presence_id})
        return about_conference(found.conference_id if found is not None else "")

    return Lookup(f"presence {presence_id}", name)


def about_bearer(token_hash: str) -> About:
    """Return what somebody is about who has the bearer with this digest."""

    def name(session: Session) -> str:
        found = people.by_token(session, token_hash)
        return about_conference(found.conference_id if found is not None else "")

    return Lookup(f"bearer {token_hash}", name)
