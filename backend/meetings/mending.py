"""What reconciling has done, kept for whoever looks after the product, and what it has seen and not touched yet."""

from datetime import datetime
from enum import StrEnum

import structlog
from sqlalchemy import Index, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.clock import Clock
from backend.storage import Base, UtcDateTime
from backend.video.models import Conference

log = structlog.get_logger(__name__)


class Drift(StrEnum):
    """How what is wanted and what there is had come apart."""

    # At a service, and nobody's.
    STRAY = "stray"
    # Ours and ready, and not at its service.
    MISSING = "missing"
    # Asked for long ago, and nothing came of it.
    STUCK = "stuck"
    # Given up after a fault of ours; its time is still to come.
    FAILED = "failed"
    # A conference that no meeting leads to.
    UNLED = "unled"


class Result(StrEnum):
    """What reconciling did about it."""

    BEGUN = "begun"
    DONE = "done"
    HELD_BACK = "held-back"


class Mending(Base):
    """One thing that was mended, or left for a reason (`detail`, a code). Nothing in it is about a person."""

    __tablename__ = "mending"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    drift: Mapped[Drift] = mapped_column(String(10))
    result: Mapped[Result] = mapped_column(String(10))
    detail: Mapped[str] = mapped_column(String(40), default="")
    service: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str | None] = mapped_column(String(200))
    conference_id: Mapped[str | None] = mapped_column(String(32))

    __table_args__ = (Index("ix_mending_at", "at"),)


class Stray(Base):
    """A conference at a service that was nobody's when it was first seen there."""

    __tablename__ = "stray"

    service: Mapped[str] = mapped_column(String(20), primary_key=True)
    reference: Mapped[str] = mapped_column(String(200), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


def note(  # noqa: PLR0913 - each is one column
    session: Session,
    clock: Clock,
    drift: Drift,
    conference: Conference,
    result: Result = Result.DONE,
    detail: str = "",
) -> None:
    """Note what is done about a conference of ours; without a `detail`, why it was as it was."""
    session.add(
        Mending(
            at=clock.now(),
            drift=drift,
            result=result,
            detail=detail or conference.state_reason[:40],
            service=conference.service,
            reference=conference.reference,
            conference_id=conference.id,
        )
    )
    log.warning("reconcile.mended", drift=drift, conference=conference.id, result=result)


def note_stray(  # noqa: PLR0913 - each is one column
    session: Session, clock: Clock, service: str, reference: str, result: Result, detail: str = ""
) -> Mending:
    """Note what is done about a conference that is nobody's."""
    mending = Mending(
        at=clock.now(), drift=Drift.STRAY, result=result, detail=detail, service=service, reference=reference
    )
    session.add(mending)
    session.flush()
    log.warning("reconcile.mended", drift=Drift.STRAY, service=service, result=result)
    return mending


def latest(session: Session, most: int = 200) -> list[Mending]:
    """Return what was mended or left last, newest first."""
    return list(session.scalars(select(Mending).order_by(Mending.id.desc()).limit(most)))


def erase_before(session: Session, moment: datetime) -> int:
    """Forget what was mended before `moment`; how many."""
    return len(session.scalars(delete(Mending).where(Mending.at < moment).returning(Mending.id)).all())
