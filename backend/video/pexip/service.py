"""The Pexip service in policy mode: a conference is a row here, and Pexip asks us about it (docs/pexip.md).

Nothing is asked of Pexip for a conference to be: it can't be slow, nor leave anything behind there.
"""

from datetime import timedelta

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.config import HostEntry, PexipMode
from backend.storage import Database, new_id
from backend.video import people
from backend.video.about import about_key, about_room
from backend.video.pexip import CODE, addresses, entries, names
from backend.video.pexip.calling import calling
from backend.video.pexip.entries import Entries, Who
from backend.video.pexip.hooks.reach import reached, tags_of
from backend.video.pexip.models import PexipEntry, PexipRoom, held
from backend.video.pexip.visits.visits import Visits
from backend.video.pexip.wire.budget import background
from backend.video.pexip.wire.client import Client
from backend.video.pexip.wire.commands import CONTROLS, Commands
from backend.video.pexip.wire.gate import AccountRefused, KeptGate
from backend.video.service import (
    Capabilities,
    ConferenceRequest,
    DialOut,
    Glimpse,
    HostControl,
    Means,
    NotConnectedError,
    Order,
    Redirect,
    Role,
    RoomEntry,
    ServiceRefused,
)

log = structlog.get_logger(__name__)

_NOBODY_BEFORE = timedelta(days=1)


class PexipService:
    """A `VideoService` of conferences that Pexip holds and asks us about. Each person has an alias of their own.

    Raises NotConnectedError without Pexip's settings, or in a mode that is not `policy`.
    """

    code = CODE
    capabilities: Capabilities

    def __init__(self, database: Database, clock: Clock, means: Means | None = None) -> None:
        if means is None or means.pexip is None or means.pexip.mode != PexipMode.POLICY:
            raise NotConnectedError
        self._database = database
        self._clock = clock
        self._settings = settings = means.pexip
        self._entries = Entries(names.derived(means.secret))
        self._commands, self._calling = None, None
        if settings.management_url:
            gate = KeptGate(database, clock, settings)
            client = Client(settings, gate=gate)
            self._commands = Commands(client)
            self._calling = calling(database, clock, self._entries, settings, gate, client)
        self._visits = Visits(database, clock, settings, self._entries)
        self.capabilities = Capabilities(
            lobby=True,
            participant_limit=None,
            embedded=False,
            host_controls=self._visits.controls | (CONTROLS if self._commands is not None else frozenset()),
            rooms=settings.domain is not None,
            reports=True,
            dials=self._calling is not None,
        )

    def create(self, request: ConferenceRequest) -> str:
        """See `VideoService.create`."""
        with self._database.write(about_key(request.key)) as session:
            room = session.scalar(select(PexipRoom).where(PexipRoom.key == request.key))
            if room is None:
                room = PexipRoom(
                    reference=new_id("x"),
                    key=request.key,
                    name=names.new_name(),
                    nonce=names.new_nonce(),
                    created_at=self._clock.now(),
                    mode=PexipMode.POLICY,
                )
                _fill(room, request)
                session.add(room)
                session.flush()
            elif room.mode != PexipMode.POLICY:
                # Also written under the room's name (`change`): one job does both.
                _fill(room, request)
            self._keep_number(session, room)
            return room.reference

    def change(self, reference: str, request: ConferenceRequest) -> None:
        """See `VideoService.change`."""
        with self._database.write(about_room(reference)) as session:
            # Also one that was held in the other mode: it is ours from here on.
            room = session.get(PexipRoom, reference)
            if room is None:
                raise ServiceRefused("no-such-conference")
            _fill(room, request)
            self._keep_number(session, room)

    def remove(self, reference: str) -> None:
        """See `VideoService.remove`: every way in is gone with it.

        Whoever waits in Pexip's lobby is told to go, where a Management Node can be asked and says that no host is in.
        With a host in, or in doubt, whoever is in stays in until the hosts have left.
        """
        with self._database.write(about_room(reference)) as session:
            session.execute(delete(PexipEntry).where(PexipEntry.reference == reference))
            room = session.get(PexipRoom, reference)
        if room is not None:
            self._send_away(room)
        with self._database.write(about_room(reference)) as session:
            # A way in may have been made while Pexip was asked.
            session.execute(delete(PexipEntry).where(PexipEntry.reference == reference))
            session.execute(delete(PexipRoom).where(PexipRoom.reference == reference))

    def find(self, key: str) -> str | None:
        """See `VideoService.find`."""
        with self._database.read() as session:
            return session.scalar(select(PexipRoom.reference).where(PexipRoom.key == key))

    def references(self) -> list[str]:
        """See `VideoService.references`; what was made in the other mode is missing, and asked for again."""
        with self._database.read() as session:
            return list(session.scalars(select(PexipRoom.reference).where(PexipRoom.mode == PexipMode.POLICY)))

    def occupied(self, reference: str) -> bool:
        """See `VideoService.occupied`; who is in is kept by our own live state, as Pexip tells it."""
        with self._database.read() as session:
            return people.is_held(session, reference)

    def entry(self, reference: str, role: Role, display_name: str, person: str = "") -> Redirect:
        """See `VideoService.entry`: Pexip's web app at the person's own alias. The address names nobody."""
        who = Who(person, role, display_name)
        with self._database.write(about_room(reference)) as session:
            room = held(session, reference, PexipMode.POLICY)
            entry = self._entries.for_person(session, room, who, self._clock.now())
            if not self._is_ours(entry):
                # Its alias was made with a secret the product has no more.
                entries.withdraw(session, reference, person, self._clock.now())
                entry = self._entries.for_person(session, room, who, self._clock.now())
            asks_pin = role == Role.HOST and self._settings.host_entry == HostEntry.PIN
            # Our answer makes a host of who comes by a host's alias; `role=host` would only have the app ask for a PIN.
            url = addresses.web_app(self._settings, self._entries.alias(entry), room.language, role, asks_pin=asks_pin)
            return Redirect(url, self._entries.pin(entry) if asks_pin else None, addresses.OFF)

    def withdraw(self, reference: str, person: str) -> None:
        """See `VideoService.withdraw`."""
        with self._database.write(about_room(reference)) as session:
            entries.withdraw(session, reference, person, self._clock.now())

    def check(self, reference: str, order: Order) -> None:
        """See `VideoService.check`."""
        self._about(reference, order)

    def command(self, reference: str, order: Order) -> None:
        """See `VideoService.command`: by a short visit where there is no other way, else by the management node."""
        room, calls = self._about(reference, order)
        if order.control in self._visits.controls:
            self._visits.do(room, order)
        elif self._commands is not None:
            self._commands.do(room.name, order, lobby=room.lobby, calls=calls)
        if order.control == HostControl.MAKE_HOST:
            with self._database.write(about_room(reference)) as session:
                entries.let_lead(session, reference, tags_of(session, reference, order.call))

    def look(self, reference: str) -> Glimpse:
        """See `VideoService.look`: by a short visit."""
        with self._database.read() as session:
            room = held(session, reference, PexipMode.POLICY)
        return self._visits.look(room)

    def dial(self, reference: str, person: str, wanted: DialOut) -> str:
        """See `VideoService.dial`: by an alias of the call's own, so that our answer sends it to the lobby."""
        if self._calling is None:
            raise ServiceRefused("not-supported")
        with self._database.read() as session:
            room = held(session, reference, PexipMode.POLICY)
        return self._calling.dial(room, person, wanted)

    def room_entry(self, reference: str) -> RoomEntry | None:
        """See `VideoService.room_entry`: the rooms' alias in the form the region has chosen."""
        with self._database.read() as session:
            room = session.get(PexipRoom, reference)
            entry = entries.of_room(session, reference) if room is not None else None
        if entry is None or not self._is_ours(entry):
            return None
        return addresses.room_entry(self._settings, self._entries.alias(entry))

    def _about(self, reference: str, order: Order) -> tuple[PexipRoom, tuple[str, ...]]:
        if order.control not in self.capabilities.host_controls:
            raise ServiceRefused("not-supported")
        with self._database.read() as session:
            return held(session, reference, PexipMode.POLICY), reached(session, reference, order)

    def _send_away(self, room: PexipRoom) -> None:
        # Long before its time nobody is let as far as the lobby.
        if self._commands is None or self._clock.now() < room.start - _NOBODY_BEFORE:
            return
        try:
            self._commands.end_hostless(room.name, background())
        except (ServiceRefused, AccountRefused) as refused:
            # Pexip's own time runs out for who waits; the removal must not stand still for a wrong password.
            log.warning("pexip.lobby-not-emptied", room=room.reference, reason=type(refused).__name__)

    def _keep_number(self, session: Session, room: PexipRoom) -> None:
        entry = self._entries.for_room(session, room, self._clock.now())
        if not self._is_ours(entry):
            session.delete(entry)
            session.flush()
            self._entries.for_room(session, room, self._clock.now())

    def _is_ours(self, entry: PexipEntry) -> bool:
        return names.digest(self._entries.alias(entry)) == entry.digest


def _fill(room: PexipRoom, request: ConferenceRequest) -> None:
    if room.mode != PexipMode.POLICY:
        # The room at Pexip has the old name, and may stand there still.
        room.name, room.nonce = names.new_name(), names.new_nonce()
        room.mode, room.vmr, room.written_at, room.digest = PexipMode.POLICY, None, None, None
    room.start, room.end, room.language = request.start, request.end, request.language
    room.participant_limit, room.lobby, room.protected = request.participant_limit, request.lobby, request.protected
