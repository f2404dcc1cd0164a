"""A room's host PIN: one for all hosts of a meeting, and another once somebody who had it is a host no more.

It is changed only while nobody is in the room, or waits for it, by Pexip's own word: whoever is in goes on, and nobody
who waits does so for that. Pexip's nodes know the new one a while later, and until then no host is led there.
"""

from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Update, func, select, update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.config import PexipMode
from backend.storage import Database
from backend.video.about import about_room
from backend.video.pexip import names
from backend.video.pexip.management.replication import REPLICATION, seconds_left
from backend.video.pexip.management.rooms import Rooms
from backend.video.pexip.management.rounds import do_each
from backend.video.pexip.models import HOST, HOST_LASTS, PexipEntry, PexipRoom
from backend.video.pexip.names import SecretKeys
from backend.video.pexip.wire.budget import Budget, background
from backend.video.pexip.wire.commands import Commands
from backend.video.service import NothingDone, ServiceRefused

log = structlog.get_logger(__name__)

# So many rooms in one round; the others have their turn in the next.
_MOST = 20
# A meeting that went on for longer than it was booked may be gone into once more.
_AFTERWARDS = timedelta(hours=1)


def of(room: PexipRoom, secret: bytes) -> str:
    """Return the PIN by which hosts come into the room, as Pexip has it."""
    return names.host_pin(secret, room.pin_nonce or room.nonce)


def wait(room: PexipRoom, now: datetime) -> float:
    """Return in how many seconds Pexip's nodes know the PIN; 0 when they do.

    While it is on its way nobody knows which one Pexip has, however long that has been so.
    """
    if _is_begun(room):
        return REPLICATION.total_seconds()
    return 0.0 if room.pin_at is None else seconds_left(room.pin_at, now)


def begin(room: PexipRoom) -> None:
    """Let the room's PIN be made with its own nonce, as for a room that is new."""
    room.pin_nonce = room.pin_next = room.pin_at = None


def withdraw(session: Session, room: PexipRoom, person: str) -> None:
    """Ask for another PIN if the person was given this one and is a host of the meeting no more.

    Call before their ways in are withdrawn; again it asks for nothing.
    """
    if _is_begun(room):
        # On its way to Pexip: nobody has been shown it.
        return
    had_it = (
        select(PexipEntry.tag)
        .where(PexipEntry.reference == room.reference, PexipEntry.person == person, PexipEntry.role == HOST)
        .where(PexipEntry.withdrawn_at.is_(None))
    )
    if session.scalar(had_it.limit(1)) is not None:
        room.pin_next = names.new_nonce()


class HostPins:
    """Renews what is to be renewed, from time to time."""

    def __init__(self, database: Database, clock: Clock, rooms: Rooms, commands: Commands, keys: SecretKeys) -> None:
        self._database = database
        self._clock = clock
        self._rooms = rooms
        self._commands = commands
        self._keys = keys

    def renew(self) -> None:
        """Give each room that is to have another PIN one, unless somebody is in it. Call twice a minute.

        It is noted before Pexip is told: broken off after that, the next round tells the same one, whoever is in it
        then, as nobody knows which of the two Pexip has. A room that fails keeps no other from having its own.
        Raises `ServiceUnavailable`, `ServiceRefused`.
        """
        due = PexipRoom.pin_next.is_not(None), PexipRoom.vmr.is_not(None), PexipRoom.mode == PexipMode.MANAGEMENT
        still = PexipRoom.end > self._clock.now() - _AFTERWARDS
        with self._database.read() as session:
            # Into one whose PIN is on its way no host comes before it is there.
            order = PexipRoom.pin_next.is_distinct_from(PexipRoom.pin_nonce), PexipRoom.start
            found = session.scalars(select(PexipRoom).where(*due, still).order_by(*order)).all()
        # One time for all of them: a node that is away keeps the round no longer than one room would.
        budget = background()
        do_each(partial(self._renew, room, budget) for room in found[:_MOST])

    def _renew(self, room: PexipRoom, budget: Budget) -> None:
        secret, before = self._keys.of(room.nonce, room.digest), room.pin_nonce
        if secret is None or room.vmr is None or room.pin_next is None:
            return
        is_begun = _is_begun(room)
        if not is_begun and (self._is_on_the_way(room.reference) or self._commands.running(room.name, budget)):
            return
        # What only asks comes first, and nothing is begun without time left: from then on no host comes in until Pexip
        # has answered.
        is_there = self._rooms.there(room.vmr, room.name, budget)
        budget.require_left()
        if not self._begins(room, is_begun=is_begun):
            return
        try:
            is_there = is_there and self._rooms.set_pin(room.vmr, names.host_pin(secret, room.pin_next), budget)
        except (NothingDone, ServiceRefused):
            if not is_begun:
                self._note(room, pin_nonce=before, pin_at=room.pin_at)
            raise
        # One that is gone is made again, with the PIN it is to have.
        self._note(room, pin_next=None, pin_at=self._clock.now())
        log.info("pexip.host-pin-renewed", room=room.reference, there=is_there)

    def _begins(self, room: PexipRoom, *, is_begun: bool) -> bool:
        """Note that the PIN is on its way, unless a host was given the one before while Pexip was asked."""
        with self._database.write(about_room(room.reference)) as session:
            if not is_begun and self._was_given(session, room.reference):
                return False
            noted = _as_read(room).values(pin_nonce=room.pin_next, pin_at=self._clock.now())
            return session.scalar(noted.returning(PexipRoom.reference)) is not None

    def _note(self, room: PexipRoom, **values: object) -> None:
        with self._database.write(about_room(room.reference)) as session:
            session.execute(_as_read(room).values(**values))

    def _is_on_the_way(self, reference: str) -> bool:
        with self._database.read() as session:
            return self._was_given(session, reference)

    def _was_given(self, session: Session, reference: str) -> bool:
        """Tell whether a host was given the PIN just now, who may be typing it."""
        lately = PexipEntry.made_at > self._clock.now() - HOST_LASTS
        going = PexipEntry.reference == reference, PexipEntry.role == HOST, PexipEntry.withdrawn_at.is_(None)
        return bool(session.scalar(select(func.count()).select_from(PexipEntry).where(lately, *going)))


def _is_begun(room: PexipRoom) -> bool:
    return room.pin_next is not None and room.pin_next == room.pin_nonce


def _as_read(room: PexipRoom) -> Update:
    same = PexipRoom.reference == room.reference, PexipRoom.nonce == room.nonce
    return update(PexipRoom).where(*same, PexipRoom.pin_next == room.pin_next)
