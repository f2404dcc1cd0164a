"""Rooms made in advance for each unit: a meeting that starts now need not wait until Pexip's nodes know of its room.

Those that book are told apart by a code that means nothing here, their pool. Beside the pools stands one for everybody.
Taking one is a conditional write in the transaction that makes the conference's own row: nobody ever gets the same one,
and a process that dies has either taken it or not.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.orm import Session

from backend.video.pexip.management.models import PexipSpare
from backend.video.pexip.management.replication import is_known
from backend.video.pexip.names import SecretKeys

COMMON = ""


def take(session: Session, keys: SecretKeys, reference: str, pool: str, now: datetime) -> PexipSpare | None:
    """Take a room that all nodes know of: the pool's own, else one of everybody's. None when there is none.

    What is taken stands in the pool's history from then on. Whether it is there, and nobody's, Pexip is to be asked.
    """
    leave_unknown(session, keys)
    known = (PexipSpare.taken_at.is_(None), PexipSpare.vmr.is_not(None), is_known(PexipSpare.written_at, now))
    order = PexipSpare.pool == COMMON, PexipSpare.written_at
    may_have = PexipSpare.pool.in_({pool, COMMON})
    for name in session.scalars(select(PexipSpare.name).where(*known, may_have).order_by(*order)).all():
        # Also written while pools are filled, and for other conferences: conditional.
        taken = session.scalar(
            update(PexipSpare)
            .where(PexipSpare.name == name, PexipSpare.taken_at.is_(None))
            .values(taken_at=now, reference=reference, pool=pool)
            .returning(PexipSpare.name)
        )
        if taken is not None:
            return session.get(PexipSpare, name)
    return None


def taken(session: Session, name: str, reference: str) -> PexipSpare | None:
    """Return the room of this name that the conference took from the pool; None for one of its own."""
    spare = session.get(PexipSpare, name)
    return spare if spare is not None and spare.reference == reference and not spare.overflow else None


def leave_unknown(session: Session, keys: SecretKeys) -> None:
    """Leave the rooms whose secret we have no more: what stands at Pexip is then a stray, and removed as such."""
    for spare in session.scalars(select(PexipSpare).where(PexipSpare.taken_at.is_(None))).all():
        if keys.of(spare.nonce, spare.digest) is None:
            session.delete(spare)
    session.flush()


def note_overflow(session: Session, name: str, reference: str, pool: str, now: datetime) -> None:
    """Note that a conference of this pool that starts now had to have a room of its own made."""
    moment = {"asked_at": now, "taken_at": now}
    session.add(PexipSpare(name=name, nonce="", reference=reference, pool=pool, overflow=True, **moment))


class PoolStatus(NamedTuple):
    """How a pool is: its rooms, those of them that can be had now, and who came in vain in the last week."""

    pool: str
    waiting: int
    ready: int
    overflow: int


def status(session: Session, now: datetime) -> list[PoolStatus]:
    """Return how each pool is, by its name; first the one that is everybody's."""
    waits = PexipSpare.taken_at.is_(None)
    ready = and_(waits, PexipSpare.vmr.is_not(None), is_known(PexipSpare.written_at, now))
    in_vain = and_(PexipSpare.overflow, PexipSpare.taken_at > now - timedelta(days=7))
    numbers = (func.sum(case((each, 1), else_=0)) for each in (waits, ready, in_vain))
    rows = session.execute(select(PexipSpare.pool, *numbers).group_by(PexipSpare.pool).order_by(PexipSpare.pool))
    return [PoolStatus(name, int(waiting), int(had), int(vain)) for name, waiting, had, vain in rows]


def names_of(session: Session) -> frozenset[str]:
    """Return the names of the rooms that wait to be taken."""
    return frozenset(session.scalars(select(PexipSpare.name).where(PexipSpare.taken_at.is_(None))))
