"""Rooms made in advance for each unit: a meeting that starts now need not wait until Pexip's nodes know of its room.

Those that book are told apart by a code that means nothing here, their pool. Beside the pools stands one for everybody.
Taking one is a conditional write in the transaction that makes the conference's own row: nobody ever gets the same one,
and a process that dies has either taken it or not.
"""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import NamedTuple

import structlog
from sqlalchemy import and_, case, delete, func, select, update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.steps import OVER, Kind, Outcome, Step, Watch, Work, run, unwatched
from backend.storage import Database
from backend.video.pexip import names
from backend.video.pexip.management.models import PexipSpare
from backend.video.pexip.management.replication import is_known
from backend.video.pexip.management.rooms import Made, Rooms, Wanted
from backend.video.pexip.names import Ring
from backend.video.pexip.wire.budget import background

log = structlog.get_logger(__name__)

SIZE, EACH, LIMIT = 4, 2, 15
# No more rooms than so many stand waiting, however many units there are.
MOST = 200
KEPT, _USED = timedelta(days=90), timedelta(days=14)
COMMON = ""
_ABOUT = "pexip-pool"
_WAITING = select(PexipSpare).where(PexipSpare.taken_at.is_(None)).order_by(PexipSpare.asked_at, PexipSpare.name)
_NAME_BITS = 12


def new_name() -> str:
    """Return a name for a room, which means nothing and is nobody else's."""
    return f"vm-{secrets.token_hex(_NAME_BITS)}"


def wanted(  # noqa: PLR0913 - a room is what it is
    secret: bytes, name: str, nonce: str, *, participant_limit: int | None, protected: bool, owner: str = ""
) -> Wanted:
    """Return the room of a name and a nonce, its alias and PIN made anew from the secret."""
    pin = names.host_pin(secret, nonce)
    return Wanted(name, names.alias(secret, nonce), pin, participant_limit, protected, owner)


@dataclass(frozen=True)
class Sizes:
    """How many rooms wait: for everybody, for each pool in use, and for the pools that are named."""

    common: int = SIZE
    each: int = EACH
    named: Mapping[str, int] = field(default_factory=dict)


def take(session: Session, ring: Ring, reference: str, pool: str, now: datetime) -> PexipSpare | None:
    """Take a room that all nodes know of: the pool's own, else one of everybody's. None when there is none.

    What is taken stands in the pool's history from then on. Whether it is there, and nobody's, Pexip is to be asked.
    """
    _leave_unknown(session, ring)
    known = (PexipSpare.taken_at.is_(None), PexipSpare.vmr.is_not(None), is_known(PexipSpare.written_at, now))
    order = PexipSpare.pool == COMMON, PexipSpare.written_at
    may_have = PexipSpare.pool.in_({pool, COMMON})
    for name in session.scalars(select(PexipSpare.name).where(*known, may_have).order_by(*order)).all():
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


def _leave_unknown(session: Session, ring: Ring) -> None:
    """Leave the rooms whose secret we have no more: what stands at Pexip is then a stray, and removed as such."""
    for spare in session.scalars(select(PexipSpare).where(PexipSpare.taken_at.is_(None))).all():
        if ring.of(spare.nonce, spare.digest) is None:
            session.delete(spare)
    session.flush()


def note_overflow(session: Session, name: str, reference: str, pool: str, now: datetime) -> None:
    """Note that a conference of this pool that starts now had to have a room of its own made."""
    moment = {"asked_at": now, "taken_at": now}
    session.add(PexipSpare(name=name, nonce="", reference=reference, pool=pool, overflow=True, **moment))


def wanted_sizes(session: Session, sizes: Sizes, now: datetime) -> dict[str, int]:
    """Return how many rooms are to wait in each pool: those that took one lately, until there are `MOST`."""
    lately = (
        select(PexipSpare.pool)
        .where(PexipSpare.taken_at > now - _USED, PexipSpare.pool != COMMON)
        .group_by(PexipSpare.pool)
        .order_by(func.max(PexipSpare.taken_at).desc(), PexipSpare.pool)
    )
    found = {COMMON: sizes.common, **sizes.named}
    for pool in session.scalars(lately):
        if pool not in found and sum(found.values()) + sizes.each <= MOST:
            found[pool] = sizes.each
    return found


@dataclass
class Filling(Work):
    """One round: which rooms are asked for, and which of them are there."""

    database: Database
    clock: Clock
    rooms: Rooms
    ring: Ring
    sizes: Sizes
    asked: Sequence[PexipSpare] = ()
    known: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
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
    spare = list(work.session.scalars(_WAITING))
    fresh = [
        _new(work.ring, pool, now) for pool in _share(work.session, spare, wanted_sizes(work.session, work.sizes, now))
    ]
    work.session.add_all(fresh)
    work.session.flush()
    # What an earlier round asked for and did not live to note is asked for again under the same name.
    work.asked = [each for each in (*spare, *fresh) if each.vmr is None]
    work.known = frozenset(each.name for each in spare if each.vmr is not None)
    return None if work.asked or work.known else OVER


def _share(session: Session, spare: Sequence[PexipSpare], sizes: Mapping[str, int]) -> list[str]:
    """Let what a pool has too much of be everybody's, and return the pool of each room that is lacking.

    A room means nothing, so it can be moved to where one is lacking as well as made.
    """
    left = dict(sizes)
    free = []
    for each in spare:
        if left.get(each.pool, 0) > 0:
            left[each.pool] -= 1
        else:
            free.append(each.name)
    lacking = [pool for pool, number in left.items() for _ in range(number)]
    # What nobody lacks is everybody's.
    for name, pool in zip(free, chain(lacking, repeat(COMMON)), strict=False):
        moved = update(PexipSpare).where(PexipSpare.name == name, PexipSpare.taken_at.is_(None)).values(pool=pool)
        session.execute(moved.execution_options(synchronize_session=False))
    return lacking[len(free) :]


def _new(ring: Ring, pool: str, now: datetime) -> PexipSpare:
    nonce = names.new_nonce()
    digest = names.digest(names.alias(ring.secret, nonce))
    return PexipSpare(name=new_name(), nonce=nonce, digest=digest, asked_at=now, pool=pool)


def _look(work: Filling) -> None:
    names_asked = {each.name for each in work.asked}
    found = list(work.rooms.ours(background()))
    work.made = [made for made in found if made.name in names_asked]
    missing = work.known - {made.name for made in found}
    if missing:
        # One that Pexip leaves out once is not believed to be gone.
        missing -= {made.name for made in work.rooms.ours(background())}
    # What waits by our tables and is a meeting's by Pexip was taken after the copy that our tables were restored from.
    work.gone = missing | {made.name for made in found if made.owner and made.name in work.known}


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
    if work.gone:
        log.warning("pexip.rooms-in-advance-gone", count=len(work.gone))
        lost = PexipSpare.name.in_(work.gone), PexipSpare.taken_at.is_(None)
        work.session.execute(delete(PexipSpare).where(*lost))
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
    database: Database, clock: Clock, rooms: Rooms, ring: Ring, sizes: Sizes, watch: Watch = unwatched
) -> None:
    """Bring the pools to their sizes; what is gone from Pexip, or is a meeting's there, is replaced in the next round.

    Broken off at any step, the next round goes on. Raises what `Rooms` raises.
    """
    run("filling", FILLING, Filling(database, clock, rooms, ring, sizes), watch)


class Standing(NamedTuple):
    """How a pool is: its rooms, those of them that can be had now, and who came in vain in the last week."""

    pool: str
    waiting: int
    ready: int
    overflow: int


def standing(session: Session, now: datetime) -> list[Standing]:
    """Return how each pool is, by its name; first the one that is everybody's."""
    waits = PexipSpare.taken_at.is_(None)
    ready = and_(waits, PexipSpare.vmr.is_not(None), is_known(PexipSpare.written_at, now))
    in_vain = and_(PexipSpare.overflow, PexipSpare.taken_at > now - timedelta(days=7))
    numbers = (func.sum(case((each, 1), else_=0)) for each in (waits, ready, in_vain))
    rows = session.execute(select(PexipSpare.pool, *numbers).group_by(PexipSpare.pool).order_by(PexipSpare.pool))
    return [Standing(name, int(waiting), int(had), int(vain)) for name, waiting, had, vain in rows]


def names_of(session: Session) -> frozenset[str]:
    """Return the names of the rooms that wait to be taken."""
    return frozenset(session.scalars(select(PexipSpare.name).where(PexipSpare.taken_at.is_(None))))
