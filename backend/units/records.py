"""Putting on record and taking off again: one standing record per unit, kind and key; what stood before is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend import versions
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


def version(session: Session, unit: str) -> str:
    """Return the version of what the unit has on record: one part per kind, in their order, joined by a full stop."""
    return ".".join(versions.of_rows(row.id for row in standing(session, unit, kind)) for kind in Kind)


def same(tag: str, now: str, kind: Kind) -> bool:
    """Tell whether an earlier version (or `*`, any) has the same part of this kind as the one there is now."""
    seen, current, at = tag.split("."), now.split("."), list(Kind).index(kind)
    return tag == "*" or (len(seen) == len(current) and seen[at] == current[at])


def latest(session: Session, unit: str, kind: Kind) -> tuple[str, datetime] | None:
    """Return who put up or took off a record of this kind last, and when."""
    rows = session.scalars(select(UnitRecord).where(UnitRecord.unit == unit, UnitRecord.kind == kind))
    done = [(row.ended_at, row.ended_by) if row.ended_at else (row.made_at, row.made_by) for row in rows]
    found = max(((at, by) for at, by in done if by is not None), default=None)
    return (found[1], found[0]) if found is not None else None


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
