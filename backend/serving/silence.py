"""Ends connections that we have sent nothing on for a long while: those of senders that never finish.

Whatever we still talk to hears from us: streams every few seconds, requests when they are answered. The server has no
limit of its own for a body that stops coming; this is it. Linux tells how long a connection has been silent.
"""

import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress

import structlog

log = structlog.get_logger(__name__)

_TCP_INFO = struct.Struct("8B10I")
_ESTABLISHED = 1
_DESCRIPTORS = "/proc/self/fd"


def watch(port: int, seconds: float) -> None:
    """Look, for as long as the process lives, for connections to our port that have been silent for so long."""
    threading.Thread(target=_watch, args=(port, seconds), name="silence", daemon=True).start()


def _watch(port: int, seconds: float) -> None:
    pause = threading.Event()
    while not pause.wait(seconds / 3):
        ended = end_silent(port, seconds)
        if ended:
            log.info("serving.silent-connections-ended", number=ended)


def end_silent(port: int, seconds: float) -> int:
    """End the silent ones now; how many. Where the system does not tell, none."""
    ended = 0
    for connection in _connections(port):
        with connection, suppress(OSError):
            state, *_, silent = _TCP_INFO.unpack(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 48))
            if state == _ESTABLISHED and silent >= seconds * 1000:
                connection.shutdown(socket.SHUT_RDWR)
                ended += 1
    return ended


def _connections(port: int) -> Iterator[socket.socket]:
    names = os.listdir(_DESCRIPTORS) if os.path.isdir(_DESCRIPTORS) else []  # noqa: PTH112, PTH208 - names are numbers here
    for name in names:
        with suppress(OSError):
            # A copy: closing it leaves the server's own open.
            copy = _copied(int(name))
            if _is_ours(copy, port):
                yield copy
            else:
                copy.close()


def _copied(descriptor: int) -> socket.socket:
    copy = os.dup(descriptor)
    try:
        return socket.socket(fileno=copy)
    except OSError:
        # No connection at all: a file, a pipe. A copy kept of each would be copied with the rest the next time.
        os.close(copy)
        raise


def _is_ours(connection: socket.socket, port: int) -> bool:
    try:
        named = connection.getsockname()
        listens = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    except OSError:
        return False
    return connection.type == socket.SOCK_STREAM and not listens and isinstance(named, tuple) and named[1] == port
