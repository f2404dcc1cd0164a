"""The process beside the web processes that answers Pexip: it has its own port, and comes back by itself."""

import base64
import http.client
import os
import signal
import socket
from contextlib import closing, suppress
from pathlib import Path

import pytest

from simulators.entra.server import Entra
from tests.backend.serving.served import Served, free_port, prepared, wait_for
from tests.backend.serving.test_serve import refused

PASSWORD = "pR7mQw2ZxK9pLt4VnB8sYd3Hf"
EVENTS = "eR7mQw2ZxK9pLt4VnB8sYd3Hf"


def configured(folder: Path, entra: Entra, port: int) -> Path:
    return prepared(
        folder,
        entra,
        pexip__node="https://video.example",
        pexip__policy_listen=f"127.0.0.1:{port}",
        pexip__policy_user="policy",
        pexip__policy_password=PASSWORD * 2,
        pexip__events_user="events",
        pexip__events_password=EVENTS * 2,
    )


def asked(port: int, path: str = "/policy/v1/service/configuration?local_alias=x") -> bytes:
    """Return what is answered; nothing while nobody listens."""
    told = base64.b64encode(f"policy:{PASSWORD * 2}".encode()).decode()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        try:
            connection.request("GET", path, headers={"Authorization": f"Basic {told}"})
            with connection.getresponse() as response:
                return response.read()
        except (OSError, http.client.HTTPException):
            return b""


def process(server: Served) -> int | None:
    """Return the number of the process that answers Pexip."""
    for pid in server.children():
        with suppress(OSError):
            if b"backend.serving.policy" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                return pid
    return None


def test_pexip_is_answered_at_a_port_of_its_own_and_after_its_death(
    entra: Entra, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    port = free_port()
    server = Served(configured(tmp_path, entra, port))
    request.addfinalizer(server.end)
    server.ready()
    assert b'"reject"' in wait_for(lambda: asked(port), "Pexip has no answer")
    assert b'"ok"' in asked(port, "/healthz")
    assert b"not-found" in asked(port, "/m/x")
    assert server.get("/policy/v1/service/configuration")[0] == 404
    first = process(server)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert wait_for(lambda: process(server) not in (None, first), "it did not come back")
    assert b'"reject"' in wait_for(lambda: asked(port), "Pexip has no answer after its death")
    assert server.end() == 0
    assert PASSWORD not in server.log.read_text("utf-8")


def test_a_port_that_is_taken_is_refused_by_its_key(entra: Entra, tmp_path: Path) -> None:
    port = free_port()
    file = configured(tmp_path, entra, port)
    text = file.read_text("utf-8")
    listen = next(line for line in text.splitlines() if line.startswith("listen = "))
    file.write_text(text.replace(listen, f'listen = "127.0.0.1:{port}"'), "utf-8")
    assert refused(file) == "pexip.policy_listen"
    with socket.create_server(("127.0.0.1", port)):
        file.write_text(text, "utf-8")
        assert refused(file) == "pexip.policy_listen"
