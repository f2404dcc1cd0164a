"""The access log as the rest of the product knows it: one thing done, one entry, in the same transaction.

The entry is sealed and put in an outbox of the main database; a job moves it to the log's own store, a
second's worth at a time. What is rolled back was never written, and what was committed is never lost (decision 7).
"""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backend.audit.entries import Entry, Subject, to_bytes
from backend.audit.keys import Keyring
from backend.audit.models import OutboxRow, sealed_for
from backend.clock import Clock
from backend.storage import new_id

__all__ = ["AccessLog", "Entry", "Subject"]

FEED = "audit.feed"


class AccessLog:
    """Where everything that is done is recorded."""

    def __init__(self, clock: Clock, keys: Keyring) -> None:
        self._clock = clock
        self._keys = keys

    def record(self, session: Session, *entries: Entry) -> None:
        """Record the entries in the caller's write transaction, all in one go.

        They stand or fall with what they tell of.
        """
        if not entries:
            return
        now = self._clock.now()
        session.connection().execute(insert(OutboxRow), [self._row(entry, now) for entry in entries])

    def _row(self, entry: Entry, now: datetime) -> dict[str, object]:
        keys, entry_id = self._keys.current, new_id("a")
        sealed = keys.seal(to_bytes(entry), sealed_for(entry_id, now))
        return {"entry_id": entry_id, "at": now, "key_id": keys.id, "sealed": sealed}
