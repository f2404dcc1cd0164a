"""Making a conference's room, as steps: a row of ours, the room at the Management Node, its id in our row."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.steps import OVER, Kind, Outcome, Step, Work
from backend.storage import Database, new_id
from backend.video.pexip import names
from backend.video.pexip.management import pool
from backend.video.pexip.management.budget import background
from backend.video.pexip.management.replication import REPLICATION
from backend.video.pexip.management.rooms import NameTaken, Rooms
from backend.video.pexip.models import MANAGEMENT, PexipRoom
from backend.video.pexip.names import Ring
from backend.video.service import ConferenceRequest, ServiceUnavailable


@dataclass
class Making(Work):
    """Which conference, and its row as it is then."""

    database: Database
    clock: Clock
    rooms: Rooms
    ring: Ring
    request: ConferenceRequest
    room: PexipRoom = field(init=False)
    vmr: str | None = None

    def transaction(self) -> AbstractContextManager[Session]:
        """Begin a transaction about the room's key."""
        return self.database.write(f"room-key:{self.request.key}")


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
        _begin(known, work.ring)
        if request.start <= now + REPLICATION:
            _take_spare(session, known, work)
        session.add(known)
    elif known.mode != MANAGEMENT or work.ring.of(known.nonce, known.digest) is None:
        _begin(known, work.ring)
    known.start, known.end, known.language = request.start, request.end, request.language
    known.lobby = False
    session.flush()
    work.room = known


def _begin(room: PexipRoom, ring: Ring) -> None:
    """Give the room an alias and a PIN; one that was held in another way, or perhaps half made, a name too."""
    if room.mode != MANAGEMENT or room.vmr is None:
        room.name, room.vmr = pool.new_name(), None
    room.mode, room.nonce, room.written_at = MANAGEMENT, names.new_nonce(), None
    room.digest = names.digest(names.alias(ring.secret, room.nonce))


def _take_spare(session: Session, room: PexipRoom, work: Making) -> None:
    spare = pool.take(session, work.ring, room.reference, work.request.pool, work.clock.now())
    if spare is None:
        pool.note_overflow(session, room.name, room.reference, work.request.pool, work.clock.now())
        return
    room.name, room.nonce, room.vmr, room.written_at = spare.name, spare.nonce, spare.vmr, spare.written_at
    room.digest = spare.digest
    # What the room was made with; bringing it in line with what is wanted is the next step.
    room.participant_limit, room.protected = pool.LIMIT, True


def _make(work: Making) -> Outcome | None:
    room, request, budget = work.room, work.request, background()
    limit, protected = request.participant_limit, request.protected
    secret = work.ring.of(room.nonce, room.digest)
    if secret is None:
        # Changed under us by somebody with another secret.
        raise ServiceUnavailable
    asked = pool.wanted(secret, room.name, room.nonce, participant_limit=limit, protected=protected)
    if room.vmr is not None:
        is_there = work.rooms.there(room.vmr, room.name, budget)
        if is_there and room.written_at is None:
            is_there = work.rooms.renew(room.vmr, asked, budget)
        elif is_there and (room.participant_limit, room.protected) != (limit, protected):
            is_there = work.rooms.change(room.vmr, budget, participant_limit=limit, protected=protected)
        if is_there:
            work.vmr = room.vmr
            return None
    try:
        work.vmr = work.rooms.make(asked, budget)
    except NameTaken:
        with work.transaction() as session:
            mine = update(PexipRoom).where(PexipRoom.reference == room.reference, PexipRoom.vmr.is_(None))
            session.execute(mine.values(name=pool.new_name()))
        raise
    return None


def _keep(work: Making) -> Outcome | None:
    room = work.session.get(PexipRoom, work.room.reference)
    if room is None:
        return OVER
    if room.vmr != work.vmr or room.written_at is None:
        room.vmr, room.written_at = work.vmr, work.clock.now()
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
