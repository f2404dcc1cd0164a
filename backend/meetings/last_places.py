"""The last places of a meeting at a service: given to one person at a time, since the service is asked in between."""

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
# Longer than a service may take to answer.
_SECONDS = 6.0
_ANOTHER = Text(
    "Någon annan släpps in just nu, och det är få platser kvar. Ingen är insläppt av det här trycket. Tryck igen.",
    "Somebody else is being let in now, and few places are left. This press let nobody in. Press again.",
)


@contextmanager
def turn(database: Database, conference: Conference, wish: Wish) -> Iterator[bool]:
    """Have a turn for what is pressed within the block, and tell whether it needs one: then try again what was tried.

    On SQLite nobody waits. Raises Conflict `not-open` when others have it for long.
    """
    if wish.action != HostControl.ADMIT or not _is_few(database, conference):
        yield False
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(database.turn(f"admit:{conference.id}", _SECONDS))
        except TimeoutError as error:
            raise Conflict("not-open", _ANOTHER) from error
        yield True


def _is_few(database: Database, conference: Conference) -> bool:
    limit = conference.participant_limit
    if limit is None:
        return False
    with database.read() as session:
        return limit - people.in_count(session, conference.id) <= _FEW
