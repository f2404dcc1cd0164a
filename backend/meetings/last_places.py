"""The last places of a meeting at a service: given to one person at a time, since the service is asked in between."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from backend.errors import Conflict, Text
from backend.storage import Database
from backend.video import people
from backend.video.controls import Wish
from backend.video.models import Conference
from backend.video.service import HostControl

# More than hosts let in side by side.
_FEW = 4
# For both of what is waited for, one after the other: longer than a service may take to answer.
_SECONDS = 6.0
# Of each process: a turn has a connection to the database for as long as the service is asked.
_AT_ONCE = 5
_ANOTHER = Text(
    "Någon annan släpps in just nu, och det är få platser kvar. Ingen är insläppt av det här trycket. Tryck igen.",
    "Somebody else is being let in now, and few places are left. This press let nobody in. Press again.",
)


class LastPlaces:
    """Turns, a few at a time in this process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._free = threading.BoundedSemaphore(_AT_ONCE)

    @contextmanager
    def turn(self, conference: Conference, wish: Wish) -> Iterator[bool]:
        """Have a turn for what is pressed within the block, and tell whether it needs one: then try once more.

        On SQLite nobody waits for another. Raises Conflict `not-open` when others have it for long.
        """
        if wish.action != HostControl.ADMIT or not self._is_few(conference):
            yield False
            return
        until = time.monotonic() + _SECONDS
        if not self._free.acquire(timeout=_SECONDS):
            raise Conflict("not-open", _ANOTHER)
        with ExitStack() as stack:
            stack.callback(self._free.release)
            try:
                stack.enter_context(self._database.turn(f"admit:{conference.id}", until - time.monotonic()))
            except TimeoutError as error:
                raise Conflict("not-open", _ANOTHER) from error
            yield True

    def _is_few(self, conference: Conference) -> bool:
        limit = conference.participant_limit
        if limit is None:
            return False
        with self._database.read() as session:
            return limit - people.in_count(session, conference.id) <= _FEW
