"""Forgetting what Pexip told: what an event held is gone once it is worked, and its row when it can't come again."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from backend.video.pexip.hooks.models import PexipEvent, PexipLeg
from backend.video.pexip.models import PexipRoom

# A publisher sends again for little more than an hour; an event that could not be worked for a day will not be.
KEPT = timedelta(days=1)


def erase_before(session: Session, moment: datetime) -> int:
    """Delete events taken before `moment`, and the names of callers to conferences that were over by then; how many."""
    over = select(PexipRoom.reference).where(PexipRoom.end < moment)
    blanked = session.scalars(
        update(PexipLeg)
        .where(PexipLeg.reference.in_(over), PexipLeg.display_name != "")
        .values(display_name="")
        .returning(PexipLeg.call)
        .execution_options(synchronize_session="fetch")
    ).all()
    gone = session.scalars(
        delete(PexipEvent)
        .where(PexipEvent.received_at < moment)
        .returning(PexipEvent.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    return len(blanked) + len(gone)
