"""Calling somebody from a conference: the call is written down first, so that whatever Pexip tells of it is theirs."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.storage import Database
from backend.video.pexip import entries
from backend.video.pexip.entries import Entries
from backend.video.pexip.models import PexipEntry, PexipRoom
from backend.video.pexip.wire import dialling
from backend.video.pexip.wire.client import Client
from backend.video.service import DialOut, ServiceRefused


class Calling:
    """Calls from conferences, placed at `location`. Never call within a transaction: the node may take five seconds."""

    def __init__(self, database: Database, clock: Clock, made: Entries, client: Client, location: str) -> None:
        self._database = database
        self._clock = clock
        self._entries = made
        self._client = client
        self._location = location

    def dial(self, room: PexipRoom, person: str, wanted: DialOut, alias: str | None = None) -> str:
        """Call, and return Pexip's id of the call. `alias` is the conference's; None: one of the call's own.

        By an alias of its own the call bears a tag in all that Pexip tells, and is held in the lobby by our answer.
        Raises `ServiceRefused` (own-address), and as `dialling.dial`.
        """
        dialling.require_sense(wanted)
        with self._database.write(f"room:{room.reference}") as session:
            if entries.is_ours(session, wanted.address):
                raise ServiceRefused("own-address")
            tag, own = self._entry(session, room, person, wanted)
        call = dialling.dial(self._client, self._location, own if alias is None else alias, wanted)
        with self._database.write(f"room:{room.reference}") as session:
            session.execute(update(PexipEntry).where(PexipEntry.tag == tag).values(call=call))
        return call

    def _entry(self, session: Session, room: PexipRoom, person: str, wanted: DialOut) -> tuple[str, str]:
        entry = self._entries.for_dialled(session, room, person, wanted.shown_as, self._clock.now())
        return entry.tag, self._entries.alias(entry)
