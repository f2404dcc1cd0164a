"""One WebSocket to a device: whole messages out and in, signs of life, an end. One thread reads, any may write.

The library's protocol is used without its connection for threads: that one waits without end for a device that is gone
in the middle of a record, lets OpenSSL be called by two threads at once, and costs each room one more thread.
"""

import math
import select
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from websockets.client import ClientProtocol
from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import State

from rooms import tls
from rooms.errors import Lost, Unreadable

_AT_ONCE = 65536
_PING = b"alive"


class Wire:
    """A WebSocket that stands. `alive` seconds without a sound are followed by a ping, as many again by Lost."""

    def __init__(
        self, line: tls.Line, protocol: ClientProtocol, early: Sequence[object], *, alive: float, send: float
    ) -> None:
        line.until = math.inf
        line.settimeout(0)
        self._line = line
        self._protocol = protocol
        self._early = early
        self._alive = alive
        self._send_seconds = send
        self._writing = threading.Lock()  # frames leave whole, in their order
        self._tls = threading.Lock()  # OpenSSL takes one call at a time
        self._message = bytearray()

    def send(self, text: str) -> None:
        """Send one message. Raises Lost when the connection does not stand, or takes it too slowly."""
        with self._writing:
            if self._protocol.state is not State.OPEN:
                raise Lost("the connection has ended")
            self._protocol.send_text(text.encode())
            self._flush()

    def messages(self) -> Iterator[str]:
        """Yield what comes, for the one reader, until the connection ends.

        Raises Lost when it ended without `close`, Unreadable when the device broke the protocol or sent over the limit.
        """
        yield from self._whole(self._early)
        while True:
            data = self._receive()
            with self._writing:
                self._protocol.receive_data(data) if data else self._protocol.receive_eof()
                events = self._protocol.events_received()
                self._flush()
            yield from self._whole(events)
            if self._protocol.state is not State.OPEN:
                self._check_end()
                return

    def close(self, seconds: float) -> None:
        """Say goodbye; the reader ends when the device answers, or at `cut`. Who is still sending is not waited for."""
        if not self._writing.acquire(timeout=seconds):
            self.cut()
            return
        try:
            with suppress(Lost):
                if self._protocol.state is State.OPEN:
                    self._protocol.send_close(CloseCode.NORMAL_CLOSURE)
                    self._flush()
        finally:
            self._writing.release()

    def cut(self) -> None:
        """End the connection at once: the reader ends. From any thread, at any time."""
        with suppress(OSError):
            # Not SSLSocket's own: it would let the reader go on with what is still encrypted.
            socket.socket.shutdown(self._line, socket.SHUT_RDWR)

    def free(self) -> None:
        """Give the socket back, when the reader has ended."""
        self._line.close()

    def _whole(self, events: Sequence[object]) -> Iterator[str]:
        for event in events:
            if not isinstance(event, Frame) or event.opcode not in {Opcode.TEXT, Opcode.BINARY, Opcode.CONT}:
                continue
            if event.opcode is Opcode.BINARY:
                raise Unreadable("the device sent what is no text")
            self._message += event.data
            if event.fin:
                yield self._text()

    def _text(self) -> str:
        try:
            return self._message.decode()
        except UnicodeDecodeError as fault:
            raise Unreadable("the device sent what is no text") from fault
        finally:
            self._message.clear()

    def _check_end(self) -> None:
        fault = self._protocol.parser_exc
        if fault is not None and not isinstance(fault, EOFError):
            raise Unreadable(f"the device broke the protocol ({type(fault).__name__})")
        received = self._protocol.close_rcvd
        raise Lost(f"the device ended the connection ({received.code if received else 'without a word'})")

    def _receive(self) -> bytes:
        """Return some of what comes, nothing at the end. Raises Lost."""
        asked = False
        while True:
            awaited = select.POLLIN
            try:
                with self._openssl():
                    return self._line.recv(_AT_ONCE)
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLWantWriteError:
                awaited = select.POLLOUT
            if self._ready(awaited, self._alive):
                asked = False
            elif asked:
                raise Lost("the device shows no sign of life")
            else:
                asked = True
                with self._writing:
                    self._protocol.send_ping(_PING)
                    self._flush()

    def _flush(self) -> None:
        until = time.monotonic() + self._send_seconds
        for data in self._protocol.data_to_send():
            left = memoryview(data)
            while left:
                with suppress(ssl.SSLWantWriteError), self._openssl():
                    left = left[self._line.send(left) :]
                    continue
                if not self._ready(select.POLLOUT, until - time.monotonic()):
                    self.cut()
                    raise Lost("the device takes nothing more")

    @contextmanager
    def _openssl(self) -> Iterator[None]:
        try:
            with self._tls:
                yield
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except (OSError, ValueError) as fault:
            raise Lost(f"the connection broke ({type(fault).__name__})") from fault

    def _ready(self, what: int, seconds: float) -> bool:
        poll = select.poll()
        try:
            poll.register(self._line, what)
            return bool(poll.poll(max(seconds, 0) * 1000))
        except (OSError, ValueError) as fault:
            raise Lost("the connection has ended") from fault
