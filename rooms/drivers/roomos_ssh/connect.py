"""Begins a session over SSH with an endpoint: the host key first, then the password or key, once."""

from rooms.drivers.patience import USUAL, Patience
from rooms.drivers.roomos_ssh.channel import SshChannel
from rooms.drivers.roomos_ssh.signing_in import sign_in
from rooms.endpoint import Account, Address, Endpoint, Trust
from rooms.xapi.endpoint import RoomosEndpoint


def connect(address: Address, account: Account, trust: Trust, patience: Patience = USUAL) -> Endpoint:
    """Return the endpoint, connected. Raises as `open_channel` does."""
    return RoomosEndpoint(open_channel(address, account, trust, patience))


def open_channel(address: Address, account: Account, trust: Trust, patience: Patience = USUAL) -> SshChannel:
    """Return a channel that is signed in.

    Raises KeyUnusable, Unreachable, Untrusted, AuthenticationRefused, Busy, Unreadable, and Lost when the line broke at
    the verdict.
    """
    wire = sign_in(address, account, trust, patience)
    try:
        return SshChannel(wire, patience)
    except BaseException:
        wire.hang_up()
        raise
