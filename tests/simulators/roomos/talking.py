"""A WebSocket to a software room for tests without coroutines: its loop runs in a thread of its own.

The library's client for threads is not used: it lets OpenSSL be called by two threads at once, and what is asked right
after the handshake was once in a while lost with that.
"""

import asyncio
import ssl
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from websockets.asyncio.client import ClientConnection, connect

from simulators.roomos.endpoint import Endpoint

T = TypeVar("T")
_PATIENCE = 30


class Line:
    """A connection that stands. What it does is over when the method returns."""

    def __init__(self, loop: asyncio.AbstractEventLoop, connection: ClientConnection) -> None:
        self._loop = loop
        self._connection = connection

    @property
    def subprotocol(self) -> str | None:
        return self._connection.subprotocol

    @property
    def close_code(self) -> int | None:
        return self._connection.close_code

    def send(self, message: str | bytes) -> None:
        _done(self._loop, self._connection.send(message))

    def recv(self) -> str | bytes:
        return _done(self._loop, asyncio.wait_for(self._connection.recv(), _PATIENCE))

    def close(self) -> None:
        _done(self._loop, self._connection.close())


@contextmanager
def talk(room: Endpoint, *, subprotocol: str | None = None, header: str | None = None) -> Iterator[Line]:
    """Open a WebSocket to the room. Raises InvalidStatus when the room refuses it."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    wanted: dict[str, Any] = {
        "ssl": context,
        "additional_headers": {"Authorization": header} if header else {},
        "subprotocols": [subprotocol] if subprotocol else None,
        "open_timeout": _PATIENCE,
        "proxy": None,
    }
    with _running() as loop:
        connection = _done(loop, _opened(f"wss://127.0.0.1:{room.https}/ws", wanted))
        try:
            yield Line(loop, connection)
        finally:
            _done(loop, connection.close())


async def _opened(url: str, wanted: dict[str, Any]) -> ClientConnection:
    return await connect(url, **wanted)


def _done(loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, T]) -> T:
    return asyncio.run_coroutine_threadsafe(coroutine, loop).result(2 * _PATIENCE)


@contextmanager
def _running() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
