"""The access log put together: what records, what feeds, and the store and anchor they work on."""

from pathlib import Path

from backend.audit.anchor import Anchor
from backend.audit.feeder import Feeder
from backend.audit.keys import Keyring
from backend.audit.purge import Purge
from backend.audit.reading import Reader
from backend.audit.service import AccessLog
from backend.audit.store import Store
from backend.audit.turn import Turn
from backend.audit.verify import Report, verify
from backend.clock import Clock
from backend.jobs import JobQueue
from backend.jobs.leaps import Leaps
from backend.storage import Database

_PURGE_SECONDS = 3600.0
_LOOK_SECONDS = 1.0


class Logbook:
    """All parts of one access log. `access_log` is what the rest of the product is given."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self, database: Database, jobs: JobQueue, clock: Clock, keys: Keyring, store_url: str, anchor: Path
    ) -> None:
        self.keys = keys
        self.store = Store(store_url, keys)
        self.anchor = Anchor(anchor, keys)
        self.reader = Reader(self.store, keys)
        self.access_log = AccessLog(clock, keys)
        turn = Turn(anchor, self.store.database)
        self._feeder = Feeder(database, self.store, self.anchor, turn, jobs, clock, keys)
        self._feeder.register_jobs()
        jobs.every(_LOOK_SECONDS, "audit.look", self.look)
        self._purge = Purge(self.store, self.anchor, turn, clock, keys)
        jobs.every(_PURGE_SECONDS, "audit.purge", Leaps(database, clock).guarded(self.purge))

    def resume(self) -> None:
        """Take care of what an earlier process left in the outbox."""
        self._feeder.resume()

    def look(self) -> None:
        """See whether something new waits in the outbox; done every second by one process. See `Feeder.look`."""
        self._feeder.look()

    def catch_up(self) -> None:
        """See that everything committed stands in the store. Raises Later when the store does not answer."""
        self._feeder.catch_up()

    def purge(self) -> None:
        """Take away the entries that have been kept five years."""
        self._purge.run()

    def verify(self) -> Report:
        """Check the whole log; see `verify.verify`."""
        return verify(self.store, self.anchor, self.keys)

    def close(self) -> None:
        """Let the store go."""
        self.store.close()
