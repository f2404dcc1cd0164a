"""The feeder: moves entries from the outbox to the log's own store, in order, at least once, and never two at a time.

Store first, then the anchor, then the outbox. Whichever step a process dies after, the next one goes on from there:
what stands in the store already is known by its id, and an anchor left behind catches up.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog
from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, func, select
from sqlalchemy.exc import InterfaceError, OperationalError

from backend.audit.anchor import Anchor
from backend.audit.chain import GENESIS, moment
from backend.audit.entries import Entry, from_bytes
from backend.audit.keys import Keyring
from backend.audit.measures import BACKLOG, UNREADABLE
from backend.audit.models import OutboxRow, sealed_for
from backend.audit.service import FEED
from backend.audit.store import Arrival, Head, Store
from backend.audit.turn import Turn
from backend.clock import Clock
from backend.jobs import JobQueue, Later
from backend.jobs.service import Payload
from backend.storage import Database

log = structlog.get_logger(__name__)

_BATCH = 500
# By a name that is never used twice; numbers are, on SQLite, once the outbox has been empty.
_NEWEST = select(OutboxRow.entry_id).order_by(OutboxRow.id.desc()).limit(1)
_AGAIN_SECONDS = 5.0
# How long one who feeds waits for another to be done: somebody may be waiting for the answer.
TURN_SECONDS = 2.0
# What waiting helps against. Anything else is a fault to be seen: as a failed job, and by whoever reads the log.
_AWAY = (OperationalError, InterfaceError, OSError)


class Feeder:
    """Empties the outbox."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self, database: Database, store: Store, anchor: Anchor, turn: Turn, jobs: JobQueue, clock: Clock, keys: Keyring
    ) -> None:
        self._database = database
        self._store = store
        self._anchor = anchor
        self._turn = turn
        self._jobs = jobs
        self._clock = clock
        self._keys = keys
        self._asked_for: str | None = None
        self._away_until = datetime.min.replace(tzinfo=UTC)

    def register_jobs(self) -> None:
        """Tell the queue who feeds."""
        self._jobs.register(FEED, self.feed)

    def resume(self) -> None:
        """Ask for a feeding: what an earlier process left is taken care of, and its anchor catches up."""
        with self._database.write(FEED) as session:
            self._jobs.put(session, FEED, "outbox", {})

    def look(self) -> None:
        """Ask for a feeding when something new waits. Call every second, in one process: many entries go in one."""
        with self._database.read() as session:
            newest = session.scalar(_NEWEST)
        if newest is not None and newest != self._asked_for:
            self.resume()
        # A feeding that fails is tried again by its job. What is committed late is newer, or all that is left.
        self._asked_for = newest

    def feed(self, _payload: Payload) -> None:
        """Move everything there is.

        Raises Later while store or anchor do not answer, KeyUnknown when entries wait that were made with a secret the
        product was not given: nothing is lost by waiting.
        """
        try:
            with self._turn.taken(TURN_SECONDS):
                self._store.prepare()
                self._begin()
                while rows := self._waiting():
                    head = self._store.append([self._opened(row) for row in rows])
                    self._note(head)
                    self._forget(rows)
        except _AWAY as error:
            log.warning("audit.store-away", error=type(error).__name__)
            self._away_until = self._clock.now() + timedelta(seconds=_AGAIN_SECONDS)
            raise Later(_AGAIN_SECONDS) from error
        finally:
            self.watch()

    def catch_up(self) -> None:
        """Move everything there is, for somebody who waits: see `feed`.

        Raises Later at once for some seconds after store or anchor did not answer, so that a store that hangs does not
        hold one reader after another.
        """
        if self._clock.now() < self._away_until:
            raise Later(_AGAIN_SECONDS)
        self.feed({})

    def watch(self) -> None:
        """Measure how long the oldest entry has waited."""
        with self._database.read() as session:
            oldest = session.scalar(select(func.min(OutboxRow.at)))
        BACKLOG.set((self._clock.now() - oldest).total_seconds() if oldest else 0)

    def _begin(self) -> None:
        """Begin the anchor of a new store, or let it catch up with a store that was left ahead."""
        with self._store.database.read() as session:
            head = self._store.head(session)
        anchored = self._anchor.last()
        if anchored is None and head.number == 0:
            self._anchor.add(0, GENESIS, moment(self._clock.now()))
        elif anchored is None or anchored > head.number:
            # Work goes on: an entry lost now could never be had again. `vardmote audit verify` names what is gone.
            log.error("audit.store-and-anchor-differ", anchored=anchored, store=head.number)
        else:
            self._note(head)

    def _note(self, head: Head) -> None:
        # Asked of the file each time, within the turn: another process may have gone further.
        anchored = self._anchor.last()
        if anchored is None or head.number > anchored:
            self._anchor.add(head.number, head.mac, moment(self._clock.now()))

    def _waiting(self) -> Sequence[OutboxRow]:
        with self._database.read() as session:
            return session.scalars(select(OutboxRow).order_by(OutboxRow.id).limit(_BATCH)).all()

    def _opened(self, row: OutboxRow) -> Arrival:
        keys = self._keys.named(row.key_id)
        try:
            entry = from_bytes(keys.open(row.sealed, sealed_for(row.entry_id, row.at)))
        except InvalidTag:
            # It can never be opened again. That something was recorded and spoilt is what is left to tell, and it must
            # not keep all that comes after it from the log.
            UNREADABLE.inc()
            log.exception("audit.entry-spoilt", entry=row.entry_id)
            entry = Entry(action="log.unreadable", user="system", unit="")
        return Arrival(row.entry_id, row.at, entry)

    def _forget(self, rows: Sequence[OutboxRow]) -> None:
        with self._database.write("access-log-outbox") as session:
            session.execute(delete(OutboxRow).where(OutboxRow.id.in_([row.id for row in rows])))
