"""Begins a held session over WebSocket with an endpoint: the certificate first, then the password, once."""

from rooms.drivers.patience import USUAL, Patience
from rooms.drivers.roomos_ws import handshake
from rooms.drivers.roomos_ws.channel import WsChannel
from rooms.endpoint import Account, Address, Endpoint, Trust
from rooms.errors import NotSupported
from rooms.xapi.endpoint import RoomosEndpoint


def connect(address: Address, account: Account, trust: Trust, patience: Patience = USUAL) -> Endpoint:
    """Return the endpoint, connected. Raises as `open_channel` does."""
    return RoomosEndpoint(open_channel(address, account, trust, patience))


def open_channel(address: Address, account: Account, trust: Trust, patience: Patience = USUAL) -> WsChannel:
    """Return a channel that is signed in.

    Raises Unreachable, Untrusted, AuthenticationRefused, Busy, NotSupported, and Lost when the line broke before
    the verdict.
    """
    if account.password is None:
        raise NotSupported("a WebSocket takes a password only")
    wire = handshake.begin(address, account, trust, patience)
    try:
        return WsChannel(wire, patience.answer)
    except BaseException:
        wire.cut()
        wire.free()
        raise
