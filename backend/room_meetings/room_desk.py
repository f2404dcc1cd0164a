"""What the room support sees and decides of a room's list of join entries."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from backend import versions
from backend.audit import AccessLog, Entry
from backend.clock import Clock
from backend.errors import Forbidden, NotFound, Text
from backend.fleet.models import FleetRoom
from backend.identity import Actor, Role
from backend.room_meetings import services
from backend.room_meetings.models import RoomBookings
from backend.room_meetings.standing import NONE, words
from backend.storage import Database
from backend.video.service import Capabilities

Json = dict[str, Any]
_NOT_YOURS = Text(
    "Vem som skriver ett rums bokningar bestäms av rumssupporten. Inget är ändrat. Fråga dem.",
    "Who writes a room's bookings is for the room support to say. Nothing has changed. Ask them.",
)


class RoomDesk:
    """How rooms stand towards meetings. `lacks` returns what a room can't do, None until somebody has looked."""

    def __init__(  # noqa: PLR0913 - wired once, in room_side
        self,
        database: Database,
        clock: Clock,
        access_log: AccessLog,
        video: Mapping[str, Capabilities],
        lacks: Callable[[str], Collection[str] | None],
        *,
        writes: bool,
    ) -> None:
        self._database = database
        self._clock = clock
        self._access_log = access_log
        self._video = video
        self._lacks = lacks
        self._writes = writes

    def services(self, room_id: str) -> Json:
        """Return what the room can do with meetings of each video service, and why not. Raises NotFound."""
        with self._database.read() as session:
            room, row = _room(session, room_id), session.get(RoomBookings, room_id)
        known = services.Known(bool(room.address), self._lacks(room_id), self._writes, row)
        return {"services": services.shown(known, self._video)}

    def standing(self, actor: Actor, room_id: str) -> Json:
        """Return how our entries stand in the room. Raises Forbidden, NotFound."""
        _require(actor)
        with self._database.read() as session:
            _room(session, room_id)
            return self._body(session.get(RoomBookings, room_id))

    def consent(self, actor: Actor, room_id: str, *, overwrite: bool, if_match: str | None = None) -> Json:
        """Let us write over what another writer has in the room, or no longer; returns as `standing`.

        Raises Forbidden, NotFound, Outdated.
        """
        _require(actor)
        with self._database.write(about=f"room-bookings:{room_id}") as session:
            _room(session, room_id)
            now, row = self._clock.now(), session.get(RoomBookings, room_id)
            if not versions.names(if_match, str(row.version if row else 0)):
                raise versions.outdated(row.version if row else 0, ["overwrite"], None, now)
            if row is None:
                row = RoomBookings(room_id=room_id, state=NONE, state_at=now, foreign_entries=0, written="")
                row.overwrite, row.version = False, 0
                session.add(row)
            if row.overwrite != overwrite:
                row.overwrite, row.looked_at = overwrite, None
                row.version += 1
                self._access_log.record(session, _entry(actor, room_id, overwrite=overwrite))
            return self._body(row)

    def _body(self, row: RoomBookings | None) -> Json:
        state = row.state if row is not None else NONE
        said = words(state)
        return {
            "writes": self._writes,
            "state": state,
            "state_sv": said.sv,
            "state_en": said.en,
            "since": row.state_at.isoformat() if row is not None else None,
            "foreign_entries": row.foreign_entries if row is not None else 0,
            "overwrite": row is not None and row.overwrite,
            "version": row.version if row is not None else 0,
        }


def _entry(actor: Actor, room_id: str, *, overwrite: bool) -> Entry:
    return Entry(
        action="room.bookings-consent",
        user=actor.user,
        unit=actor.person.unit.id,
        detail={"room": room_id, "overwrite": overwrite},
    )


def _room(session: Session, room_id: str) -> FleetRoom:
    room = session.get(FleetRoom, room_id)
    if room is None:
        raise NotFound("not-found")
    return room


def _require(actor: Actor) -> None:
    if not (actor.has(Role.ROOM_SUPPORT) or actor.has(Role.REGION_ADMIN)):
        raise Forbidden("forbidden", _NOT_YOURS)
