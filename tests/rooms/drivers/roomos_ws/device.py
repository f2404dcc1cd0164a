"""A device that speaks JSON-RPC over WebSocket as it is told to: well, or as badly as a test wants."""

import base64
import json
import logging
import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import Event
from websockets.sync.server import Server, ServerConnection, serve

from rooms.endpoint import Address
from tests.rooms.drivers.tls_device import ACCOUNT, certificate

# What to do with a request instead of answering it well.
Deed = Callable[[ServerConnection, dict[str, Any]], None]


def result(value: object) -> Deed:
    """Answer with this."""
    return lambda line, asked: line.send(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": value}))


def error(code: object, message: object = "", **data: object) -> Deed:
    """Refuse."""
    refusal = {"code": code, "message": message, "data": data}
    return lambda line, asked: line.send(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "error": refusal}))


def several(*deeds: Deed) -> Deed:
    """Do one after the other."""

    def do(line: ServerConnection, asked: dict[str, Any]) -> None:
        for deed in deeds:
            deed(line, asked)

    return do


def says(text: str | bytes) -> Deed:
    """Send this, whatever it is."""
    return lambda line, _: line.send(text)


def raw(data: bytes) -> Deed:
    """Send these bytes beside the protocol."""
    return lambda line, _: line.socket.sendall(data)


def happens(subscription: int, tree: dict[str, object]) -> Deed:
    """Tell a subscription of something."""
    params = {"Id": subscription, **tree}
    return says(json.dumps({"jsonrpc": "2.0", "method": "xFeedback/Event", "params": params}))


def nothing(_line: ServerConnection, _asked: dict[str, Any]) -> None:
    """Let the request wait."""


def cut(line: ServerConnection, _asked: dict[str, Any]) -> None:
    """Pull the plug, with the other end of the line in our hands."""
    with suppress(OSError):
        socket.socket.shutdown(line.socket, socket.SHUT_RDWR)


def falls_silent(may_go: threading.Event) -> Deed:
    """Read, answer and pong no more, as one whose plug was pulled far away."""

    def do(line: ServerConnection, _asked: dict[str, Any]) -> None:
        with line.protocol_mutex:
            may_go.wait()

    return do


def bye(code: int) -> Deed:
    """End the connection with this code, from a thread that may wait for the other side."""
    return lambda line, _: threading.Thread(target=line.close, args=(code,), daemon=True).start()


class Line(ServerConnection):
    """Counts the pings that come."""

    pings = 0

    def process_event(self, event: Event) -> None:
        self.pings += isinstance(event, Frame) and event.opcode is Opcode.PING
        super().process_event(event)


class Device:
    """`script[method]` is what it does next instead, in order; `refusal` is how it answers a handshake instead."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.handshakes: list[dict[str, str]] = []
        self.lines: list[Line] = []
        self.closed_with: list[int | None] = []
        self.script: dict[str, list[Deed]] = defaultdict(list)
        self.refusal: Response | None = None
        self.address = Address("wss", "127.0.0.1", 0)

    def methods(self) -> list[str]:
        return [request["method"] for request in self.requests]

    def tell(self, subscription: int, tree: dict[str, object]) -> None:
        """Let something happen."""
        for line in list(self.lines):
            happens(subscription, tree)(line, {})

    def greet(self, _line: ServerConnection, request: Request) -> Response | None:
        self.handshakes.append(dict(request.headers.raw_items()))
        expected = base64.b64encode(f"{ACCOUNT.user}:{ACCOUNT.password}".encode()).decode()
        if self.refusal is None and request.headers.get("Authorization") != f"Basic {expected}":
            return refusal(403)
        return self.refusal

    def talk(self, line: ServerConnection) -> None:
        assert isinstance(line, Line)
        self.lines.append(line)
        with suppress(ConnectionClosed, OSError):
            for message in line:
                asked = json.loads(message)
                self.requests.append(asked)
                self._do(line, asked)
        self.lines.remove(line)
        self.closed_with.append(line.close_code)

    def _do(self, line: ServerConnection, asked: dict[str, Any]) -> None:
        method = asked["method"]
        if self.script[method]:
            self.script[method].pop(0)(line, asked)
        elif method == "xFeedback/Subscribe":
            result({"Id": len([name for name in self.methods() if name == method])})(line, asked)
        else:
            result("done")(line, asked)


def refusal(status: int) -> Response:
    return Response(status, HTTPStatus(status).phrase, Headers({"Content-Length": "0"}))


@contextmanager
def device(name: str = "device") -> Iterator[Device]:
    """Serve one on a port of its own."""
    quiet = logging.getLogger("tests.rooms.ws.device")
    quiet.setLevel(logging.CRITICAL)
    served = Device()
    with serve(
        served.talk,
        "127.0.0.1",
        0,
        ssl=certificate(name)[0],
        process_request=served.greet,
        create_connection=Line,
        compression=None,
        ping_interval=None,
        max_size=None,
        close_timeout=1,
        logger=quiet,
    ) as server:
        served.address = Address("wss", "127.0.0.1", server.socket.getsockname()[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield served
        finally:
            _stop(server, served)
            thread.join()


def _stop(server: Server, served: Device) -> None:
    for line in list(served.lines):
        cut(line, {})
    server.shutdown()
