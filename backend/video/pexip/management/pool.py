"""A few rooms made in advance, so that a meeting that starts now need not wait until Pexip's nodes know of its room.

Taking one is a conditional write in the transaction that makes the conference's own row: nobody ever gets the same one,
and a process that dies has either taken it or not.
"""

import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.steps import OVER, Kind, Outcome, Step, Watch, Work, run, unwatched
from backend.storage import Database
from backend.video.pexip import names
from backend.video.pexip.management import pins
from backend.video.pexip.management.client import background
from backend.video.pexip.management.models import PexipSpare
from backend.video.pexip.management.rooms import Made, Rooms, Wanted
from backend.video.pexip.models import HOST
from backend.video.pexip.names import Ring

# Pexip says "around 90 seconds"; a meeting must not be the one that finds it was more.
REPLICATION = timedelta(seconds=90)
SIZE, LIMIT = 4, 15
KEPT = timedelta(days=90)
_ABOUT = "pexip-pool"
_NAME_BITS = 12


def new_name() -> str:
    """Return a name for a room, which means nothing and is nobody else's."""
    return f"vm-{secrets.token_hex(_NAME_BITS)}"


def wanted(secret: bytes, name: str, nonce: str, *, participant_limit: int | None, protected: bool) -> Wanted:
    """Return the room of a name and a nonce, its alias and PIN made anew from the secret."""
    pin = names.pin(secret, nonce, HOST, pins.DIGITS)
    return Wanted(name, names.alias(secret, nonce), pin, participant_limit, protected)


def take(session: Session, ring: Ring, reference: str, now: datetime) -> PexipSpare | None:
    """Take a room that all nodes know of, for the conference; None when there is none, which is noted as overflow."""
    _leave_unknown(session, ring)
    known = (PexipSpare.taken_at.is_(None), PexipSpare.vmr.is_not(None), PexipSpare.written_at <= now - REPLICATION)
    for name in session.scalars(select(PexipSpare.name).where(*known).order_by(PexipSpare.written_at)).all():
        taken = session.scalar(
            update(PexipSpare)
            .where(PexipSpare.name == name, PexipSpare.taken_at.is_(None))
            .values(taken_at=now, reference=reference)
            .returning(PexipSpare.name)
        )
        if taken is not None:
            return session.get(PexipSpare, name)
    return None


def _leave_unknown(session: Session, ring: Ring) -> None:
    """Leave the rooms whose secret we have no more: what stands at Pexip is then a stray, and removed as such."""
    for spare in session.scalars(select(PexipSpare).where(PexipSpare.taken_at.is_(None))).all():
        if ring.of(spare.nonce, spare.digest) is None:
            session.delete(spare)
    session.flush()


def note_overflow(session: Session, name: str, reference: str, now: datetime) -> None:
    """Note that a conference that starts now had to have a room of its own made."""
    session.add(PexipSpare(name=name, nonce="", asked_at=now, taken_at=now, reference=reference, overflow=True))


@dataclass
class Filling(Work):
    """One round: which rooms are asked for, and which of them are there."""

    database: Database
    clock: Clock
    rooms: Rooms
    ring: Ring
    size: int
    asked: Sequence[PexipSpare] = ()
    made: list[Made] = field(default_factory=list)
    written_at: datetime | None = None

    def transaction(self) -> AbstractContextManager[Session]:
        """Begin a transaction about the pool."""
        return self.database.write(_ABOUT)


def _reserve(work: Filling) -> Outcome | None:
    now = work.clock.now()
    old = PexipSpare.taken_at < now - KEPT
    work.session.execute(delete(PexipSpare).where(old))
    _leave_unknown(work.session, work.ring)
    spare = list(work.session.scalars(select(PexipSpare).where(PexipSpare.taken_at.is_(None))))
    fresh = [_new(work.ring, now) for _ in range(len(spare), work.size)]
    work.session.add_all(fresh)
    work.session.flush()
    # What an earlier round asked for and did not live to note is asked for again under the same name.
    work.asked = [each for each in (*spare, *fresh) if each.vmr is None]
    return None if work.asked else OVER


def _new(ring: Ring, now: datetime) -> PexipSpare:
    nonce = names.new_nonce()
    return PexipSpare(name=new_name(), nonce=nonce, digest=names.digest(names.alias(ring.secret, nonce)), asked_at=now)


def _look(work: Filling) -> None:
    names_asked = {each.name for each in work.asked}
    work.made = [made for made in work.rooms.ours(background()) if made.name in names_asked]


def _make(work: Filling) -> None:
    there = {made.name for made in work.made}
    missing = [
        wanted(secret, each.name, each.nonce, participant_limit=LIMIT, protected=True)
        for each in work.asked
        if each.name not in there and (secret := work.ring.of(each.nonce, each.digest)) is not None
    ]
    if missing:
        work.made += work.rooms.make_many(missing, background())
    work.written_at = work.clock.now()


def _keep(work: Filling) -> None:
    for made in work.made:
        work.session.execute(
            update(PexipSpare)
            .where(PexipSpare.name == made.name, PexipSpare.vmr.is_(None))
            .values(vmr=made.vmr, written_at=work.written_at)
        )


FILLING: tuple[Step[Filling], ...] = (
    Step("begin", kind=Kind.BEGIN),
    Step("reserve", _reserve),
    Step("commit", kind=Kind.COMMIT),
    Step("look", _look, Kind.CALL),
    Step("make", _make, Kind.CALL),
    Step("begin-keeping", kind=Kind.BEGIN),
    Step("keep", _keep),
    Step("commit-keeping", kind=Kind.COMMIT),
)


def fill(  # noqa: PLR0913 - wired once
    database: Database, clock: Clock, rooms: Rooms, ring: Ring, size: int = SIZE, watch: Watch = unwatched
) -> None:
    """Bring the pool to its size. Broken off at any step, the next round goes on. Raises what `Rooms` raises."""
    run("filling", FILLING, Filling(database, clock, rooms, ring, size), watch)


def names_of(session: Session) -> frozenset[str]:
    """Return the names of the rooms that wait to be taken."""
    return frozenset(session.scalars(select(PexipSpare.name).where(PexipSpare.taken_at.is_(None))))
