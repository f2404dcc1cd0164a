"""The service over HTTP: `/SERVICE/conferences` and below, and `/_control` for what is to go wrong."""

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from simulators.conference.hall import Hall

Json = dict[str, Any]
Answer = tuple[int, object]
LONGEST_WAIT = 30.0


class Conferences(ThreadingHTTPServer):
    """The service, listening on a free port of this machine until it is closed."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hall = Hall()
        self._trouble: list[str] = []
        self._released = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def line_up(self, fault: str, count: int = 1) -> None:
        """Let the next `count` requests meet a fault of `FAULTS`."""
        self._trouble += [fault] * count

    def calm(self) -> None:
        """Forget the faults that are lined up, and let go of who waits for an answer."""
        self._trouble.clear()
        self._released.set()
        self._released = threading.Event()

    def next_fault(self) -> str | None:
        """Take the fault that is lined up for this request."""
        return self._trouble.pop(0) if self._trouble else None

    def wait(self) -> None:
        """Keep a request waiting, at most `LONGEST_WAIT` seconds."""
        self._released.wait(LONGEST_WAIT)

    def close(self) -> None:
        """End it."""
        self.calm()
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Conferences
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the base class's signature
        """Say nothing."""

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        path = urlsplit(self.path).path.strip("/").split("/")
        if path == ["_control"]:
            self.server.line_up(body["fault"], body.get("count", 1)) if body.get("fault") else self.server.calm()
            return self._send((204, None))
        fault = self.server.next_fault()
        return FAULTS[fault](self, path, body) if fault else self._send(self._work(path, body))

    def _work(self, path: list[str], body: Json) -> Answer:
        hall, service, reference = self.server.hall, path[0], path[2] if len(path) > 2 else ""  # noqa: PLR2004 - /SERVICE/conferences/REFERENCE
        key = parse_qs(urlsplit(self.path).query).get("key", [None])[0]
        if self.command == "POST":
            return 201, hall.create(service, body)
        if self.command == "GET":
            return 200, hall.held(service, key)
        if self.command == "DELETE":
            hall.remove(service, reference)
            return 204, None
        changed = hall.change(service, reference, body)
        return (404, {"error": "no such conference"}) if changed is None else (200, changed)

    def _send(self, answer: Answer) -> None:
        status, body = answer
        content = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _refuse(self, status: int) -> None:
        self._send((status, {"error": "not now"}))

    def _work_and_hang(self, path: list[str], body: Json) -> None:
        self._work(path, body)
        self.server.wait()

    def _lie(self, path: list[str], body: Json) -> None:
        room = {**body, "service": path[0], "reference": f"{path[0]}-none"}
        self._send({"POST": (201, room), "PUT": (200, room), "GET": (200, []), "DELETE": (204, None)}[self.command])


FAULTS: Mapping[str, Callable[[_Handler, list[str], Json], None]] = MappingProxyType(
    {
        "too-many": lambda handler, _path, _body: handler._refuse(429),  # noqa: SLF001 - a table of its own methods
        "server-error": lambda handler, _path, _body: handler._refuse(503),  # noqa: SLF001 - as above
        "late": lambda handler, path, body: handler._work_and_hang(path, body),  # noqa: SLF001 - as above
        "never": lambda handler, _path, _body: handler.server.wait(),
        "wrong": lambda handler, _path, _body: handler._send((200, {"reference": "", "unexpected": True})),  # noqa: SLF001 - as above
        "lie": lambda handler, path, body: handler._lie(path, body),  # noqa: SLF001 - as above
    }
)
