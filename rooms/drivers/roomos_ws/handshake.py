"""How a WebSocket to a device begins: TLS, the certificate, then the password, and what each refusal says."""

import logging
import re
import time
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from websockets.client import ClientProtocol
from websockets.headers import build_authorization_basic
from websockets.uri import parse_uri

from rooms import tls
from rooms.drivers.patience import Patience
from rooms.drivers.roomos_ws.wire import Wire
from rooms.endpoint import Account, Address, Trust
from rooms.errors import (
    AuthenticationRefused,
    Busy,
    Lost,
    NotSupported,
    RateLimited,
    RoomError,
    Unreachable,
    Unreadable,
)
from rooms.xapi.limits import MOST_BYTES

_SWITCHING = 101
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
# What each refusal means is as Cisco's own client for Python reads it (github.com/cisco-ce/pyxows).
_REFUSALS: Mapping[int, Callable[[], RoomError]] = MappingProxyType(
    {
        401: AuthenticationRefused,
        403: AuthenticationRefused,
        # Certain: what answers has shown the device's own key, and one that starts says 502.
        **dict.fromkeys((301, 302, 303, 307, 308, 404), partial(NotSupported, "the device speaks no WebSocket there")),
        429: RateLimited,
        **dict.fromkeys(range(500, 600), partial(Unreachable, "the device is starting")),
        503: partial(Busy, "the device has no session left"),
    }
)
# The library writes every header to its log when it is asked for details; the password is one of them.
_QUIET = logging.getLogger(__name__)
_QUIET.setLevel(logging.WARNING)


def begin(address: Address, account: Account, trust: Trust, patience: Patience) -> Wire:
    """Return a WebSocket that is signed in.

    Raises Unreachable, Untrusted before the password is sent, AuthenticationRefused, Busy, RateLimited, NotSupported,
    Unreadable, and Lost when the connection ended before the verdict: who tries again after that may be counting wrong
    passwords without being told.
    """
    line = tls.dial(address, trust, patience.connect)
    line.until = time.monotonic() + patience.answer
    try:
        protocol = _protocol(address)
        early = _agree(line, protocol, account)
        return Wire(line, protocol, early, alive=patience.alive, send=patience.answer)
    except (OSError, EOFError) as fault:
        line.close()
        raise Lost(f"the device did not answer the sign-in ({type(fault).__name__})") from fault
    except BaseException:
        line.close()
        raise


def _protocol(address: Address) -> ClientProtocol:
    host = f"[{address.host}]" if ":" in address.host else address.host
    return ClientProtocol(parse_uri(f"wss://{host}:{address.port}/ws"), max_size=MOST_BYTES, logger=_QUIET)


def _agree(line: tls.Line, protocol: ClientProtocol, account: Account) -> list[object]:
    """Sign in, and return what came right behind the agreement."""
    request = protocol.connect()
    request.headers["Authorization"] = build_authorization_basic(account.user, account.password or "")
    request.headers["User-Agent"] = "vardmote"
    protocol.send_request(request)
    line.sendall(b"".join(protocol.data_to_send()))
    head = b""
    while True:
        data = line.recv(4096)
        if not data:
            raise EOFError
        head = (head + data)[:64]
        _check(head)
        protocol.receive_data(data)
        events = protocol.events_received()
        if protocol.handshake_exc is not None:
            raise Unreadable("the device does not agree on a WebSocket")
        if events:
            return list(events[1:])


def _check(head: bytes) -> None:
    """Raise what the status says, without waiting for the rest: a refusal must not be taken for silence."""
    found = _STATUS.match(head)
    if found:
        status = int(found[1])
        if status != _SWITCHING:
            refusal = _REFUSALS.get(status)
            raise refusal() if refusal else Unreadable(f"the device answered with HTTP {status}")
    elif len(head) >= len("HTTP/1.1 101"):
        raise Unreadable("the answer is no HTTP")
