"""The registry of what is kept how long. A table with personal data is registered here before it is first written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.storage import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Retention:
    """One kind of data: erased `after` the time of the meeting it belongs to.

    `erase(session, moment)` blanks or deletes all whose meeting ended before the moment and returns how many rows.
    """

    name: str
    after: timedelta
    source: str
    erase: Callable[[Session, datetime], int]


class Retentions:
    """Erases what has been kept long enough. Safe to run at any time, as often as one likes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.registered: list[Retention] = []

    def register(self, retention: Retention) -> None:
        """Add one kind of data to the registry."""
        self.registered.append(retention)

    def erase(self) -> None:
        """Erase what is due, and leave no copy of it where the database itself keeps old rows."""
        erased = 0
        with self._database.write() as session:
            for retention in self.registered:
                rows = retention.erase(session, self._clock.now() - retention.after)
                erased += rows
                if rows:
                    log.info("privacy.erased", what=retention.name, rows=rows)
        missed = self._database.leave_no_copy() if erased else []
        if missed:
            log.warning("privacy.copies-left", places=missed)
