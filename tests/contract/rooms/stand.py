"""A software endpoint and a driver's connection to it, stood up the same way for every line of the table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from rooms.drivers import DRIVERS, Patience
from rooms.endpoint import Account, Address, Endpoint
from simulators import roomos
from simulators.roomos.device import Device
from simulators.roomos.endpoint import HAND
from simulators.roomos.endpoint import Endpoint as Software
from simulators.roomos.errors import Failed
from simulators.roomos.nodes import Profile
from simulators.roomos.site import Site
from tests.waiting import until

# The drivers this suite knows how to stand up, and the port of the software endpoint each is spoken to at. A new line
# in the table fails `test_table_docs_and_this_suite_know_the_same_drivers` until it is here too.
KNOWN = {"ssh": "ssh", "https": "https", "wss": "https"}
# Those that carry no events, and those that carry the bookings of older software.
NO_EVENTS = frozenset({"https"})
LEGACY_BOOKINGS = frozenset({"https"})
ACCOUNT = Account(roomos.USER, roomos.PASSWORD)
PATIENCE = Patience(connect=10.0, answer=20.0, alive=10.0)
# Ten times as fast as in a room.
PACE = 0.1


class Pinned:
    """Knows one key, and remembers what it was shown."""

    def __init__(self, *known: str) -> None:
        self.known = known
        self.shown: list[str] = []

    def allows(self, address: Address, fingerprint: str) -> bool:
        del address
        self.shown.append(fingerprint)
        return fingerprint in self.known


@dataclass
class Stand:
    """One endpoint in its room, somebody to call, and a driver's connection to it."""

    site: Site
    scheme: str
    profile: Profile
    asked: list[str] = field(default_factory=list)
    room: Endpoint = field(init=False)

    def __post_init__(self) -> None:
        self.ours, self.other = self.site.endpoints[:2]
        # Over 9.15's WebSocket, which is off until it is turned on.
        self.ours.do(lambda device: device.configure(HAND, ("NetworkServices", "Websocket"), "FollowHTTPService"))
        self.ours.do(self._listen)
        self.room = connect(self.site, self.scheme)

    def _listen(self, device: Device) -> None:
        """Note what the device is asked from outside, also what it refuses."""

        def noted(name: str, do: Callable[..., object]) -> Callable[..., object]:
            def heard(*given: object) -> object:
                if given[0] is not HAND:
                    self.asked.append(name)
                return do(*given)

            return heard

        bookings = device.parts.bookings
        for where, name in ((device, "command"), (device, "configure"), (bookings, "put_legacy")):
            setattr(where, name, noted(name, getattr(where, name)))

    def clear(self) -> None:
        """End all calls, by hand, and wait until they are gone."""
        for software in (self.ours, self.other):
            with suppress(Failed):
                while True:
                    software.hang_up()
        until(lambda: not self.ours.calls and not self.other.calls)

    def is_signed_in(self) -> bool:
        """Tell whether the room has a session left."""
        return bool(self.ours.sessions)


def connect(
    site: Site, scheme: str, account: Account = ACCOUNT, trust: Pinned | None = None, patience: Patience = PATIENCE
) -> Endpoint:
    """Connect to the site's first endpoint."""
    return DRIVERS[scheme](address(site.endpoints[0], scheme), account, trust or trusting(site), patience)


def address(software: Software, scheme: str) -> Address:
    """Return where the endpoint is reached over the way."""
    return Address(scheme, "127.0.0.1", getattr(software, KNOWN[scheme]))


def trusting(site: Site) -> Pinned:
    """Return somebody who knows the site's keys."""
    return Pinned(site.tls.fingerprint, *(one.host_key for one in site.endpoints))


@contextmanager
def standing(
    scheme: str, profile: Profile = "26", *, edge: bool = True, teams: bool = False, count: int = 2
) -> Iterator[Stand]:
    """Stand up a site with a connection; after it no session may be left in the device."""
    with roomos.start(count, profile=profile, edge=edge, teams=teams, pace=PACE) as site:
        stand = Stand(site, scheme, profile)
        try:
            yield stand
        finally:
            stand.room.close()
        stand.room.close()
        until(lambda: not stand.is_signed_in())
