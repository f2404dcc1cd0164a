"""Holds every room's panel, in the one process whose timed work is called; it lets go when that falls silent."""

import threading
import time
from datetime import timedelta
from functools import partial
from typing import NamedTuple

import structlog
from sqlalchemy import delete, select

from backend.clock import Clock
from backend.fleet.models import FleetRoom
from backend.fleet.reach import Reach
from backend.panel.calls import RoomCalls
from backend.panel.hooks import BOOTED, TOPIC
from backend.panel.models import PanelTouch
from backend.panel.offers import Offers
from backend.panel.presses import refused
from backend.push import Hub
from backend.storage import Database
from rooms.accounts import Duty
from rooms.inventory import parse_address
from rooms.standing.at_work import RoomAtWork
from rooms.standing.house import House, Wanted
from rooms.standing.lines import HeldLine, Line, VisitedLine
from rooms.standing.touches import read

log = structlog.get_logger(__name__)
SILENT_SECONDS = 15.0
_LOOK_SECONDS = 0.5
_OFFERS_SECONDS = 2.0
_ROOMS_SECONDS = 5.0
_AGAIN_SECONDS = 30.0
# A press that waited longer, or by a clock that leapt, is not done: whoever pressed has gone on to something else.
STALE = timedelta(seconds=10)
# So many rooms are begun at a time: a wrong password must be found out before it is shown to all.
_AT_ONCE = 10
_VISITED = frozenset({"https"})


class _Known(NamedTuple):
    address: str
    room: RoomAtWork


class Holder:
    """The rooms' panels at work. `tick` keeps it going; `stop` ends it, and returns when every session is closed."""

    def __init__(  # noqa: PLR0913 - wired once, in room_side.py
        self,
        database: Database,
        clock: Clock,
        hub: Hub,
        reach: Reach,
        offers: Offers,
        calls: RoomCalls,
        house: House,
    ) -> None:
        self._database = database
        self._clock = clock
        self._hub = hub
        self._reach = reach
        self._offers = offers
        self._calls = calls
        self._house = house
        self._rooms: dict[str, _Known] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()
        self._ticked = 0.0
        self._offered = offers.shown(())
        self._rooms_at = self._again_at = self._offers_at = 0.0

    def tick(self) -> None:
        """Note that this process is the one; begin, if it was not."""
        with self._lock:
            self._ticked = time.monotonic()
            if self._thread is None and not self._ending.is_set():
                self._thread = threading.Thread(target=self._run, name="room panels", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Let all rooms go, for good."""
        self._ending.set()
        self._hub.publish(TOPIC)
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        woken = self._hub.subscribe((TOPIC,))
        try:
            while not self._ending.is_set() and not self._is_over():
                self._look()
                woken.wait(_LOOK_SECONDS)
        finally:
            woken.close()
            try:
                self._let_go()
            finally:
                # Not before: another thread would begin with the same rooms.
                with self._lock:
                    self._thread = None

    def _is_over(self) -> bool:
        with self._lock:
            return time.monotonic() - self._ticked > SILENT_SECONDS

    def _let_go(self) -> None:
        rooms, self._rooms = [known.room for known in self._rooms.values()], {}
        self._rooms_at = 0.0
        for room in rooms:
            room.close()
        for room in rooms:
            room.join()

    def _look(self) -> None:
        try:
            if time.monotonic() >= self._rooms_at:
                self._know_rooms()
            self._take_posts()
            self._tell_wanted()
        except Exception as fault:  # noqa: BLE001 - a database that is away must not end it
            log.warning("panel.look-failed", error=type(fault).__name__)

    def _know_rooms(self) -> None:
        """Begin with rooms that are new or were moved, end those that are gone, try those somebody has let go."""
        with self._database.read() as session:
            wanted = {row.id: row.address for row in session.scalars(select(FleetRoom)) if row.address}
        for room_id in [each for each, known in self._rooms.items() if wanted.get(each) != known.address]:
            gone = self._rooms.pop(room_id).room
            gone.close()
            gone.join()
        new = [room_id for room_id in wanted if room_id not in self._rooms]
        for room_id in new[:_AT_ONCE]:
            room = RoomAtWork(room_id, self._line(room_id, wanted[room_id]), self._house)
            self._rooms[room_id] = _Known(wanted[room_id], room)
            room.start()
        now = time.monotonic()
        self._rooms_at = now + (_ROOMS_SECONDS if len(new) <= _AT_ONCE else _LOOK_SECONDS)
        if now >= self._again_at:
            self._again_at = now + _AGAIN_SECONDS
            for room_id, known in self._rooms.items():
                if known.room.stopped is not None and self._may_be_tried(room_id):
                    known.room.again()

    def _may_be_tried(self, room_id: str) -> bool:
        room = self._reach.room(room_id)
        return room is not None and self._reach.fleet.hindrance(room, Duty.CONTROL) is None

    def _line(self, room_id: str, address: str) -> Line:
        connect = partial(self._reach.connect, room_id, Duty.CONTROL)
        return VisitedLine(connect) if parse_address(address).scheme in _VISITED else HeldLine(connect)

    def _take_posts(self) -> None:
        with self._database.read() as session:
            waiting = session.scalars(select(PanelTouch).order_by(PanelTouch.id)).all()
        for room_id in dict.fromkeys(row.room_id for row in waiting):
            ids = [row.id for row in waiting if row.room_id == room_id]
            with self._database.write(about=f"room-panel:{room_id}") as session:
                mine = session.scalars(delete(PanelTouch).where(PanelTouch.id.in_(ids)).returning(PanelTouch)).all()
            for row in sorted(mine, key=lambda row: row.id):
                self._pass_on(row)

    def _pass_on(self, row: PanelTouch) -> None:
        known = self._rooms.get(row.room_id)
        touch = read(row.about, row.option)
        if known is None or abs(self._clock.now() - row.at) > STALE:
            refused(row.room_id, "late")
        elif row.about == BOOTED:
            known.room.restarted()
        elif touch is not None:
            known.room.post(touch)

    def _tell_wanted(self) -> None:
        calls = self._calls.open_calls()
        if time.monotonic() >= self._offers_at or self._rooms.keys() != self._offered.keys():
            self._offered = self._offers.shown(list(self._rooms))
            self._offers_at = time.monotonic() + _OFFERS_SECONDS
        for room_id, known in self._rooms.items():
            known.room.want(Wanted(self._offered[room_id], tuple(calls.get(room_id, ()))))
