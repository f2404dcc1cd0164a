"""Begins a session over HTTPS with an endpoint: the certificate first, then the password, once."""

from rooms.drivers.patience import USUAL, Patience
from rooms.drivers.roomos_http.channel import HttpChannel
from rooms.drivers.roomos_http.lane import lane_to
from rooms.drivers.roomos_http.session import Session
from rooms.drivers.roomos_http.web import Web
from rooms.endpoint import Account, Address, Endpoint, Trust
from rooms.errors import NotSupported
from rooms.xapi.endpoint import RoomosEndpoint


def connect(address: Address, account: Account, trust: Trust, patience: Patience = USUAL) -> Endpoint:
    """Return the endpoint, connected. Raises as `open_channel` does."""
    return RoomosEndpoint(open_channel(address, account, trust, patience))


def open_channel(address: Address, account: Account, trust: Trust, patience: Patience = USUAL) -> HttpChannel:
    """Return a channel that is signed in.

    Raises Unreachable, Untrusted, AuthenticationRefused, Busy, NotSupported, and Lost when the line broke before
    the verdict.
    """
    if account.password is None:
        raise NotSupported("HTTPS takes a password only")
    web = Web(address, trust, patience.connect)
    session = Session(web, lane_to(address), answer_seconds=patience.answer, end_seconds=patience.connect)
    session.begin(account)
    return HttpChannel(session)
