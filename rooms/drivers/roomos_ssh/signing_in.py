"""From nothing to a signed-in connection: the key is made sure of before the password leaves, which it does once."""

import socket
import threading
from collections.abc import Callable
from functools import partial

import paramiko

from rooms.drivers.patience import Patience
from rooms.drivers.roomos_ssh.wire import Wire
from rooms.endpoint import Account, Address, Trust
from rooms.errors import AuthenticationRefused, Busy, KeyUnusable, Lost, RoomError, Unreachable, Unreadable, Untrusted

# RFC 4253 section 11.1: the codes by which a server turns somebody away for being one too many.
_TOO_MANY = 12
# The connection's own deadline comes first.
_GRACE_SECONDS = 5.0
_TYPED = "keyboard-interactive"


def sign_in(address: Address, account: Account, trust: Trust, patience: Patience) -> Wire:
    """Connect and sign in, within `patience.connect` for the connection and `patience.answer` for all the rest.

    The account is tried once; no agent and no other key is. Raises KeyUnusable before anybody is spoken to;
    Unreachable, Unreadable, Untrusted before anything of the account is sent; AuthenticationRefused, Busy, and Lost
    when the connection ended before the verdict: who tries again after that may be counting wrong passwords without
    being told.
    """
    key = _key(account)
    wire = Wire(_line(address, patience))
    wire.hurry(patience.answer)
    try:
        _agree(wire)
        _make_sure(wire, address, trust)
        _show(wire, account, key, patience.answer + _GRACE_SECONDS)
    except (paramiko.SSHException, EOFError, OSError) as fault:
        wire.hang_up()
        raise turned_away(wire, partial(Unreachable, "the connection ended while signing in")) from fault
    except BaseException:
        wire.hang_up()
        raise
    return wire


def turned_away(wire: Wire, otherwise: Callable[[], RoomError]) -> RoomError:
    """Return Busy when the device said that we are one too many, else the other error."""
    if wire.farewell is not None and wire.farewell.code == _TOO_MANY:
        return Busy("the device takes no more connections")
    return otherwise()


def _line(address: Address, patience: Patience) -> socket.socket:
    try:
        line = socket.create_connection((address.host, address.port), timeout=patience.connect)
    except (OSError, UnicodeError) as fault:
        raise Unreachable(f"nothing answers, the room may be asleep ({type(fault).__name__})") from fault
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # Nothing that is written may stay unread for long: a write waits for ever otherwise.
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(2000 * patience.alive))
    return line


def _agree(wire: Wire) -> None:
    try:
        wire.start_client()
    except Exception as fault:  # whatever paramiko's thread met comes out here
        if not wire.remote_version:
            raise Unreachable(f"what answers speaks no SSH ({type(fault).__name__})") from fault
        gone = partial(Unreachable, "the connection ended before its keys were agreed on")
        if isinstance(fault, EOFError | OSError) or wire.farewell is not None:
            raise turned_away(wire, gone) from fault
        raise Unreadable(f"no keys could be agreed on ({type(fault).__name__})") from fault


def _make_sure(wire: Wire, address: Address, trust: Trust) -> None:
    fingerprint = wire.get_remote_server_key().fingerprint
    if not trust.allows(address, fingerprint):
        raise Untrusted(fingerprint)


def _show(wire: Wire, account: Account, key: paramiko.PKey | None, seconds: float) -> None:
    user, password, verdict = account.user, account.password or "", threading.Event()
    if key is not None:
        wire.auth_publickey(user, key, verdict)
    else:
        wire.auth_password(user, password, verdict)
    verdict.wait(seconds)
    fault = wire.get_exception()
    if key is None and isinstance(fault, paramiko.BadAuthenticationType) and _TYPED in fault.allowed_types:
        # This way was not open, so the password has not been tried yet.
        verdict.clear()
        wire.type_password(user, password, verdict)
        verdict.wait(seconds)
        fault = wire.get_exception()
    if not wire.is_authenticated():
        raise _refusal(wire, fault)


def _refusal(wire: Wire, fault: BaseException | None) -> RoomError:
    """Return what stood in the way. Only a line that broke by itself is no verdict."""
    refused = partial(AuthenticationRefused, "the device refused the account; it was tried once")
    judged = wire.auth_handler is not None and wire.auth_handler.username is None
    if judged or wire.farewell is not None:
        return turned_away(wire, refused)
    if fault is None or isinstance(fault, EOFError | OSError):
        return Lost("the connection ended while signing in")
    return refused()


def _key(account: Account) -> paramiko.PKey | None:
    if account.key_file is None:
        return None
    try:
        return paramiko.PKey.from_path(account.key_file)
    except Exception as fault:
        raise KeyUnusable(f"the key file cannot be used ({type(fault).__name__})") from fault
