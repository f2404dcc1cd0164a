"""The feeder: moves entries from the outbox to the log's own store, in order, at least once, and never two at a time.

Store first, then the anchor, then the outbox. Whichever step a process dies after, the next one goes on from there:
what stands in the store already is known by its id, and an anchor left behind catches up.
"""

import threading
from collections.abc import Sequence

import structlog
from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, select
from sqlalchemy.exc import InterfaceError, OperationalError

from backend.audit.anchor import Anchor
from backend.audit.chain import GENESIS, moment
from backend.audit.entries import Entry, from_bytes
from backend.audit.keys import Keyring
from backend.audit.models import OutboxRow, sealed_for
from backend.audit.service import FEED
from backend.audit.store import Arrival, Head, Store
from backend.clock import Clock
from backend.jobs import JobQueue, Later
from backend.jobs.service import Payload
from backend.storage import Database

log = structlog.get_logger(__name__)

_BATCH = 500
_AGAIN_SECONDS = 5.0
# What waiting helps against. Anything else is a fault to be seen: as a failed job, and by whoever reads the log.
_AWAY = (OperationalError, InterfaceError, OSError)


class Feeder:
    """Empties the outbox."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self, database: Database, store: Store, anchor: Anchor, jobs: JobQueue, clock: Clock, keys: Keyring
    ) -> None:
        self._database = database
        self._store = store
        self._anchor = anchor
        self._jobs = jobs
        self._clock = clock
        self._keys = keys
        self._feeding = threading.Lock()
        self._anchored: int | None = None

    def register_jobs(self) -> None:
        """Tell the queue who feeds."""
        self._jobs.register(FEED, self.feed)

    def resume(self) -> None:
        """Ask for a feeding: what an earlier process left is taken care of, and its anchor catches up."""
        with self._database.write() as session:
            self._jobs.put(session, FEED, "outbox", {})

    def feed(self, _payload: Payload) -> None:
        """Move everything there is.

        Raises Later while store or anchor do not answer, KeyUnknown when entries wait that were made with a secret the
        product was not given: nothing is lost by waiting.
        """
        with self._feeding:
            try:
                self._store.prepare()
                self._begin()
                while rows := self._waiting():
                    head = self._store.append([self._opened(row) for row in rows])
                    self._note(head)
                    self._forget(rows)
            except _AWAY as error:
                log.warning("audit.store-away", error=type(error).__name__)
                raise Later(_AGAIN_SECONDS) from error

    def _begin(self) -> None:
        """Once per process: begin the anchor of a new store, or let it catch up with a store that was left ahead."""
        if self._anchored is not None:
            return
        with self._store.database.read() as session:
            head = self._store.head(session)
        anchored = self._anchor.last()
        if anchored is None and head.number == 0:
            self._anchor.add(0, GENESIS, moment(self._clock.now()))
        elif anchored is None or anchored > head.number:
            # Work goes on: an entry lost now could never be had again. `vardmote audit verify` names what is gone.
            log.error("audit.store-and-anchor-differ", anchored=anchored, store=head.number)
        elif anchored < head.number:
            self._anchor.add(head.number, head.mac, moment(self._clock.now()))
        self._anchored = head.number

    def _note(self, head: Head) -> None:
        if head.number != self._anchored:
            self._anchor.add(head.number, head.mac, moment(self._clock.now()))
            self._anchored = head.number

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
            log.exception("audit.entry-spoilt", entry=row.entry_id)
            entry = Entry(action="log.unreadable", user="system", unit="")
        return Arrival(row.entry_id, row.at, entry)

    def _forget(self, rows: Sequence[OutboxRow]) -> None:
        with self._database.write() as session:
            session.execute(delete(OutboxRow).where(OutboxRow.id.in_([row.id for row in rows])))
