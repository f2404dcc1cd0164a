"""The built-in service: conferences are rows, the video goes straight between the browsers."""

from sqlalchemy import delete, select

from backend.clock import Clock
from backend.storage import Database, new_id
from backend.video.builtin.models import BuiltinRoom
from backend.video.models import Conference, Presence, PresenceState
from backend.video.service import Capabilities, ConferenceRequest, Embedded, HostControl, Role, ServiceRefused

# Measured: four browsers in a mesh work on a small machine, eight do not (facts/platform.md 5).
MESH_LIMIT = 4


class BuiltinService:
    """A `VideoService` for the demo and for training. Signalling is in `routes.py`; nothing leaves the machine."""

    code = "builtin"
    capabilities = Capabilities(
        lobby=True,
        participant_limit=MESH_LIMIT,
        embedded=True,
        host_controls=frozenset(HostControl),
        production=False,
    )

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def create(self, request: ConferenceRequest) -> str:
        """See `VideoService.create`."""
        with self._database.write(f"room-key:{request.key}") as session:
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
        with self._database.write(f"room:{reference}") as session:
            room = session.get(BuiltinRoom, reference)
            if room is None:
                raise ServiceRefused("no-such-conference")
            room.start, room.end, room.participant_limit = request.start, request.end, request.participant_limit

    def remove(self, reference: str) -> None:
        """See `VideoService.remove`."""
        with self._database.write(f"room:{reference}") as session:
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
        somebody = (
            select(Presence.id)
            .join(Conference, Conference.id == Presence.conference_id)
            .where(Conference.reference == reference, Presence.state == PresenceState.IN)
        )
        with self._database.read() as session:
            return session.scalar(somebody.limit(1)) is not None

    def entry(self, reference: str, role: Role, display_name: str) -> Embedded:  # noqa: ARG002 - the port's signature
        """See `VideoService.entry`; role and name are kept by our own live state."""
        with self._database.read() as session:
            if session.get(BuiltinRoom, reference) is None:
                raise ServiceRefused("no-such-conference")
        return Embedded()
