"""TLS to a device that signs its own certificate: it is known by that certificate, and no exchange takes for ever."""

import base64
import hashlib
import math
import socket
import ssl
import time
from functools import cache
from typing import TYPE_CHECKING, cast

from rooms.endpoint import Address, Trust
from rooms.errors import Unreachable, Untrusted

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer


class Line(ssl.SSLSocket):
    """A TLS socket whose reads and writes all end by one moment, however slowly the other side drips.

    `until` is that moment on the monotonic clock; they raise TimeoutError after it.
    """

    until: float = math.inf
    _dialled = False

    def recv_into(self, buffer: "WriteableBuffer", nbytes: int | None = None, flags: int = 0) -> int:
        """Read as a socket does, by `until`."""
        self._hurry()
        return super().recv_into(buffer, nbytes, flags)

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """Read as a socket does, by `until`."""
        self._hurry()
        try:
            return super().recv(buflen, flags)
        except OSError:
            # Whoever makes it reads once when the other side was gone before TLS began, and leaves it open then.
            if not self._dialled:
                self.close()
            raise

    def send(self, data: "ReadableBuffer", flags: int = 0) -> int:
        """Write as a socket does, by `until`."""
        self._hurry()
        return super().send(data, flags)

    def dialled(self, until: float) -> None:
        """Be whole from now on, with this `until`: a read that fails ends nothing by itself."""
        self._dialled = True
        self.until = until

    def _hurry(self) -> None:
        if self.until == math.inf:
            return
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time for the whole exchange is up")
        self.settimeout(left)


def dial(address: Address, trust: Trust, seconds: float) -> Line:
    """Connect, and make sure that it is the room: nothing has been sent but the handshake.

    The line comes with `until` set to the end of these seconds. Raises Unreachable, and Untrusted with the fingerprint
    of the certificate that was shown.
    """
    until = time.monotonic() + seconds
    try:
        plain = socket.create_connection((address.host, address.port), timeout=seconds)
    except (OSError, UnicodeError) as fault:
        raise Unreachable(f"nothing answers ({type(fault).__name__})") from fault
    try:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        plain.settimeout(max(until - time.monotonic(), 0.001))
        line = cast("Line", _context().wrap_socket(plain, server_hostname=address.host))
    except (OSError, ValueError) as fault:
        plain.close()
        raise Unreachable(f"it speaks no TLS with us ({type(fault).__name__})") from fault
    line.dialled(until)
    try:
        _make_sure(line, address, trust)
    except OSError as fault:
        line.close()
        raise Unreachable(f"it was gone before TLS began ({type(fault).__name__})") from fault
    except BaseException:
        line.close()
        raise
    return line


def fingerprint(key: bytes) -> str:
    """Return the SHA-256 of a key or certificate in its binary form, as OpenSSH writes it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode("ascii").rstrip("=")


def _make_sure(line: Line, address: Address, trust: Trust) -> None:
    shown = fingerprint(line.getpeercert(binary_form=True) or b"")
    if not trust.allows(address, shown):
        raise Untrusted(shown)


@cache
def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Devices sign their own certificates with names nobody looks up: `Trust` decides, by the certificate itself.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # What is sent never waits for what must be read first.
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.sslsocket_class = Line
    return context
