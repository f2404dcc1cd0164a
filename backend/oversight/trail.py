"""The trail of those who read the log, and of those who tried to and were refused."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from backend.audit import AccessLog, Entry, Subject
from backend.clock import Clock
from backend.identity import Actor, Directory
from backend.storage import Database

_ONCE_IN = timedelta(minutes=10)
_MOST_REMEMBERED = 10_000


class Trail:
    """Records each look at the log, in the log."""

    def __init__(self, database: Database, clock: Clock, directory: Directory, access_log: AccessLog) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory
        self._access_log = access_log
        self._noted: dict[tuple[str, str, str], datetime] = {}

    def record(  # noqa: PLR0913 - each is one column
        self,
        actor: Actor,
        action: str,
        unit: str,
        detail: Mapping[str, str | int],
        about: Sequence[Subject] = (),
        meeting: str = "",
    ) -> None:
        """Record what somebody did with the log."""
        entry = Entry(action=action, user=actor.user, unit=unit, detail=detail, subjects=tuple(about), meeting=meeting)
        with self._database.write() as session:
            self._access_log.record(session, entry)

    def refused(self, actor: Actor, attempted: str, unit: str) -> None:
        """Record that somebody was refused, once in ten minutes for each person, attempt and unit.

        It stands in the unit that was asked for, where its head sees it; in their own when they named none there is.
        """
        place = unit if unit and self._directory.unit(unit) else actor.person.unit.id
        now, what = self._clock.now(), (actor.user, attempted, place)
        if now - self._noted.get(what, now - _ONCE_IN) < _ONCE_IN:
            return
        self.record(actor, "access.refused", place, {"attempted": attempted})
        if len(self._noted) >= _MOST_REMEMBERED:
            self._noted.clear()
        self._noted[what] = now
