"""The link service: a conference is an address somebody else's system made. Nothing is asked of that system."""

from sqlalchemy import delete, select

from backend.clock import Clock
from backend.storage import Database, new_id
from backend.video.about import about_key, about_room
from backend.video.link.models import LinkedRoom
from backend.video.service import (
    Capabilities,
    ConferenceRequest,
    DialOut,
    Glimpse,
    Means,
    Order,
    Redirect,
    Role,
    RoomEntry,
    ServiceRefused,
)


class LinkService:
    """A `VideoService` for systems without an API. Whether an address may be led to is for its caller to have checked.

    Both the booking and the moment of the hand-over check it against the region's list (decision 32).
    """

    code = "link"
    capabilities = Capabilities(
        lobby=False,
        participant_limit=None,
        embedded=False,
        host_controls=frozenset(),
        limits=False,
        protects=False,
        by_link=True,
    )

    def __init__(self, database: Database, clock: Clock, means: Means | None = None) -> None:  # noqa: ARG002 - the table's signature
        self._database = database
        self._clock = clock

    def create(self, request: ConferenceRequest) -> str:
        """See `VideoService.create`. Raises `ServiceRefused` for a request without a link."""
        url = _required(request)
        with self._database.write(about_key(request.key)) as session:
            known = session.scalar(select(LinkedRoom).where(LinkedRoom.key == request.key))
            if known is not None:
                known.url = url
                return known.reference
            room = LinkedRoom(reference=new_id("l"), key=request.key, url=url, created_at=self._clock.now())
            session.add(room)
            return room.reference

    def change(self, reference: str, request: ConferenceRequest) -> None:
        """See `VideoService.change`. Times, limit and protection are the other system's own."""
        url = _required(request)
        with self._database.write(about_room(reference)) as session:
            room = session.get(LinkedRoom, reference)
            if room is None:
                raise ServiceRefused("no-such-conference")
            room.url = url

    def remove(self, reference: str) -> None:
        """See `VideoService.remove`: the address is forgotten; the meeting in the other system is not ours to end."""
        with self._database.write(about_room(reference)) as session:
            session.execute(delete(LinkedRoom).where(LinkedRoom.reference == reference))

    def find(self, key: str) -> str | None:
        """See `VideoService.find`."""
        with self._database.read() as session:
            return session.scalar(select(LinkedRoom.reference).where(LinkedRoom.key == key))

    def references(self) -> list[str]:
        """See `VideoService.references`."""
        with self._database.read() as session:
            return list(session.scalars(select(LinkedRoom.reference)))

    def occupied(self, reference: str) -> bool:  # noqa: ARG002 - the port's signature
        """See `VideoService.occupied`: we never know, and forgetting an address puts nobody out."""
        return False

    def entry(self, reference: str, role: Role, display_name: str, person: str = "") -> Redirect:  # noqa: ARG002 - the port's signature
        """See `VideoService.entry`; the same address for everybody, and no name is passed on."""
        with self._database.read() as session:
            room = session.get(LinkedRoom, reference)
            if room is None:
                raise ServiceRefused("no-such-conference")
            return Redirect(room.url)

    def withdraw(self, reference: str, person: str) -> None:
        """See `VideoService.withdraw`: the address is everybody's and the other system's own."""

    def check(self, reference: str, order: Order) -> None:  # noqa: ARG002 - the port's signature
        """See `VideoService.check`: what hosts do is done in the other system."""
        raise ServiceRefused("not-supported")

    def command(self, reference: str, order: Order) -> None:  # noqa: ARG002 - the port's signature
        """See `VideoService.command`: what hosts do is done in the other system."""
        raise ServiceRefused("not-supported")

    def look(self, reference: str) -> Glimpse:  # noqa: ARG002 - the port's signature
        """See `VideoService.look`: nobody of ours sees into the other system."""
        raise ServiceRefused("not-supported")

    def dial(self, reference: str, person: str, wanted: DialOut) -> str:  # noqa: ARG002 - the port's signature
        """See `VideoService.dial`: whom the other system calls is for it to say."""
        raise ServiceRefused("not-supported")

    def room_entry(self, reference: str) -> RoomEntry | None:  # noqa: ARG002 - the port's signature
        """See `VideoService.room_entry`: an address for browsers, that no room can dial."""
        return None


def _required(request: ConferenceRequest) -> str:
    if request.link is None:
        raise ServiceRefused("no-link")
    return request.link
