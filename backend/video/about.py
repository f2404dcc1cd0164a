"""What a writer is about, for `Database.write`: one conference and the people in it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.storage import About
from backend.video.models import Presence


def about_conference(conference_id: str) -> str:
    """Return the name that all writers about a conference share."""
    return f"conference:{conference_id}"


def about_presence(presence_id: str) -> About:
    """Return what somebody is about who knows a presence."""

    def name(session: Session) -> str:
        return about_conference(session.scalar(select(Presence.conference_id).where(Presence.id == presence_id)) or "")

    return name


def about_bearer(token_hash: str) -> About:
    """Return what somebody is about who has the bearer with this digest."""

    def name(session: Session) -> str:
        found = session.scalar(select(Presence.conference_id).where(Presence.token_hash == token_hash))
        return about_conference(found or "")

    return name
