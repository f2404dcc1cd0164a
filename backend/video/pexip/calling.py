"""Calling somebody from a conference: the call is written down first, so that whatever Pexip tells of it is theirs."""

import structlog
from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.config import PexipSettings
from backend.storage import Database
from backend.video.about import about_room
from backend.video.pexip import entries
from backend.video.pexip.entries import Entries
from backend.video.pexip.models import PexipEntry, PexipRoom
from backend.video.pexip.wire import dialling, outward
from backend.video.pexip.wire.budget import pressed
from backend.video.pexip.wire.client import Client
from backend.video.pexip.wire.dialling import DialOutRoute
from backend.video.pexip.wire.gate import Gate, Unnoted
from backend.video.service import DialOut, ServiceRefused

log = structlog.get_logger(__name__)


class Calling:
    """Calls from conferences. Never call within a transaction: the node may take five seconds.

    `looking` asks why a call did not come about: what it may not read shuts nothing for others.
    """

    def __init__(  # noqa: PLR0913 - wired once, by `calling`
        self, database: Database, clock: Clock, made: Entries, client: Client, looking: Client, route: DialOutRoute
    ) -> None:
        self._database = database
        self._clock = clock
        self._entries = made
        self._client = client
        self._looking = looking
        self._route = route

    def dial(self, room: PexipRoom, person: str, wanted: DialOut, alias: str | None = None) -> str:
        """Call, and return Pexip's id of the call. `alias` is the conference's; None: one of the call's own.

        By an alias of its own the call bears a tag in all that Pexip tells, and is held in the lobby by our answer.
        Raises `ServiceRefused` (own-address; call-barred, by Pexip's own settings), and as `dialling.dial`.
        """
        dialling.require_sense(wanted)
        with self._database.write(about_room(room.reference)) as session:
            if entries.is_ours(session, wanted.address):
                raise ServiceRefused("own-address")
            tag, own = self._entry(session, room, person, wanted)
        call = self._dialled(own if alias is None else alias, wanted)
        with self._database.write(about_room(room.reference)) as session:
            # Also written under the conference's name (`untagged`): conditional. What Pexip has answered counts.
            session.execute(update(PexipEntry).where(PexipEntry.tag == tag).values(call=call))
        return call

    def _dialled(self, alias: str, wanted: DialOut) -> str:
        budget = pressed()
        try:
            return dialling.dial(self._client, self._route, alias, wanted, budget)
        except ServiceRefused as refused:
            # What Pexip answers is not known to say which it was, so its settings are looked at.
            if refused.reason == dialling.NOT_DIALLED and outward.is_barred(
                self._looking, self._route.routing, wanted.address, budget
            ):
                log.warning("pexip.call-out-barred", routing=self._route.routing)
                raise ServiceRefused("call-barred") from refused
            raise

    def _entry(self, session: Session, room: PexipRoom, person: str, wanted: DialOut) -> tuple[str, str]:
        entry = self._entries.for_dialled(session, room, person, wanted.shown_as, self._clock.now())
        return entry.tag, self._entries.alias(entry)


def calling(  # noqa: PLR0913 - wired once for each mode
    database: Database, clock: Clock, made: Entries, settings: PexipSettings, gate: Gate, client: Client
) -> Calling | None:
    """Return what calls from conferences; None where no location is set to call from."""
    if settings.dial_out_location is None:
        return None
    route = DialOutRoute(settings.dial_out_location, settings.dial_out_routing)
    return Calling(database, clock, made, client, Client(settings, gate=Unnoted(gate)), route)
