"""Filling the pools of rooms in advance, as steps: our own rows, the rooms at Pexip, their ids in our rows."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, repeat

import structlog
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.steps import OVER, Kind, Outcome, Step, Watch, Work, run, unwatched
from backend.storage import Database
from backend.video.pexip import names
from backend.video.pexip.management.models import PexipSpare
from backend.video.pexip.management.pool import COMMON, leave_unknown
from backend.video.pexip.management.rooms import Made, Rooms, Wanted
from backend.video.pexip.names import SecretKeys
from backend.video.pexip.wire.budget import background

log = structlog.get_logger(__name__)

SIZE, EACH, LIMIT = 4, 2, 15
# No more rooms than so many stand waiting, however many units there are.
MOST = 200
_KEPT, _USED = timedelta(days=90), timedelta(days=14)
_ABOUT = "pexip-pool"
_WAITING = select(PexipSpare).where(PexipSpare.taken_at.is_(None)).order_by(PexipSpare.asked_at, PexipSpare.name)


@dataclass(frozen=True)
class Sizes:
    """How many rooms wait: for everybody, for each pool in use, and for the pools that are named."""

    common: int = SIZE
    each: int = EACH
    named: Mapping[str, int] = field(default_factory=dict)


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
    keys: SecretKeys
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
    old = PexipSpare.taken_at < now - _KEPT
    work.session.execute(delete(PexipSpare).where(old))
    leave_unknown(work.session, work.keys)
    spare = list(work.session.scalars(_WAITING))
    fresh = [
        _new(work.keys, pool, now) for pool in _share(work.session, spare, wanted_sizes(work.session, work.sizes, now))
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


def _new(keys: SecretKeys, pool: str, now: datetime) -> PexipSpare:
    nonce = names.new_nonce()
    digest = names.digest(names.alias(keys.secret, nonce))
    return PexipSpare(name=names.new_name(), nonce=nonce, digest=digest, asked_at=now, pool=pool)


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
        Wanted(each.name, names.alias(secret, each.nonce), names.host_pin(secret, each.nonce), LIMIT, protected=True)
        for each in work.asked
        if each.name not in there and (secret := work.keys.of(each.nonce, each.digest)) is not None
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
    database: Database, clock: Clock, rooms: Rooms, keys: SecretKeys, sizes: Sizes, watch: Watch = unwatched
) -> None:
    """Bring the pools to their sizes; what is gone from Pexip, or is a meeting's there, is replaced in the next round.

    Broken off at any step, the next round goes on. Raises what `Rooms` raises.
    """
    run("filling", FILLING, Filling(database, clock, rooms, keys, sizes), watch)
