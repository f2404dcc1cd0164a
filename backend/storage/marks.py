"""Marks on a database: facts about the whole of it that have to travel with it, such as that it is a demo's."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.storage.base import Base

DEMO = "demo"


class Mark(Base):
    """One mark, by its name."""

    __tablename__ = "mark"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)


def put_mark(session: Session, name: str) -> None:
    """Mark the database; once marked, it stays so."""
    if not has_mark(session, name):
        session.add(Mark(name=name))


def has_mark(session: Session, name: str) -> bool:
    """Tell whether the database carries the mark."""
    return session.get(Mark, name) is not None
