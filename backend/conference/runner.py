"""Holds the conferences whose time it is, in the one process that does what is done at intervals.

What should be held is read from the database each second; nothing else is remembered. A process that is no longer asked
lets its rooms go after 15 s: another one holds them. Neither of that hangs anybody up.
"""

import threading
import time
from dataclasses import dataclass
from datetime import datetime

import structlog

from backend.audit import AccessLog, Entry
from backend.clock import Clock
from backend.conference import allotting, planning
from backend.conference.claims import Claims
from backend.conference.clearing import Clearing
from backend.conference.held import Held, begin
from backend.conference.models import ConferencePlan
from backend.conference.places import Place, Places
from backend.conference.pressing import PRESSES
from backend.conference.service import ABOUT, topic
from backend.conference.store import CourseStore
from backend.conference.taking import Taking
from backend.conference.wanted import Wanted, wanted
from backend.errors import Conflict
from backend.fleet.reach import Reach
from backend.push import Hub
from backend.storage import AWAY, Database
from rooms.conference.plan import Entry as Way

LET_GO_SECONDS = 15.0
# As long as another process may believe that it holds the rooms: to take a conference from it and back helps nobody.
_OTHERS_SECONDS = 15.0
# Long enough for the rooms to take the panel away by themselves.
_GRACE_SECONDS = 5.0
# By the machine's own running time: a clock that leaps ends nothing.
_EMPTY_SECONDS = 3600.0
_WATCH_SECONDS = 1.0
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Desk:
    """What holding conferences needs."""

    database: Database
    clock: Clock
    hub: Hub
    places: Places
    reach: Reach
    access_log: AccessLog


class Runner:
    """Holds conferences from the first `look` until `stop`, or until nobody has called `look` for 15 s."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._claims = Claims()
        self._clearing = Clearing(desk.database, desk.clock, desk.reach, self._claims)
        self._taking = Taking(desk.database, desk.clock)
        self._lock = threading.RLock()
        self._held: dict[str, Held] = {}
        self._others_until: dict[str, float] = {}
        self._empty_since: dict[str, float] = {}
        self._looked_at = 0.0
        self._stopping = threading.Event()
        self._watch: threading.Thread | None = None

    def look(self) -> None:
        """See that what should be held is held, and no more; give the controllers what was pressed."""
        if self._stopping.is_set():
            return
        with self._lock:
            self._looked_at = time.monotonic()
            self._begin_watch()
            now = self._desk.clock.now()
            with self._desk.database.read() as session:
                due = wanted(session, now)
            self._forget_ended()
            for one in due:
                self._see_to_safely(one, now)
            self._let_go({one.row.id for one in due})
            self._clearing.look(frozenset[str]().union(*(planning.rooms_of(one.row) for one in due)))
            self._looked_at = time.monotonic()
        self._taking.look(self._now_held())

    def stop(self) -> None:
        """Let every room go, and return when all sessions are closed. Nobody is hung up."""
        self._stopping.set()
        with self._lock:
            self._release()
            held = list(self._held.values())
        for one in held:
            one.join()
        self._clearing.stop()
        if self._watch is not None:
            self._watch.join()

    def _now_held(self) -> dict[str, Held]:
        with self._lock:
            return dict(self._held)

    def _see_to_safely(self, one: Wanted, now: datetime) -> None:
        try:
            self._see_to(one, now)
        except AWAY:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with one, the others are held
            log.warning("conference.not-held", conference=one.row.id, detail=type(fault).__name__)

    def _see_to(self, one: Wanted, now: datetime) -> None:
        held = self._held.get(one.row.id)
        if one.is_empty(now):
            if self._has_been_empty(one.row.id):
                self._call_it_over(one.row, now)
                return
        else:
            self._empty_since.pop(one.row.id, None)
        if one.place_used and not self._has_another_place(one.row, now):
            return
        if held is None:
            self._hold(one)
        elif held.controller.superseded:
            if one.begun:
                self._others_until[one.row.id] = time.monotonic() + _OTHERS_SECONDS
            held.end()
        elif self._is_another(held, one):
            held.end()
        else:
            held.unwanted_since = None

    def _is_another(self, held: Held, one: Wanted) -> bool:
        """Tell whether the plan has been changed since; where it is held counts only until it has begun."""
        place = self._place(one.row)
        return held.store.plan_version != one.row.version or (not one.begun and held.place != place)

    def _hold(self, one: Wanted) -> None:
        row, desk = one.row, self._desk
        if time.monotonic() < self._others_until.get(row.id, 0.0):
            return
        place = self._place(row)
        plan = planning.as_plan(row, place)
        store = CourseStore(desk.database, desk.clock, desk.access_log, row.id, row.version)
        self._clearing.remember(row.id, planning.rooms_of(row))
        told = topic(row.id)
        self._held[row.id] = begin(
            store, plan, place, desk.reach, self._claims, desk.clock.now, lambda _course: desk.hub.publish(told)
        )

    def _place(self, row: ConferencePlan) -> Place:
        """Return where the plan is held; one that is gone from the file can be ended, and dialled by nobody."""
        return self._desk.places.all().get(row.place, Place(row.place, Way(""), Way("")))

    def _has_another_place(self, row: ConferencePlan, now: datetime) -> bool:
        """Find a place for a plan whose own is still used by a conference that runs over its time."""
        with self._desk.database.write(about=ABOUT) as session:
            plan = session.get(ConferencePlan, row.id)
            if plan is None or plan.version != row.version:
                return False
            names = list(self._desk.places.all())
            try:
                plan.place = allotting.place_for(session, plan.id, now, plan.closes, names, now)
            except Conflict:
                return False
            row.place = plan.place
        log.info("conference.another-place", conference=row.id)
        return True

    def _has_been_empty(self, plan_id: str) -> bool:
        since = self._empty_since.setdefault(plan_id, time.monotonic())
        return time.monotonic() - since >= _EMPTY_SECONDS

    def _call_it_over(self, row: ConferencePlan, now: datetime) -> None:
        """Note that a conference that nobody ended is over: its time is long past and nobody is in it."""
        with self._desk.database.write(about=ABOUT) as session:
            plan = session.get(ConferencePlan, row.id)
            if plan is not None and plan.over_at is None:
                plan.over_at = now
                entry = Entry(action="conference.lapsed", user="system", unit=plan.unit, meeting=plan.id)
                self._desk.access_log.record(session, entry)
        self._empty_since.pop(row.id, None)
        self._desk.hub.publish(topic(row.id))

    def _let_go(self, due: set[str]) -> None:
        for plan_id, held in self._held.items():
            if plan_id not in due and held.unwanted_for() >= _GRACE_SECONDS:
                held.end()

    def _forget_ended(self) -> None:
        for plan_id in [plan_id for plan_id, held in self._held.items() if held.ended]:
            del self._held[plan_id]
            self._clearing.soon()

    def _release(self) -> None:
        for held in self._held.values():
            held.end()

    def _begin_watch(self) -> None:
        if self._watch is None:
            self._watch = threading.Thread(target=self._run_watch, name="conferences", daemon=True)
            self._watch.start()

    def _run_watch(self) -> None:
        """Take presses as soon as they are told of, and let go when nobody asks us to hold anything any more."""
        subscription = self._desk.hub.subscribe((PRESSES,))
        while not self._stopping.is_set():
            woken = subscription.wait(_WATCH_SECONDS)
            if self._is_forgotten():
                with self._lock:
                    # It may have been asked again while we waited for our turn.
                    if self._is_forgotten():
                        self._release()
            elif woken:
                self._take_now()
        subscription.close()

    def _is_forgotten(self) -> bool:
        return time.monotonic() - self._looked_at > LET_GO_SECONDS

    def _take_now(self) -> None:
        try:
            self._taking.look(self._now_held())
        except AWAY as fault:
            log.warning("conference.presses-wait", detail=type(fault).__name__)
