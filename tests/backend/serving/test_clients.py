"""Clients as they come: too much, too slow, in pieces, or not at all. Against the real server, over a socket."""

import json
import os
import socket
from http import HTTPStatus
from pathlib import Path

import pytest

from backend.sendcheck.routes import INVITE_LIMIT
from backend.serving.silence import end_silent
from simulators.entra.server import Entra
from tests.backend.identity.entra.staff import STAFF
from tests.backend.serving.served import Served, wait_for

CHECK = "POST /api/v1/invite-check HTTP/1.1\r\nHost: vardmote.example\r\nAuthorization: Bearer {}\r\n"
INVITE = json.dumps({"subject": "Möte", "body_html": "<p>Hej</p>", "location": ""}).encode()


@pytest.fixture
def head(entra: Entra) -> str:
    return CHECK.format(entra.tenant.access_token(STAFF))


def answered(connection: socket.socket) -> int:
    """Return the status of the answer."""
    told = b""
    while b"\r\n" not in told:
        more = connection.recv(4096)
        if not more:
            return 0
        told += more
    return int(told.split()[1])


def ended(connection: socket.socket) -> bool:
    """Read to the end: True when there is one."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionResetError:
        pass
    return True


def test_sign_in_and_a_body_that_comes_at_once(served: Served, entra: Entra, head: str) -> None:
    token = entra.tenant.access_token(STAFF)
    status, told = served.get("/api/v1/me", Authorization=f"Bearer {token}")
    assert (status, json.loads(told)["user"]) == (HTTPStatus.OK, "disek")
    assert served.get("/api/v1/me", Authorization="Bearer demo:personal")[0] == HTTPStatus.UNAUTHORIZED
    with served.connect() as connection:
        connection.sendall(f"{head}Content-Length: {len(INVITE)}\r\n\r\n".encode() + INVITE)
        assert answered(connection) == HTTPStatus.OK


def test_a_body_in_pieces_is_put_together(served: Served, head: str) -> None:
    with served.connect() as connection:
        connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        for byte in range(0, len(INVITE), 20):
            piece = INVITE[byte : byte + 20]
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        connection.sendall(b"0\r\n\r\n")
        assert answered(connection) == HTTPStatus.OK


def test_a_body_said_to_be_too_large_is_refused_unread(served: Served, head: str) -> None:
    with served.connect() as connection:
        connection.sendall(f"{head}Content-Length: {INVITE_LIMIT + 1}\r\n\r\n{{".encode())
        assert answered(connection) == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        assert ended(connection)


def test_a_body_without_end_is_refused_at_its_limit(served: Served, head: str) -> None:
    piece = b"%x\r\n%s\r\n" % (65536, b"a" * 65536)
    with served.connect() as connection:
        connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(INVITE_LIMIT // 65536 + 1):
            connection.sendall(piece)
        assert answered(connection) == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_bodies_that_stop_coming_are_given_up_and_hold_nobody_else_back(served: Served, head: str) -> None:
    stalled = [served.connect() for _ in range(12)]
    for connection in stalled:
        connection.sendall(f"{head}Content-Length: 100\r\n\r\n{{".encode())
    assert served.get("/readyz")[0] == HTTPStatus.OK
    assert [ended(connection) for connection in stalled] == [True] * len(stalled)
    for connection in stalled:
        connection.close()
    wait_for(lambda: served.events("serving.silent-connections-ended"), "nobody said so")
    with served.connect() as connection:
        connection.sendall(f"{head}Content-Length: {len(INVITE)}\r\n\r\n".encode() + INVITE)
        assert answered(connection) == HTTPStatus.OK


def test_headers_that_trickle_or_never_come_are_given_up(served: Served) -> None:
    with served.connect() as silent, served.connect() as trickling:
        trickling.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-One: a\r\n")
        assert ended(silent)
        assert ended(trickling)


def test_headers_beyond_all_measure_are_refused(served: Served) -> None:
    with served.connect() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n")
        assert answered(connection) in (0, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)


def test_connections_we_have_long_said_nothing_on_are_ended() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client, listening.accept()[0] as ours:
            assert end_silent(port, 3600) == 0
            ours.sendall(b"x")
            assert end_silent(port, 0) == 1
            assert client.recv(10) == b"x"
            assert client.recv(10) == b""
        with socket.create_connection(("127.0.0.1", port)), listening.accept()[0]:
            assert end_silent(port + 1, 0) == 0


def test_looking_keeps_nothing_open() -> None:
    with Path(os.devnull).open("rb"), socket.create_server(("127.0.0.1", 0)) as listening:
        before = len(list(Path("/proc/self/fd").iterdir()))
        end_silent(listening.getsockname()[1], 3600)
        assert len(list(Path("/proc/self/fd").iterdir())) == before
