"""Marks on a database: facts about the whole of it that have to travel with it, such as that it is a demo's."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.storage.base import Base, UtcDateTime

DEMO = "demo"
_CLOCK = "clock"


class Mark(Base):
    """One mark, by its name; `at` for what is marked with a moment."""

    __tablename__ = "mark"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def put_mark(session: Session, name: str) -> None:
    """Mark the database; once marked, it stays so."""
    if not has_mark(session, name):
        session.add(Mark(name=name))


def has_mark(session: Session, name: str) -> bool:
    """Tell whether the database carries the mark."""
    return session.get(Mark, name) is not None


def last_seen(session: Session) -> datetime | None:
    """Return the time when the clock was last seen; None before the first time."""
    seen = session.get(Mark, _CLOCK)
    return seen.at if seen else None


def see(session: Session, now: datetime) -> None:
    """Note what time the clock shows."""
    session.merge(Mark(name=_CLOCK, at=now))
