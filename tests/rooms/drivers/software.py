"""The software endpoint as the tests of the HTTPS and WebSocket drivers use it: one in a room, fast, and kept clean."""

from collections.abc import Iterator
from contextlib import contextmanager

from rooms.endpoint import Account, Address
from simulators import roomos
from simulators.roomos.faults import Fault
from tests.rooms.drivers.tls_device import Knows
from tests.waiting import until

ACCOUNT = Account(roomos.USER, roomos.PASSWORD)
# A device that starts takes 90 seconds; here less than one.
PACE = 0.005


class Room:
    """One software endpoint, and how it is reached."""

    def __init__(self, site: roomos.Site, scheme: str) -> None:
        [self.endpoint] = site.endpoints
        self.address = Address(scheme, "127.0.0.1", self.endpoint.https)
        self.trust = Knows(site.tls.fingerprint)

    def order(self, fault: Fault, count: int = 1) -> None:
        """Let the next answers go wrong."""
        self.endpoint.device.faults.order(fault, count)


@contextmanager
def standing(scheme: str) -> Iterator[Room]:
    """Stand one up; at the end no session may be left in it."""
    with roomos.start(pace=PACE) as site:
        room = Room(site, scheme)
        yield room
        until(lambda: room.endpoint.sessions == [])
