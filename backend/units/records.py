"""Putting on record and taking off again: one standing record per unit, kind and key; what stood before is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.storage import new_id
from backend.units.models import Kind, UnitRecord

T = TypeVar("T")
Json = dict[str, Any]


@dataclass(frozen=True)
class By:
    """Who does it, and when."""

    user: str
    at: datetime


def standing(session: Session, unit: str, kind: Kind) -> Sequence[UnitRecord]:
    """Return what has not been taken off, by key; also what has run out."""
    query = select(UnitRecord).where(UnitRecord.unit == unit, UnitRecord.kind == kind, UnitRecord.ended_at.is_(None))
    return session.scalars(query.order_by(UnitRecord.key)).all()


def put(session: Session, like: UnitRecord, by: By) -> tuple[UnitRecord, bool]:
    """Let a record like this stand, and tell whether that is new; what says the same already stands as it is."""
    found = next((row for row in standing(session, like.unit, like.kind) if row.key == like.key), None)
    if found is not None:
        if (found.content, found.valid_to) == (like.content, like.valid_to):
            return found, False
        end(found, by)
        session.flush()
    like.id, like.made_by, like.made_at = new_id("u"), by.user, by.at
    session.add(like)
    session.flush()
    return like, True


def end(record: UnitRecord, by: By) -> None:
    """Take a record off; it is kept as history."""
    record.ended_by, record.ended_at = by.user, by.at


def of(unit: str, kind: Kind, content: Json, *, key: str = "", valid_to: date | None = None) -> UnitRecord:
    """Return a record that nobody has put up yet."""
    return UnitRecord(unit=unit, kind=kind, key=key, content=content, valid_to=valid_to)


def unraced(act: Callable[[], T]) -> T:
    """Do `act`, once more when somebody else wrote in the same place meanwhile: then it sees what they wrote."""
    try:
        return act()
    except IntegrityError:
        return act()
