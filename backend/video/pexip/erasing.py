"""Forgetting who had a way into meetings at Pexip that are long over."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.video.pexip.models import KEPT, PexipEntry, PexipRoom


def erase_before(session: Session, moment: datetime) -> int:
    """Forget the ways into conferences that were over before `moment`, and the names with them; how many."""
    over = select(PexipRoom.reference).where(PexipRoom.end < moment)
    gone = session.scalars(
        delete(PexipEntry)
        .where(PexipEntry.reference.in_(over), PexipEntry.role.not_in(KEPT))
        .returning(PexipEntry.tag)
        .execution_options(synchronize_session="fetch")
    )
    return len(gone.all())
