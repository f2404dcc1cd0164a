"""The TLS server behind the mapped host names: the host page, office.js as npm delivered it, our Ajax shim."""

import json
import mimetypes
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from simulators.certificate import Certificate, make
from simulators.outlook.faults import Faults

HOST = "outlook.office.com"
CDN = "appsforoffice.microsoft.com"
AJAX_CDN = "ajax.aspnetcdn.com"
ADDIN = "addin.example.test"
NAMES = (HOST, CDN, AJAX_CDN, ADDIN)

_PAGE = Path(__file__).parent / "page"
_CDN_PREFIX = "/lib/1/hosted/"
_AJAX_PATH = "/ajax/3.5/MicrosoftAjax.js"
_BODY_LIMIT = 65_536
_HOST_HEADERS = {
    # Bodies carry style attributes, and Playwright's waiting evaluates text; the page that counts is the add-in's.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: https:; frame-src https:; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
}
# office.js asks for its own parts and for the Ajax library with crossorigin=anonymous.
_CDN_HEADERS = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=3600"}


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    status: HTTPStatus
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] | None = None


_NOT_FOUND = Answer(HTTPStatus.NOT_FOUND, b"not found")


class Outlook:
    """A running simulator: where it listens, what Chromium needs to reach it, and the switch for its faults."""

    def __init__(self, server: "_Server", certificate: Certificate, faults: Faults) -> None:
        self._server = server
        self._thread = threading.Thread(target=server.serve_forever, name="outlook", daemon=True)
        self._thread.start()
        self.certificate = certificate
        self.spki = certificate.spki
        self.port: int = server.server_port
        self.url = f"https://{HOST}/calendar/"
        self._faults = faults

    def control(self, fault: str, **order: object) -> None:
        """The same as ``POST /_control``; ``on`` names a method. Raises ValueError for an order it does not know."""
        self._faults.control({"fault": fault, **order})

    def chromium_arguments(self, ports: Mapping[str, int] | None = None) -> list[str]:
        """Flags that map our names to this server, or to a loopback port in ``ports``, and to nothing else."""
        target = dict.fromkeys(self._server.names, self.port) | dict(ports or {})
        rules = [f"MAP {name} 127.0.0.1:{port}" for name, port in target.items()]
        rules += ["MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1", "EXCLUDE localhost"]
        return [f"--host-resolver-rules={', '.join(rules)}", f"--ignore-certificate-errors-spki-list={self.spki}"]

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def start(certificate_folder: Path, office_js_folder: Path, sites: Mapping[str, Path] | None = None) -> Outlook:
    """Listen on a free loopback port and return when it does.

    ``office_js_folder`` is the unpacked npm package @microsoft/office-js; ``sites`` are further host names with the
    folder each serves. Raises FileNotFoundError when office.js is not there.
    """
    library = office_js_folder / "dist"
    if not (library / "office.js").is_file():
        raise FileNotFoundError(f"office.js is not in {office_js_folder}: run npm ci in addin/ first")
    names = (*NAMES, *(name for name in sites or {} if name not in NAMES))
    certificate = make(certificate_folder, names)
    faults = Faults()
    routes: dict[str, Callable[[str], Answer]] = {HOST: _page, CDN: partial(_library, library), AJAX_CDN: _ajax}
    routes |= {name: partial(_site, folder) for name, folder in (sites or {}).items()}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.certificate, certificate.key)
    return Outlook(_Server(context, names, routes, faults), certificate, faults)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(
        self,
        context: ssl.SSLContext,
        names: tuple[str, ...],
        routes: Mapping[str, Callable[[str], Answer]],
        faults: Faults,
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.context = context
        self.names = names
        self.routes = routes
        self.faults = faults

    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        # The handshake waits for the first read, in the connection's own thread: a slow client holds up nobody else.
        return self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the base class's signature
        """A browser that hangs up in the middle is everyday life, not an error."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        route = self.server.routes.get(self._host())
        self._send(route(unquote(urlsplit(self.path).path)) if route else Answer(HTTPStatus.MISDIRECTED_REQUEST))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(min(length, _BODY_LIMIT))
        if length > _BODY_LIMIT:
            # Read to the end all the same: a caller cut off while it writes never sees the answer.
            for left in range(length - _BODY_LIMIT, 0, -_BODY_LIMIT):
                self.rfile.read(min(left, _BODY_LIMIT))
            self._send(Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
            return
        action = {"/_control": self._control, "/_faults": self._take}.get(self.path)
        self._send(action(raw) if action else Answer(HTTPStatus.NOT_FOUND))

    def _control(self, raw: bytes) -> Answer:
        try:
            self.server.faults.control(_object(raw))
        except ValueError as error:
            return Answer(HTTPStatus.BAD_REQUEST, str(error).encode())
        return Answer(HTTPStatus.NO_CONTENT)

    def _take(self, raw: bytes) -> Answer:
        try:
            call = _object(raw)
        except ValueError as error:
            return Answer(HTTPStatus.BAD_REQUEST, str(error).encode())
        fault = self.server.faults.take(str(call.get("method")), write=bool(call.get("write")))
        found = fault and {"fault": fault.name, "code": fault.code, "milliseconds": fault.milliseconds}
        return Answer(HTTPStatus.OK, json.dumps(found).encode(), "application/json")

    def _host(self) -> str:
        return (self.headers.get("Host") or "").split(":")[0].lower()

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in (answer.headers or {}).items():
            self.send_header(name, value)
        if answer.status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing: a test's output is its own."""


def _object(raw: bytes) -> dict[str, object]:
    value = json.loads(raw)
    if not isinstance(value, dict):
        raise ValueError("a JSON object, please")  # noqa: TRY004 - the caller answers 400 for every ValueError
    return value


def _page(path: str) -> Answer:
    return _file(_PAGE, "index.html" if path == "/calendar/" else path.removeprefix("/"), _HOST_HEADERS)


def _library(folder: Path, path: str) -> Answer:
    if not path.startswith(_CDN_PREFIX):
        return _NOT_FOUND
    name = path.removeprefix(_CDN_PREFIX)
    # Microsoft's CDN does not mind capitals; the package's folders are in small letters.
    return _file(folder, name if (folder / name).is_file() else name.lower(), _CDN_HEADERS)


def _ajax(path: str) -> Answer:
    return _file(_PAGE, "microsoft-ajax.js", _CDN_HEADERS) if path == _AJAX_PATH else _NOT_FOUND


def _site(folder: Path, path: str) -> Answer:
    return _file(folder, path.removeprefix("/") or "index.html", {"Cache-Control": "no-store"})


def _file(folder: Path, name: str, headers: Mapping[str, str]) -> Answer:
    wanted = (folder / name).resolve()
    if not wanted.is_relative_to(folder.resolve()) or not wanted.is_file():
        return _NOT_FOUND
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return Answer(HTTPStatus.OK, wanted.read_bytes(), kind + charset, headers)
