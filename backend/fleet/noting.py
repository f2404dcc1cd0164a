"""What somebody at the command line does to the rooms stands in the access log, as what is done in the product does."""

import os
import pwd
from collections.abc import Callable, Iterable, Mapping

from sqlalchemy.orm import Session

from backend.audit import AccessLog, Entry, Keyring
from backend.clock import Clock
from backend.config import AccessLogPlace
from backend.storage import Database
from rooms.fleet import Result
from rooms.fleet.operations import Operation
from rooms.fleet.outcomes import SKIPPED

# Not to be taken for somebody in the directory.
_PREFIX = "command-line:"


class Notes:
    """Writes to the access log for the system's user who types. Detail: rooms, keys, counts; no number, no text."""

    def __init__(self, database: Database, clock: Clock, place: AccessLogPlace, user: str | None = None) -> None:
        self._database = database
        self._log = AccessLog(clock, Keyring(place.secret_key, *place.earlier_secret_keys))
        self._user = _PREFIX + (user or who())

    def approved(self, keys: Mapping[str, str]) -> Callable[[Session], None]:
        """Return what records, in the transaction that keeps them, the keys approved by room id."""
        return self._recording(self._entry("room.key-approved", room=room, key=key) for room, key in keys.items())

    def released(self, room_ids: Iterable[str]) -> Callable[[Session], None]:
        """Return what records, in the transaction that lets them be tried, the rooms."""
        return self._recording(self._entry("room.released", room=room) for room in room_ids)

    def begun(self, operation: Operation, count: int) -> None:
        """Record, before anything is done, that something is begun in so many rooms."""
        with self._database.write(about="rooms") as session:
            self._log.record(session, self._entry("rooms.push-begun", operation=operation.name, rooms=count))

    def done(self, operation: Operation, results: Iterable[Result[None]]) -> None:
        """Record what became of each room that was spoken to."""
        entries = [
            self._entry("room.pushed", room=one.room.room_id, operation=operation.name, outcome=one.outcome.value)
            for one in results
            if one.outcome not in SKIPPED
        ]
        with self._database.write(about="rooms") as session:
            self._log.record(session, *entries)

    def _recording(self, entries: Iterable[Entry]) -> Callable[[Session], None]:
        return lambda session: self._log.record(session, *entries)

    def _entry(self, action: str, **detail: str | int) -> Entry:
        return Entry(action=action, user=self._user, unit="", detail=detail)


def who() -> str:
    """Return the system's name of who types: by the account itself; of one who is root by sudo, by their own."""
    number = os.getuid()
    if number == 0 and os.environ.get("SUDO_UID", "").isdecimal():
        number = int(os.environ["SUDO_UID"])
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid-{number}"
