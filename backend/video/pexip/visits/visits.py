"""Visits as a service makes them: whether one may go in, its own way in, its place counted, and who waits for it."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.config import PexipSettings
from backend.storage import Database
from backend.video.about import about_room
from backend.video.models import Conference, Presence, PresenceState
from backend.video.pexip import entries
from backend.video.pexip.entries import Entries
from backend.video.pexip.models import PexipRoom
from backend.video.pexip.visits import roster, visit
from backend.video.pexip.visits.node import Node
from backend.video.pexip.visits.visit import Credentials, Visit
from backend.video.pexip.wire.budget import Budget, pressed
from backend.video.reports import SECONDS
from backend.video.service import Glimpse, HostControl, NothingDone, Order, Role, ServiceRefused, ServiceUnavailable

log = structlog.get_logger(__name__)

T = TypeVar("T")
# So many visits at once. Who comes when nodes keep them all waiting is told so in time, as they are.
_MOST_AT_ONCE = 8
_NO_CHAT = "no"
_IN = select(
    # As the policy counts them: somebody's second call takes no place.
    func.count().filter(Presence.person.not_like(SECONDS)),
    func.count().filter(Presence.role == Role.HOST),
).join(Conference, Conference.id == Presence.conference_id)


class Visits:
    """Makes visits. Never call within a transaction: each may take five seconds, and no longer.

    `made` makes the ways in. A visit goes in only when we know of a host who is in, and of a place that is free.
    """

    def __init__(self, database: Database, clock: Clock, settings: PexipSettings, made: Entries) -> None:
        self._database = database
        self._clock = clock
        self._entries = made
        self._node = Node(settings)
        self._going = ThreadPoolExecutor(_MOST_AT_ONCE, "pexip-visit")
        chats = settings.chat != _NO_CHAT
        self.controls = visit.CONTROLS if chats else visit.CONTROLS - {HostControl.NOTE}

    def do(self, room: PexipRoom, order: Order, way: tuple[str, str] | None = None) -> None:
        """Do one of `controls` about one participant. `way` is the room's own alias and PIN; None: one of its own.

        Raises as `VideoService.command`.
        """
        if not order.call:
            raise ServiceRefused("no-such-call")
        begun = threading.Event()
        try:
            self._visit(room, way, lambda inside: inside.do(order, begun))
        except ServiceUnavailable as away:
            # What begins after the time is up asks for nothing: `Budget` sees to that.
            if begun.is_set():
                raise
            raise NothingDone(away.retry_after) from away

    def look(self, room: PexipRoom, way: tuple[str, str] | None = None) -> Glimpse:
        """Look at who is in. Raises as `VideoService.command`."""
        return self._visit(room, way, lambda inside: roster.glimpse(inside.look(), self._clock.now()))

    def _visit(self, room: PexipRoom, way: tuple[str, str] | None, act: Callable[[Visit], T]) -> T:
        budget = pressed()
        told: Future[T] = Future()
        try:
            credentials = self._credentials(room, way)
            # A socket's timeout counts from its last byte, and looking up a name has none: who pressed waits beside.
            going = self._going.submit(self._go, room.reference, credentials, budget, act, told)
            try:
                return told.result(budget.require_left())
            except TimeoutError as late:
                raise ServiceUnavailable from late
            finally:
                # Not begun, it is not to be made when nobody waits for it any more.
                if going.cancel():
                    self._left(room.reference, credentials.tag)
                # That the place is free again is worth what is left of the time.
                wait([going], max(0.0, budget.until - time.monotonic()))
        except ServiceRefused as refused:
            log.info("pexip.visit-refused", room=room.reference, reason=refused.reason)
            raise

    def _go(
        self, reference: str, credentials: Credentials, budget: Budget, act: Callable[[Visit], T], told: "Future[T]"
    ) -> None:
        try:
            inside = visit.join(self._node, credentials, budget)
        except Exception as fault:  # noqa: BLE001 - told to who waits for it
            told.set_exception(fault)
            # Without an answer it may be in. Its way in says so where Pexip asks about it; elsewhere nothing does, and
            # the place is free when the token must have run out.
            is_out = isinstance(fault, ServiceRefused | NothingDone)
            if is_out or credentials.asked:
                self._left(reference, credentials.tag, if_unused=not is_out)
            return
        try:
            told.set_result(act(inside))
        except Exception as fault:  # noqa: BLE001 - told to who waits for it
            told.set_exception(fault)
        finally:
            if inside.leave():
                self._left(reference, credentials.tag)

    def _credentials(self, room: PexipRoom, way: tuple[str, str] | None) -> Credentials:
        now = self._clock.now()
        with self._database.write(about_room(room.reference)) as session:
            _require_place(session, room, entries.visitors(session, room.reference, now))
            entry = self._entries.for_visit(session, room, visit.NAME, now)
            alias, pin = way or (self._entries.alias(entry), self._entries.pin(entry))
            return Credentials(alias, pin, entry.tag, asked=way is None)

    def _left(self, reference: str, tag: str, *, if_unused: bool = False) -> None:
        with self._database.write(about_room(reference)) as session:
            entries.visitor_left(session, tag, self._clock.now(), if_unused=if_unused)


def _require_place(session: Session, room: PexipRoom, visitors: int) -> None:
    here = Conference.key == room.key, Presence.state == PresenceState.IN
    people, hosts = session.execute(_IN.where(*here)).one()
    if not hosts:
        raise ServiceRefused("no-host")
    if room.participant_limit is not None and people + visitors >= room.participant_limit:
        raise ServiceRefused(visit.FULL)
