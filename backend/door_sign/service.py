"""The signs at the doors: which rooms have one, and the key in each one's address."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from backend.audit import AccessLog, Entry
from backend.clock import Clock
from backend.door_sign.models import DoorSign
from backend.errors import NotFound
from backend.fleet.models import FleetRoom
from backend.identity import Actor
from backend.room_support.access import require
from backend.storage import Database

# A sign asks several times a minute; that it did is written down each fifth minute.
_NOTED = timedelta(minutes=5)
# Compared with where no sign is, so that an answer takes as long.
_NO_KEY = hashlib.sha256(b"").hexdigest()


class Signs:
    """The signs. A key is shown once, when it is made; a hash of it is kept."""

    def __init__(self, database: Database, clock: Clock, access_log: AccessLog) -> None:
        self._database = database
        self._clock = clock
        self._access_log = access_log

    def make(self, actor: Actor, room_id: str) -> str:
        """Give the room's sign a key and return it; one it had before is worth nothing then.

        Raises Forbidden, NotFound for a room there is not.
        """
        require(actor)
        key = secrets.token_urlsafe(24)
        with self._database.write(about=f"door-sign:{room_id}") as session:
            if session.get(FleetRoom, room_id) is None:
                raise NotFound("not-found")
            made = DoorSign(room_id=room_id, key_hash=_hash(key), made_at=self._clock.now(), shown_at=None)
            session.merge(made)
            self._access_log.record(session, _entry(actor, "room.sign-made", room_id))
        return key

    def withdraw(self, actor: Actor, room_id: str) -> None:
        """Let the room have no sign. One that has none is no error. Raises Forbidden."""
        require(actor)
        with self._database.write(about=f"door-sign:{room_id}") as session:
            gone = delete(DoorSign).where(DoorSign.room_id == room_id).returning(DoorSign.room_id)
            if session.scalars(gone).all():
                self._access_log.record(session, _entry(actor, "room.sign-withdrawn", room_id))

    def listed(self, actor: Actor) -> dict[str, Any]:
        """Return the signs there are, without their keys. Raises Forbidden."""
        require(actor)
        with self._database.read() as session:
            rows = session.scalars(select(DoorSign).order_by(DoorSign.room_id)).all()
        return {
            "signs": [
                {
                    "room": row.room_id,
                    "made_at": row.made_at.isoformat(),
                    "shown_at": row.shown_at.isoformat() if row.shown_at else None,
                }
                for row in rows
            ]
        }

    def rooms(self) -> frozenset[str]:
        """Return the ids of the rooms that have a sign."""
        with self._database.read() as session:
            return frozenset(session.scalars(select(DoorSign.room_id)))

    def require(self, room_id: str, key: str) -> str:
        """Return the room's name. Raises NotFound unless the key is that of its sign; what is wrong is not told."""
        with self._database.read() as session:
            row, room = session.get(DoorSign, room_id), session.get(FleetRoom, room_id)
        known = row.key_hash if row is not None else _NO_KEY
        if not hmac.compare_digest(known, _hash(key)) or row is None or room is None:
            raise NotFound("not-found")
        now = self._clock.now()
        if row.shown_at is None or now - row.shown_at >= _NOTED:
            with self._database.write(about=f"door-sign:{room_id}") as session:
                still = session.get(DoorSign, room_id)
                if still is not None:
                    still.shown_at = now
        return room.name


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _entry(actor: Actor, action: str, room_id: str) -> Entry:
    return Entry(action=action, user=actor.user, unit=actor.person.unit.id, detail={"room": room_id})
