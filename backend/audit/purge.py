"""Purging: entries are kept five years (HSLF-FS 2016:40, 4 kap. 9 §) and then leave the beginning of the chain.

What leaves is verified first: a changed time must never make the product itself take evidence away.
"""

from datetime import datetime

import structlog
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from backend.audit.anchor import Anchor
from backend.audit.appending import may_purge
from backend.audit.chain import checkpoint_mac, moment
from backend.audit.feeder import TURN_SECONDS
from backend.audit.keys import Keyring
from backend.audit.store import ABOUT, Store
from backend.audit.tables import Checkpoint, LogRow, SubjectRow
from backend.audit.turn import Turn
from backend.audit.verify import Broken, start, walk
from backend.clock import Clock

log = structlog.get_logger(__name__)

YEARS_KEPT = 5


def kept_from(now: datetime) -> datetime:
    """Return the moment from which entries are kept: five years ago by the calendar.

    29 February counts as the day before where there is none: an entry is kept a day longer, never shorter.
    """
    year = now.year - YEARS_KEPT
    try:
        return now.replace(year=year)
    except ValueError:
        return now.replace(year=year, day=28)


class Purge:
    """Takes away what has been kept long enough, and leaves a sealed mark from which the rest verifies."""

    def __init__(self, store: Store, anchor: Anchor, turn: Turn, clock: Clock, keys: Keyring) -> None:
        self._store = store
        self._anchor = anchor
        self._turn = turn
        self._clock = clock
        self._keys = keys

    def run(self) -> int:
        """Purge once; how many entries left. None that is newer leaves, and none at all when the chain is broken.

        The anchor's lines for what left leave with it, and old ones that others speak for.
        """
        try:
            with self._turn.taken(TURN_SECONDS):
                self._store.prepare()
                purged = self._purge()
                self._thin()
        except (SQLAlchemyError, OSError) as error:
            log.warning("audit.purge-put-off", error=type(error).__name__)
            return 0
        except Broken as broken:
            # No traceback: what is wrong is the data, and the fault says where.
            fault = broken.fault
            log.error("audit.purge-refused", number=fault.number, reason=fault.reason)  # noqa: TRY400 - see above
            return 0
        if purged:
            log.info("audit.purged", entries=purged)
        return purged

    def _purge(self) -> int:
        with self._store.database.write(ABOUT) as session:
            oldest_kept = select(func.min(LogRow.number)).where(LogRow.at >= moment(kept_from(self._clock.now())))
            boundary = session.scalar(oldest_kept)
            old = select(LogRow.number).order_by(LogRow.number.desc()).limit(1)
            last = session.scalar(old if boundary is None else old.where(LogRow.number < boundary))
            if last is None:
                return 0
            connection, count, mac = session.connection(), 0, ""
            for row in walk(connection, self._keys, *start(connection, self._keys)):
                count, mac = count + 1, row["mac"]
                if row["number"] == last:
                    break
            may_purge(connection)
            session.execute(delete(Checkpoint))
            session.add(self._checkpoint(last, mac))
            session.execute(delete(SubjectRow).where(SubjectRow.number <= last))
            session.execute(delete(LogRow).where(LogRow.number <= last))
        self._empty_log_of_changes()
        return count

    def _thin(self) -> None:
        with self._store.database.read() as session:
            purged = session.scalar(select(func.max(Checkpoint.number))) or 0
        thinned = self._anchor.thin(purged, self._clock.now())
        if thinned:
            log.info("audit.anchor-thinned", lines=thinned)

    def _checkpoint(self, number: int, mac: str) -> Checkpoint:
        keys = self._keys.current
        row = {"number": number, "row_mac": mac, "at": moment(self._clock.now()), "key_id": keys.id}
        return Checkpoint(**row, mac=checkpoint_mac(keys, row))

    def _empty_log_of_changes(self) -> None:
        engine = self._store.database.engine
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                connection.rollback()
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                    text("PRAGMA wal_checkpoint(TRUNCATE)")
                )
