"""Takes a conference's panel away from rooms that no conference has any more: also after a room was off, or we were."""

import threading
import time
from collections.abc import Collection, Mapping

import structlog
from sqlalchemy import delete, select

from backend.clock import Clock
from backend.conference.claims import Claims
from backend.conference.models import ConferencePanel
from backend.conference.service import ABOUT
from backend.fleet.reach import Reach
from backend.storage import Database
from rooms.accounts import Duty
from rooms.endpoint import Capability, Endpoint
from rooms.fleet import Outcome
from rooms.inventory import Room
from rooms.panel import PANEL

_AGAIN_SECONDS = 60.0
_OWNER = "clearing"
# Nothing of ours can be there, or be reached, any more.
_NOTHING_THERE = frozenset({Outcome.OK, Outcome.NO_ADDRESS})
log = structlog.get_logger(__name__)


class Clearing:
    """Remembers which rooms may show a panel, and visits those that should not."""

    def __init__(self, database: Database, clock: Clock, reach: Reach, claims: Claims) -> None:
        self._database, self._clock, self._reach, self._claims = database, clock, reach, claims
        self._thread: threading.Thread | None = None
        self._next = 0.0
        self._stopping = threading.Event()

    def remember(self, plan_id: str, rooms: Collection[str]) -> None:
        """Note, before it is so, that these rooms may show the plan's panel."""
        with self._database.write(about=ABOUT) as session:
            for room_id in sorted(rooms):
                session.merge(ConferencePanel(room_id=room_id, plan_id=plan_id, since=self._clock.now()))

    def look(self, kept: Collection[str]) -> None:
        """Visit, in a thread of its own, the rooms that may show a panel, but for those in `kept`."""
        if (self._thread and self._thread.is_alive()) or self._stopping.is_set():
            return
        with self._database.read() as session:
            rows = {
                row.room_id: row.plan_id
                for row in session.scalars(select(ConferencePanel).where(ConferencePanel.room_id.not_in(kept)))
            }
        if not rows or time.monotonic() < self._next:
            return
        self._thread = threading.Thread(target=self._visit, args=(rows,), name="conference panels", daemon=True)
        self._thread.start()

    def soon(self) -> None:
        """Look again without a pause: a conference has just let its rooms go."""
        self._next = 0.0

    def stop(self) -> None:
        """End, after the rooms that are being visited."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _visit(self, rows: Mapping[str, str]) -> None:
        self._next = time.monotonic() + _AGAIN_SECONDS
        known = {room_id: self._reach.room(room_id) for room_id in rows}
        gone = [room_id for room_id, room in known.items() if room is None]
        mine = [room for room_id, room in known.items() if room is not None and self._claims.take(room_id, _OWNER)]
        try:
            for result in self._reach.fleet.each(mine, Duty.CONTROL, _take_away):
                if result.outcome in _NOTHING_THERE:
                    gone.append(result.room.room_id)
                if self._stopping.is_set():
                    break
        finally:
            self._claims.give_back(_OWNER)
            self._forget({room_id: rows[room_id] for room_id in gone})

    def _forget(self, rows: Mapping[str, str]) -> None:
        if rows:
            with self._database.write(about=ABOUT) as session:
                for room_id, plan_id in rows.items():
                    mine = ConferencePanel.room_id == room_id, ConferencePanel.plan_id == plan_id
                    session.execute(delete(ConferencePanel).where(*mine))


def _take_away(_room: Room, endpoint: Endpoint) -> None:
    if Capability.PANELS in endpoint.capabilities() and PANEL in endpoint.panels():
        endpoint.remove_panel(PANEL)
