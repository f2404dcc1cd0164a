"""Whose way in somebody has dialled, as our answer to Pexip finds it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.video.pexip import dialled, names
from backend.video.pexip.models import PexipEntry


def whose(session: Session, alias: str) -> PexipEntry | None:
    """Return the way in that was dialled, in any form of the alias; None for one we never gave."""
    return session.scalar(select(PexipEntry).where(PexipEntry.digest == names.digest(dialled.normalised(alias))))
