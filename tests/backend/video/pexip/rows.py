"""The Pexip service's own rows, as tests make and find them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.video.pexip import dialled, names
from backend.video.pexip.models import PexipEntry, PexipRoom


def one_room(start: datetime, now: datetime, *, minutes: int = 60, participant_limit: int = 15) -> PexipRoom:
    """Return a conference of so many minutes, made now, that nobody has a way into yet."""
    return PexipRoom(reference="x1", key="k1", name="vm-1", nonce="n" * 32, start=start,
                     end=start + timedelta(minutes=minutes), participant_limit=participant_limit, lobby=True,
                     protected=True, language="sv", created_at=now)  # fmt: skip


def whose(session: Session, alias: str) -> PexipEntry | None:
    """Return the way in that was dialled, in any form of the alias; None for one we never gave."""
    return session.scalar(select(PexipEntry).where(PexipEntry.digest == names.digest(dialled.normalised(alias))))
