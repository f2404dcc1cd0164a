"""The Pexip service in management mode: a virtual meeting room for each meeting, made before its people come.

There is no lobby where each guest is let in: such a room can't be locked before somebody is in it. Guests wait until
the host has come, and the host comes by a PIN that is shown on the host's page, never in an address.
"""

from sqlalchemy import delete, select

from backend.clock import Clock
from backend.config import PexipMode
from backend.steps import Watch, run, unwatched
from backend.storage import Database
from backend.video.about import about_room
from backend.video.pexip import CODE, addresses, entries, names
from backend.video.pexip.calling import calling
from backend.video.pexip.entries import Entries, Who
from backend.video.pexip.hooks.reach import reached
from backend.video.pexip.management import filling, host_pin, making, pool
from backend.video.pexip.management.filling import Sizes
from backend.video.pexip.management.host_pin import HostPins
from backend.video.pexip.management.making import Making
from backend.video.pexip.management.replication import REPLICATION, seconds_left
from backend.video.pexip.management.rooms import Rooms
from backend.video.pexip.management.rounds import do_each
from backend.video.pexip.management.theme import Theme, noting
from backend.video.pexip.models import PexipEntry, PexipRoom, held
from backend.video.pexip.names import SecretKeys
from backend.video.pexip.visits.visits import Visits
from backend.video.pexip.wire.budget import Budget, background
from backend.video.pexip.wire.client import Client
from backend.video.pexip.wire.commands import CONTROLS, Commands
from backend.video.pexip.wire.gate import KeptGate, Lenient
from backend.video.service import (
    Capabilities,
    ConferenceRequest,
    DialOut,
    Glimpse,
    HostControl,
    Means,
    NotConnectedError,
    NothingDone,
    Order,
    Redirect,
    Role,
    RoomEntry,
    ServiceRefused,
    ServiceUnavailable,
)

# What nobody of ours asked for, and has our tag all the same: left by a restored database, or a making broken off.
_STRAY = "vmr:"
_OURS = PexipRoom.mode == PexipMode.MANAGEMENT
_IN_USE_SECONDS = 30.0


class ManagementService:
    """A `VideoService` of rooms that are written to Pexip's Management Node beforehand.

    Raises NotConnectedError without Pexip's settings, or in a mode that is not `management`.
    """

    code = CODE

    def __init__(self, database: Database, clock: Clock, means: Means | None = None, watch: Watch = unwatched) -> None:
        if means is None or means.pexip is None or means.pexip.mode != PexipMode.MANAGEMENT:
            raise NotConnectedError
        self._database = database
        self._clock = clock
        self._watch = watch
        self._settings = settings = means.pexip
        self._keys = SecretKeys(means.secret, means.earlier)
        self._entries = Entries(self._keys.secret)
        self._sizes = Sizes(settings.ready_rooms_common, settings.ready_rooms, dict(settings.ready_rooms_of))
        gate = KeptGate(database, clock, settings)
        client = Client(settings, gate=gate)
        self._commands = Commands(client)
        self._calling = calling(database, clock, self._entries, settings, gate, client)
        looking = Client(settings, gate=Lenient(gate))
        theme = Theme(looking, settings.theme, noting(database, clock, settings.theme)) if settings.theme else None
        self._rooms = Rooms(client, settings.service_tag, view=settings.view, theme=theme, chat=settings.chat)
        self._visits = Visits(database, clock, settings, self._entries)
        self.capabilities = Capabilities(
            lobby=False,
            participant_limit=None,
            embedded=False,
            host_controls=self._visits.controls | (CONTROLS - {HostControl.ADMIT, HostControl.DENY}),
            rooms=settings.domain is not None,
            reports=True,
            dials=self._calling is not None,
        )

    def create(self, request: ConferenceRequest) -> str:
        """See `VideoService.create`: from the pool when the meeting starts now. People are let there once it is known.

        Asked again for a room that has gone from Pexip, it makes it anew.
        """
        work = Making(self._database, self._clock, self._rooms, self._commands, self._keys, request)
        run("making-room", making.MAKING, work, self._watch)
        return work.room.reference

    def change(self, reference: str, request: ConferenceRequest) -> None:
        """See `VideoService.change`. Pexip is written to only for what it knows of: limit and protection."""
        with self._database.read() as session:
            # Also one that was held in the other mode: it is ours from here on.
            room = session.get(PexipRoom, reference)
        if room is None or room.key != request.key:
            raise ServiceRefused("no-such-conference")
        self.create(request)

    def remove(self, reference: str) -> None:
        """See `VideoService.remove`: whoever is left in it is out, and the room is gone from Pexip.

        The caller knows of hosts by what Pexip has told, and Pexip may have stopped telling. So it is asked, and with a
        host in, or in doubt, this raises `ServiceUnavailable` and nothing is done: a removal can wait, a meeting can't
        be given back.
        """
        budget = background()
        name, vmr = self._known(reference, budget)
        if name is None:
            # Nothing of it is there, but perhaps a row of the other mode's.
            self._forget(reference)
            return
        if not self._commands.end_hostless(name, budget):
            raise ServiceUnavailable(_IN_USE_SECONDS)
        vmr = vmr or self._rooms.find(name, budget)
        if vmr is not None:
            self._rooms.remove(vmr, name, budget)
        self._forget(reference)

    def find(self, key: str) -> str | None:
        """See `VideoService.find`; also what was begun and perhaps never made."""
        with self._database.read() as session:
            return session.scalar(select(PexipRoom.reference).where(PexipRoom.key == key, _OURS))

    def references(self) -> list[str]:
        """See `VideoService.references`: what Pexip holds with our tag; what we know nothing of by a name of its own.

        Neither rooms in advance are among them, nor those whose secret we have no more: these are to be made again.
        """
        with self._database.read() as session:
            known = {room.name: room for room in session.scalars(select(PexipRoom).where(_OURS))}
            spares = pool.names_of(session)
        lost = {room.name for room in known.values() if self._alias(room) is None}
        held = [made for made in self._rooms.ours(background()) if made.name not in spares | lost]
        return [known[made.name].reference if made.name in known else f"{_STRAY}{made.vmr}" for made in held]

    def occupied(self, reference: str) -> bool:
        """See `VideoService.occupied`, as Pexip sees it."""
        budget = background()
        name, _ = self._known(reference, budget)
        return name is not None and bool(self._commands.running(name, budget))

    def entry(self, reference: str, role: Role, display_name: str, person: str = "") -> Redirect:
        """See `VideoService.entry`: the room's own address, and for a host the PIN beside it.

        Raises `ServiceUnavailable` with the seconds left until Pexip's nodes know the room. The address carries a tag
        that means nothing, by which Pexip's events tell whose call it is.
        """
        with self._database.write(about_room(reference)) as session:
            room = held(session, reference, PexipMode.MANAGEMENT)
            secret = self._require_known_there(room)
            if role == Role.HOST and (left := host_pin.wait(room, self._clock.now())) > 0:
                raise NothingDone(left)
            pin = host_pin.of(room, secret)
            entry = self._entries.for_person(session, room, Who(person, role, display_name), self._clock.now())
            alias, tag = names.alias(secret, room.nonce), entry.tag
        asks_pin = role == Role.HOST
        url = addresses.web_app(self._settings, alias, room.language, role, asks_pin=asks_pin, tag=tag)
        return Redirect(url, pin if asks_pin else None, addresses.OFF)

    def withdraw(self, reference: str, person: str) -> None:
        """See `VideoService.withdraw`. The address is the same for all, so the room is to be locked to keep one out.

        Of whoever was a host the PIN is another as soon as nobody is in.
        """
        with self._database.write(about_room(reference)) as session:
            room = session.get(PexipRoom, reference)
            if room is not None and room.mode == PexipMode.MANAGEMENT:
                host_pin.withdraw(session, room, person)
            entries.withdraw(session, reference, person, self._clock.now())

    def check(self, reference: str, order: Order) -> None:
        """See `VideoService.check`."""
        self._about(reference, order)

    def command(self, reference: str, order: Order) -> None:
        """See `VideoService.command`."""
        room, calls = self._about(reference, order)
        if order.control in self._visits.controls:
            self._visits.do(room, order, self._way(room))
        else:
            self._commands.do(room.name, order, lobby=False, calls=calls)

    def look(self, reference: str) -> Glimpse:
        """See `VideoService.look`: by a short visit with the room's own PIN."""
        with self._database.read() as session:
            room = held(session, reference, PexipMode.MANAGEMENT)
        return self._visits.look(room, self._way(room))

    def dial(self, reference: str, person: str, wanted: DialOut) -> str:
        """See `VideoService.dial`: by the room's own address, straight in, as such a room has no lobby."""
        if self._calling is None:
            raise ServiceRefused("not-supported")
        with self._database.read() as session:
            room = held(session, reference, PexipMode.MANAGEMENT)
        alias = self._alias(room)
        if alias is None:
            raise NothingDone(REPLICATION.total_seconds())
        return self._calling.dial(room, person, wanted, alias)

    def room_entry(self, reference: str) -> RoomEntry | None:
        """See `VideoService.room_entry`: the room's alias in the form the region has chosen."""
        with self._database.read() as session:
            room = session.get(PexipRoom, reference)
        alias = self._alias(room) if room is not None and room.mode == PexipMode.MANAGEMENT else None
        return None if alias is None else addresses.room_entry(self._settings, alias)

    def tend(self) -> None:
        """Fill the pool of rooms in advance, and renew the PINs of hosts that are to be others. Call twice a minute.

        Neither keeps the other from being done. Raises `ServiceUnavailable`, `ServiceRefused`.
        """
        pins = HostPins(self._database, self._clock, self._rooms, self._commands, self._keys)
        do_each((self._fill, pins.renew))

    def _fill(self) -> None:
        filling.fill(self._database, self._clock, self._rooms, self._keys, self._sizes, watch=self._watch)

    def _about(self, reference: str, order: Order) -> tuple[PexipRoom, tuple[str, ...]]:
        if order.control not in self.capabilities.host_controls:
            raise ServiceRefused("not-supported")
        with self._database.read() as session:
            return held(session, reference, PexipMode.MANAGEMENT), reached(session, reference, order)

    def _forget(self, reference: str) -> None:
        with self._database.write(about_room(reference)) as session:
            session.execute(delete(PexipEntry).where(PexipEntry.reference == reference))
            session.execute(delete(PexipRoom).where(PexipRoom.reference == reference))

    def _known(self, reference: str, budget: Budget) -> tuple[str | None, str | None]:
        if reference.startswith(_STRAY):
            vmr = reference.removeprefix(_STRAY)
            return self._rooms.named(vmr, budget), vmr
        with self._database.read() as session:
            room = session.get(PexipRoom, reference)
            if room is None or room.mode != PexipMode.MANAGEMENT:
                return None, None
            if room.vmr is None and pool.taken(session, room.name, reference):
                # Not known to be free yet: whoever is in it is another meeting's. What is left of it is a stray.
                return None, None
        return room.name, room.vmr

    def _alias(self, room: PexipRoom) -> str | None:
        secret = self._keys.of(room.nonce, room.digest)
        return None if secret is None else names.alias(secret, room.nonce)

    def _way(self, room: PexipRoom) -> tuple[str, str]:
        secret = self._require_known_there(room)
        return names.alias(secret, room.nonce), host_pin.of(room, secret)

    def _require_known_there(self, room: PexipRoom) -> bytes:
        """Return the secret the room was made with: with another, people would be led astray by a wrong PIN."""
        secret = self._keys.of(room.nonce, room.digest)
        if room.vmr is None or room.written_at is None or secret is None:
            raise NothingDone(REPLICATION.total_seconds())
        if left := seconds_left(room.written_at, self._clock.now()):
            raise NothingDone(left)
        return secret
