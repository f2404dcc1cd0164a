"""The ways to speak to a room: one folder each, one line in the table."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from rooms.drivers import roomos_http, roomos_ssh, roomos_ws
from rooms.drivers.patience import USUAL, Patience
from rooms.endpoint import Account, Address, Endpoint, Trust


class Connect(Protocol):
    """Opens a session with an endpoint, once. Raises any RoomError; tries nothing a second time by itself."""

    def __call__(self, address: Address, account: Account, trust: Trust, patience: Patience = USUAL) -> Endpoint:
        """Connect, sign in, make sure of the key, and return the endpoint."""
        ...


# The one table: a new driver is one folder and one line here (docs/adding-a-room-driver.md).
DRIVERS: Mapping[str, Connect] = MappingProxyType(
    {"ssh": roomos_ssh.connect, "https": roomos_http.connect, "wss": roomos_ws.connect}
)

__all__ = ["DRIVERS", "USUAL", "Connect", "Patience"]
