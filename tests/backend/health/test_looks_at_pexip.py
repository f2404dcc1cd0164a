"""`vardmote doctor` about Pexip: each thing that people or Pexip lean on is missed when it is not there."""

import json
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from backend.config import PexipMode, PexipSettings, Production, production, read
from backend.health import looks_at_management, looks_at_pexip
from backend.health.finding import Wrong
from simulators.certificate import make
from tests.backend.config.files import written

SECRET = "kR7mQw2ZxK9pLt4VnB8sYd3HfkR7mQw2Z"
REJECT = json.dumps({"status": "success", "action": "reject"})
SIGNED_IN = f"Basic {b64encode(f'us:{SECRET}'.encode()).decode()}"
Answers = dict[tuple[str, bool], tuple[int, str]]


@dataclass
class Place:
    """A server that answers by path and whether one is signed in; everything else is 404.

    `signed_in` says of each that was asked whether they were.
    """

    port: int
    answers: Answers = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    signed_in: list[bool] = field(default_factory=list)


@pytest.fixture
def place() -> Iterator[Place]:
    yield from _served(None)


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[Place]:
    certificate = make(tmp_path, ("localhost",), ("127.0.0.1",))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.certificate, certificate.key)
    yield from _served(context)


def _served(context: ssl.SSLContext | None) -> Iterator[Place]:
    there = Place(0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            length = int(self.headers.get("Content-Length") or 0)
            there.asked.append((f"{self.command} {self.path}", self.rfile.read(length).decode()))
            signed_in = self.headers.get("Authorization") == SIGNED_IN
            there.signed_in.append(signed_in)
            status, body = there.answers.get((path, signed_in), (404, ""))
            self.send_response(status)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """Stay silent about a client that trusted nobody."""

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    there.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield there
    server.shutdown()
    thread.join()
    server.server_close()


def told(tmp_path: Path, **changes: Any) -> Production:
    usual = PexipSettings(
        node="https://127.0.0.1:1",
        policy_user="us",
        policy_password=SECRET,
        policy_listen="127.0.0.1:1",
        events_user="us",
        events_password=SECRET,
    )
    found = production(read({}, written(tmp_path)))
    return replace(found, settings=replace(found.settings, pexip=replace(usual, **changes)))


@pytest.mark.parametrize("look", [looks_at_pexip.policy, looks_at_pexip.node, looks_at_pexip.events])
def test_without_pexip_nothing_is_looked_for(tmp_path: Path, look: Callable[[Production], Any]) -> None:
    assert look(production(read({}, written(tmp_path)))).en == "Pexip has not been set up."


@pytest.mark.parametrize("look", [looks_at_pexip.policy, looks_at_pexip.node, looks_at_pexip.events])
def test_what_nobody_answers_at_is_told(tmp_path: Path, look: Callable[[Production], Any]) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        silent = told(tmp_path, policy_listen=f"127.0.0.1:{port}", node=f"https://127.0.0.1:{port}")
        settings = replace(silent.settings, base_url=f"https://127.0.0.1:{port}")
        with pytest.raises(Wrong, match="does not answer"):
            look(replace(silent, settings=settings))


POLICY = "/policy/v1/service/configuration"


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({(POLICY, False): (401, ""), (POLICY, True): (200, REJECT)}, None),
        ({(POLICY, False): (200, REJECT), (POLICY, True): (200, REJECT)}, "answers 200 without a sign-in"),
        ({(POLICY, False): (401, ""), (POLICY, True): (401, "")}, "answers 401 when asked"),
        ({(POLICY, False): (401, ""), (POLICY, True): (200, "{}")}, "answers 200 when asked"),
        ({(POLICY, False): (401, ""), (POLICY, True): (200, "no JSON")}, "answers 200 when asked"),
        ({}, "answers 404 without a sign-in"),
    ],
)
def test_questions_are_answered_to_who_signs_in_and_nobody_else(
    place: Place, tmp_path: Path, answers: Answers, wrong: str | None
) -> None:
    place.answers = answers
    asked = told(tmp_path, policy_listen=f"0.0.0.0:{place.port}")
    if wrong is None:
        found = looks_at_pexip.policy(asked)
        assert found.sv != found.en
        # Whoever has signed in rightly is not noted as one who did not.
        assert place.signed_in == [True, False]
    else:
        with pytest.raises(Wrong, match=wrong):
            looks_at_pexip.policy(asked)
    assert all(SECRET not in path for path, _ in place.asked)


def test_in_management_mode_pexip_asks_nothing(tmp_path: Path) -> None:
    assert looks_at_pexip.policy(told(tmp_path, mode=PexipMode.MANAGEMENT)).en == "Pexip doesn't ask us."


STATUS, APP = "/api/client/v2/status", "/webapp3/"


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({(STATUS, False): (200, ""), (APP, False): (200, "")}, None),
        ({(STATUS, False): (200, ""), (APP, False): (302, "")}, None),
        ({(STATUS, False): (503, ""), (APP, False): (200, "")}, "answers 503"),
        ({(STATUS, False): (200, "")}, "The web app is not at"),
    ],
)
def test_people_can_be_led_to_the_node(secured: Place, tmp_path: Path, answers: Answers, wrong: str | None) -> None:
    secured.answers = answers
    asked = told(tmp_path, node=f"https://127.0.0.1:{secured.port}", ca_file=tmp_path / "certificate.pem")
    if wrong is None:
        assert "answers" in looks_at_pexip.node(asked).en
    else:
        with pytest.raises(Wrong, match=wrong):
            looks_at_pexip.node(asked)


def test_a_node_whose_certificate_nobody_vouches_for_is_told(secured: Place, tmp_path: Path) -> None:
    with pytest.raises(Wrong, match="SSLCertVerificationError"):
        looks_at_pexip.node(told(tmp_path, node=f"https://127.0.0.1:{secured.port}"))


EVENTS = "/hooks/pexip/events"


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({(EVENTS, False): (401, ""), (EVENTS, True): (204, "")}, None),
        ({(EVENTS, False): (204, ""), (EVENTS, True): (204, "")}, "answers 204 without a sign-in, not 401"),
        ({(EVENTS, False): (401, ""), (EVENTS, True): (401, "")}, "answers 401 with a sign-in, not 204"),
        ({}, "answers 404 with a sign-in"),
    ],
)
def test_pexip_can_tell_us_what_happens(
    secured: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: Answers, wrong: str | None
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    secured.answers = answers
    found = told(tmp_path)
    asked = replace(found, settings=replace(found.settings, base_url=f"https://127.0.0.1:{secured.port}"))
    if wrong is None:
        assert "Events are taken" in looks_at_pexip.events(asked).en
        # Nothing happened, so nothing is told.
        assert all(json.loads(body)["data"] == [] for _, body in secured.asked)
        assert secured.signed_in == [True, False]
    else:
        with pytest.raises(Wrong, match=wrong):
            looks_at_pexip.events(asked)


@pytest.mark.parametrize(
    ("status", "wrong"), [(401, None), (404, "answers 404 without an account"), (200, "answers 2")]
)
def test_a_management_node_wants_an_account(secured: Place, tmp_path: Path, status: int, wrong: str | None) -> None:
    secured.answers = {("/api/admin/status/v1/conference/", False): (status, "")}
    place = f"https://127.0.0.1:{secured.port}"
    asked = told(tmp_path, management_url=place, ca_file=tmp_path / "certificate.pem")
    if wrong is None:
        assert "wants an account" in looks_at_management.management_node(asked).en
    else:
        with pytest.raises(Wrong, match=wrong):
            looks_at_management.management_node(asked)
    with pytest.raises(Wrong, match="SSLError"):
        looks_at_management.management_node(told(tmp_path, management_url=place))


def test_whom_this_machine_trusts_is_trusted_as_management_node(
    secured: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    secured.answers = {("/api/admin/status/v1/conference/", False): (401, "")}
    asked = told(tmp_path, management_url=f"https://127.0.0.1:{secured.port}")
    assert "wants an account" in looks_at_management.management_node(asked).en
