"""The built-in service: conferences are rows, the video goes straight between the browsers."""

from dataclasses import replace

from sqlalchemy import delete, select

from backend.clock import Clock
from backend.storage import Database, new_id
from backend.video import people
from backend.video.about import about_key, about_room
from backend.video.builtin.models import BuiltinRoom
from backend.video.service import (
    Capabilities,
    ConferenceRequest,
    DialOut,
    Embedded,
    Glimpse,
    HostControl,
    Means,
    Order,
    Role,
    RoomEntry,
    ServiceRefused,
)

# Measured: four browsers in a mesh work on a small machine, eight do not (measured 1).
MESH_LIMIT = 4
# Hands need no looking for here, each browser shows everybody as large, and whoever is muted has their microphone off:
# nobody else puts it on.
_OF_OTHERS = frozenset({HostControl.HANDS, HostControl.SPOTLIGHT, HostControl.UNMUTE, HostControl.UNMUTE_GUESTS})


class BuiltinService:
    """A `VideoService` for the demo and for training. Signalling is in `routes.py`; nothing leaves the machine.

    Rooms dial its conferences at the means' `meeting_domain`, on a bridge that brings them in; without it none can.
    """

    code = "builtin"
    capabilities = Capabilities(
        lobby=True,
        participant_limit=MESH_LIMIT,
        embedded=True,
        host_controls=frozenset(HostControl) - _OF_OTHERS,
        production=False,
    )

    def __init__(self, database: Database, clock: Clock, means: Means | None = None) -> None:
        self._database = database
        self._clock = clock
        self._meeting_domain = means.meeting_domain if means else None
        self.capabilities = replace(type(self).capabilities, rooms=self._meeting_domain is not None)

    def create(self, request: ConferenceRequest) -> str:
        """See `VideoService.create`."""
        with self._database.write(about_key(request.key)) as session:
            known = session.scalar(select(BuiltinRoom).where(BuiltinRoom.key == request.key))
            if known is not None:
                return known.reference
            room = BuiltinRoom(
                reference=new_id("b"),
                key=request.key,
                start=request.start,
                end=request.end,
                participant_limit=request.participant_limit,
                created_at=self._clock.now(),
            )
            session.add(room)
            return room.reference

    def change(self, reference: str, request: ConferenceRequest) -> None:
        """See `VideoService.change`."""
        with self._database.write(about_room(reference)) as session:
            room = session.get(BuiltinRoom, reference)
            if room is None:
                raise ServiceRefused("no-such-conference")
            room.start, room.end, room.participant_limit = request.start, request.end, request.participant_limit

    def remove(self, reference: str) -> None:
        """See `VideoService.remove`."""
        with self._database.write(about_room(reference)) as session:
            session.execute(delete(BuiltinRoom).where(BuiltinRoom.reference == reference))

    def find(self, key: str) -> str | None:
        """See `VideoService.find`."""
        with self._database.read() as session:
            return session.scalar(select(BuiltinRoom.reference).where(BuiltinRoom.key == key))

    def references(self) -> list[str]:
        """See `VideoService.references`."""
        with self._database.read() as session:
            return list(session.scalars(select(BuiltinRoom.reference)))

    def occupied(self, reference: str) -> bool:
        """See `VideoService.occupied`; who is in is kept by our own live state."""
        with self._database.read() as session:
            return people.is_held(session, reference)

    def entry(self, reference: str, role: Role, display_name: str, person: str = "") -> Embedded:  # noqa: ARG002 - the port's signature
        """See `VideoService.entry`; role and name are kept by our own live state."""
        with self._database.read() as session:
            if session.get(BuiltinRoom, reference) is None:
                raise ServiceRefused("no-such-conference")
        return Embedded()

    def withdraw(self, reference: str, person: str) -> None:
        """See `VideoService.withdraw`: our own live state lets nobody past the lobby."""

    def check(self, reference: str, order: Order) -> None:  # noqa: ARG002 - the port's signature
        """See `VideoService.check`: our own live state does what hosts ask."""
        raise ServiceRefused("not-supported")

    def command(self, reference: str, order: Order) -> None:  # noqa: ARG002 - the port's signature
        """See `VideoService.command`: our own live state does what hosts ask."""
        raise ServiceRefused("not-supported")

    def look(self, reference: str) -> Glimpse:  # noqa: ARG002 - the port's signature
        """See `VideoService.look`: our own live state knows all there is."""
        raise ServiceRefused("not-supported")

    def dial(self, reference: str, person: str, wanted: DialOut) -> str:  # noqa: ARG002 - the port's signature
        """See `VideoService.dial`: our own page calls nobody."""
        raise ServiceRefused("not-supported")

    def room_entry(self, reference: str) -> RoomEntry | None:
        """See `VideoService.room_entry`: the reference is the conference's name on the bridge."""
        if self._meeting_domain is None:
            return None
        with self._database.read() as session:
            is_there = session.get(BuiltinRoom, reference) is not None
        return RoomEntry(f"{reference}@{self._meeting_domain}") if is_there else None
