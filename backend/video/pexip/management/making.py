"""Making a conference's room, as steps: a row of ours, the room at the Management Node, its id in our row.

A room from the pool is the conference's once Pexip has been asked: that nobody else's name stands on it there and no
conference runs in it. Our own tables may have been restored from a copy that knows nothing of whom it was given to.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.config import PexipMode
from backend.steps import OVER, Kind, Outcome, Step, Work
from backend.storage import Database, new_id
from backend.video.about import about_key
from backend.video.pexip import names
from backend.video.pexip.management import host_pin, pool
from backend.video.pexip.management.models import PexipSpare
from backend.video.pexip.management.replication import REPLICATION
from backend.video.pexip.management.rooms import NameTaken, Rooms, Wanted
from backend.video.pexip.models import PexipRoom
from backend.video.pexip.names import SecretKeys
from backend.video.pexip.wire.budget import Budget, background
from backend.video.pexip.wire.commands import Commands
from backend.video.service import ConferenceRequest, ServiceUnavailable

log = structlog.get_logger(__name__)


@dataclass
class Making(Work):
    """Which conference, and its row as it is then; `spare` is a room from the pool that is not known to be free."""

    database: Database
    clock: Clock
    rooms: Rooms
    commands: Commands
    keys: SecretKeys
    request: ConferenceRequest
    room: PexipRoom = field(init=False)
    spare: PexipSpare | None = None
    vmr: str | None = None
    written_at: datetime | None = None

    def transaction(self) -> AbstractContextManager[Session]:
        """Begin a transaction about the room's key."""
        return self.database.write(about_key(self.request.key))


def _reserve(work: Making) -> None:
    session, request, now = work.session, work.request, work.clock.now()
    known = session.scalar(select(PexipRoom).where(PexipRoom.key == request.key))
    if known is None:
        known = PexipRoom(
            reference=new_id("x"),
            key=request.key,
            created_at=now,
            participant_limit=request.participant_limit,
            protected=request.protected,
        )
        _begin(known, work.keys)
        if request.start <= now + REPLICATION:
            _take_spare(session, known, work)
        session.add(known)
    elif known.mode != PexipMode.MANAGEMENT or work.keys.of(known.nonce, known.digest) is None:
        _begin(known, work.keys)
    # Also written under the room's name: PINs conditionally, by the nonce (`host_pin`), all else by this job alone.
    known.start, known.end, known.language = request.start, request.end, request.language
    known.lobby = False
    session.flush()
    work.spare = pool.taken(session, known.name, known.reference) if known.vmr is None else None
    work.room = known


def _begin(room: PexipRoom, keys: SecretKeys) -> None:
    """Give the room an alias and a PIN; one that was held in another way, or perhaps half made, a name too."""
    if room.mode != PexipMode.MANAGEMENT or room.vmr is None:
        room.name, room.vmr = names.new_name(), None
    room.mode, room.nonce, room.written_at = PexipMode.MANAGEMENT, names.new_nonce(), None
    room.digest = names.digest(names.alias(keys.secret, room.nonce))
    host_pin.begin(room)


def _take_spare(session: Session, room: PexipRoom, work: Making) -> None:
    spare = pool.take(session, work.keys, room.reference, work.request.pool, work.clock.now())
    if spare is None:
        pool.note_overflow(session, room.name, room.reference, work.request.pool, work.clock.now())
        return
    # Its id comes once it is known to be free: without one nobody is let there.
    room.name, room.nonce, room.digest = spare.name, spare.nonce, spare.digest


def _claim(work: Making, budget: Budget) -> None:
    """Let the room from the pool be the conference's; one that is not free is left, for another or one of its own."""
    while (spare := work.spare) is not None:
        vmr = spare.vmr
        if vmr is not None and _is_free(work, vmr, budget) and work.rooms.claim(vmr, _wanted(work), budget):
            work.vmr, work.written_at = vmr, spare.written_at
            return
        _leave_spare(work, spare)


def _is_free(work: Making, vmr: str, budget: Budget) -> bool:
    owner = work.rooms.owner(vmr, work.room.name, budget)
    # Ours already when an earlier try did not live to note it.
    return owner == work.room.reference or (owner == "" and not work.commands.running(work.room.name, budget))


def _leave_spare(work: Making, spare: PexipSpare) -> None:
    log.warning("pexip.room-in-advance-not-free", room=work.room.reference)
    with work.transaction() as session:
        room = _unchanged(session, work.room)
        session.delete(session.get_one(PexipSpare, spare.name))
        _begin(room, work.keys)
        _take_spare(session, room, work)
        session.flush()
        work.spare = pool.taken(session, room.name, room.reference)
        work.room = room


def _unchanged(session: Session, before: PexipRoom) -> PexipRoom:
    room = session.get(PexipRoom, before.reference)
    if room is None or (room.name, room.vmr) != (before.name, before.vmr):
        # Another is making it at the same time, or has removed it.
        raise ServiceUnavailable
    return room


def _wanted(work: Making) -> Wanted:
    room, request = work.room, work.request
    secret = work.keys.of(room.nonce, room.digest)
    if secret is None:
        # Changed under us by somebody with another secret.
        raise ServiceUnavailable
    limit, protected, owner = request.participant_limit, request.protected, room.reference
    return Wanted(room.name, names.alias(secret, room.nonce), host_pin.of(room, secret), limit, protected, owner)


def _make(work: Making) -> None:
    budget = background()
    _claim(work, budget)
    if work.vmr is not None:
        return
    room, asked = work.room, _wanted(work)
    if room.vmr is not None:
        is_there = work.rooms.there(room.vmr, room.name, budget)
        if is_there and room.written_at is None:
            is_there = work.rooms.renew(room.vmr, asked, budget)
        elif is_there and (room.participant_limit, room.protected) != (asked.participant_limit, asked.protected):
            limit, protected = asked.participant_limit, asked.protected
            is_there = work.rooms.change(room.vmr, budget, participant_limit=limit, protected=protected)
        if is_there:
            work.vmr = room.vmr
            return
    try:
        work.vmr = work.rooms.make(asked, budget)
    except NameTaken:
        _leave_name(work, budget)
        raise


def _leave_name(work: Making, budget: Budget) -> None:
    """Choose another name, alias and PIN: these are at Pexip already, and not under our tag.

    Raises `ServiceUnavailable` while a conference runs by the name, for then our people may be in it.
    """
    if work.commands.running(work.room.name, budget):
        log.error("pexip.room-taken-and-in-use", room=work.room.reference)
        raise ServiceUnavailable
    with work.transaction() as session:
        room = _unchanged(session, work.room)
        room.vmr = None
        _begin(room, work.keys)


def _keep(work: Making) -> Outcome | None:
    room = work.session.get(PexipRoom, work.room.reference)
    if room is None:
        return OVER
    if room.name != work.room.name:
        # Another making of it has given the name up.
        raise ServiceUnavailable
    if room.vmr != work.vmr or room.written_at is None:
        room.vmr, room.written_at = work.vmr, work.written_at or work.clock.now()
    room.participant_limit, room.protected = work.request.participant_limit, work.request.protected
    work.room = room
    return None


MAKING: tuple[Step[Making], ...] = (
    Step("begin", kind=Kind.BEGIN),
    Step("reserve", _reserve),
    Step("commit", kind=Kind.COMMIT),
    Step("make", _make, Kind.CALL),
    Step("begin-keeping", kind=Kind.BEGIN),
    Step("keep", _keep),
    Step("commit-keeping", kind=Kind.COMMIT),
)
