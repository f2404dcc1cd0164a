"""A device that answers over HTTPS as it is told to: well, or as badly as a test wants."""

import base64
import socket
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import BinaryIO, NamedTuple

from rooms.endpoint import Address
from tests.rooms.drivers.tls_device import ACCOUNT, certificate

BEGIN, END, PUT, GET, BOOKINGS = "/xmlapi/session/begin", "/xmlapi/session/end", "/putxml", "/getxml", "/bookingsputxml"
DIALLED = "<Command><DialResult status='OK'><CallId>2</CallId></DialResult></Command>"


class Request(NamedTuple):
    """What came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Reply(NamedTuple):
    """What to send. With `cut` the connection is closed after it, with `hold` nothing more comes, ever."""

    data: bytes
    cut: bool = False
    hold: bool = False
    drip: bool = False  # a byte at a time, without end


def reply(status: int, body: str | bytes = "", *headers: str) -> Reply:
    """Return an ordinary answer."""
    data = body.encode() if isinstance(body, str) else body
    lines = (f"HTTP/1.1 {status} So", f"Content-Length: {len(data)}", *headers, "", "")
    return Reply("\r\n".join(lines).encode() + data)


class Device:
    """Keeps sessions as a device does. `script[path]` is what it does next instead, in order."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self.sessions: set[str] = set()
        self.more_of_cookie = ""
        self.script: dict[str, list[Reply]] = defaultdict(list)
        self.usual: dict[str, Callable[[Request], Reply]] = {
            BEGIN: self._begin,
            END: self._end,
            PUT: lambda request: self._within(request, DIALLED),
            GET: lambda request: self._within(request, "<Status><Audio><Volume>50</Volume></Audio></Status>"),
            BOOKINGS: lambda request: self._within(request, "<Bookings status='OK'/>"),
        }
        self._context = context
        self._numbers = count(1)
        self._gone = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = Address("https", "127.0.0.1", self._listening.getsockname()[1])
        self._open: list[socket.socket] = []

    def paths(self) -> list[str]:
        return [request.path.partition("?")[0] for request in self.requests]

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                plain, _ = self._listening.accept()
                self.connections += 1
                threading.Thread(target=self._talk, args=(plain,), daemon=True).start()

    def restart(self) -> None:
        """Forget all sessions and cut all connections, as a reboot does."""
        self.sessions.clear()
        for line in self._open:
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    def stop(self) -> None:
        self._gone.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for line in self._open:
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    def _talk(self, plain: socket.socket) -> None:
        with suppress(OSError), plain, self._context.wrap_socket(plain, server_side=True) as line:
            self._open.append(line)
            stream = line.makefile("rb")
            while (request := _read(stream)) is not None:
                self.requests.append(request)
                path = request.path.partition("?")[0]
                answer = self.script[path].pop(0) if self.script[path] else self.usual[path](request)
                line.sendall(answer.data)
                while answer.drip and not self._gone.wait(0.02):
                    line.sendall(b"x")
                if answer.hold:
                    self._gone.wait()
                if answer.cut:
                    return

    def _begin(self, request: Request) -> Reply:
        expected = base64.b64encode(f"{ACCOUNT.user}:{ACCOUNT.password}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {expected}":
            return reply(401)
        session = f"s{next(self._numbers)}"
        self.sessions.add(session)
        return reply(204, "", f"Set-Cookie: SessionId={session}; Path=/; Secure; HttpOnly{self.more_of_cookie}")

    def _within(self, request: Request, answer: str) -> Reply:
        return reply(200, answer) if _session(request) in self.sessions else reply(401)

    def _end(self, request: Request) -> Reply:
        if _session(request) not in self.sessions:
            return reply(401)
        self.sessions.remove(_session(request))
        return reply(204)


def _session(request: Request) -> str:
    return request.headers.get("cookie", "").removeprefix("SessionId=")


@contextmanager
def device(name: str = "device") -> Iterator[Device]:
    """Serve one on a port of its own."""
    served = Device(certificate(name)[0])
    thread = threading.Thread(target=served.serve, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        served.stop()
        thread.join()


def _read(stream: BinaryIO) -> Request | None:
    first = stream.readline().decode()
    if not first:
        return None
    method, path, _ = first.split(" ", 2)
    headers: dict[str, str] = {}
    while (line := stream.readline().decode().strip()) != "":
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Request(method, path, headers, stream.read(int(headers.get("content-length", "0"))))
