"""SSH as a client meets it: signing in, one session after another, and none when there are too many."""

import socket
from collections.abc import Iterator
from typing import Self

import paramiko
import pytest

from simulators import roomos
from simulators.roomos.endpoint import Endpoint
from simulators.roomos.faults import Fault
from simulators.roomos.sessions import Account
from tests.waiting import until

KEY = paramiko.ECDSAKey.generate()
USER, PASSWORD = roomos.USER, roomos.PASSWORD


@pytest.fixture(scope="module")
def site() -> Iterator[roomos.Site]:
    keys = frozenset({f"{KEY.get_name()} {KEY.get_base64()}"})
    with roomos.start(accounts={USER: Account(PASSWORD, keys=keys)}, pace=0.005) as running:
        yield running


@pytest.fixture
def room(site: roomos.Site) -> Iterator[Endpoint]:
    endpoint = site.endpoints[0]
    yield endpoint
    endpoint.do(lambda device: device.faults.calm())
    endpoint.do(lambda device: device.machine.settings.clear())


class Client:
    """A connection, and its shell."""

    def __init__(self, room: Endpoint) -> None:
        self.transport = paramiko.Transport(socket.create_connection(("127.0.0.1", room.ssh)))
        try:
            self.transport.start_client(timeout=20)
        except (paramiko.SSHException, OSError, EOFError):
            self.transport.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.transport.close()

    def shell(self, *, pty: bool = False) -> paramiko.Channel:
        channel = self.transport.open_session(timeout=20)
        channel.settimeout(20)
        if pty:
            channel.get_pty()
        channel.invoke_shell()
        return channel


def read(channel: paramiko.Channel, end: bytes) -> bytes:
    """Read until what has come ends so."""
    heard = b""
    while not heard.endswith(end):
        piece = channel.recv(65536)
        assert piece, heard
        heard += piece
    return heard


def test_a_password_a_question_and_a_key_let_in(room: Endpoint) -> None:
    with Client(room) as by_password, Client(room) as by_question, Client(room) as by_key:
        by_password.transport.auth_password(USER, PASSWORD)
        by_question.transport.auth_interactive(USER, lambda *_: [PASSWORD])
        by_key.transport.auth_publickey(USER, KEY)
        for client in (by_password, by_question, by_key):
            assert read(client.shell(), b"OK\n\n").startswith(b"Welcome to Room 1\n")
        assert len(room.sessions) == 3
        fingerprint = by_key.transport.get_remote_server_key().fingerprint
        assert fingerprint == room.host_key
    until(lambda: not room.sessions)


def test_a_terminal_is_asked_for_or_not(room: Endpoint) -> None:
    with Client(room) as client:
        client.transport.auth_password(USER, PASSWORD)
        channel = client.shell(pty=True)
        assert read(channel, b"OK\r\n\r\n")
        channel.send(b"xStatus Standby State\r")
        assert read(channel, b"OK\r\n\r\n").startswith(b"xStatus Standby State\r\n*s Standby State: Off\r\n")


def test_wrong_passwords_are_counted_and_lock_the_account(room: Endpoint) -> None:
    before = room.do(lambda device: device.sessions.refused)
    room.do(lambda device: device.machine.configure(("Security", "Session", "MaxFailedLogins"), 2))
    for number in range(1, 3):
        with Client(room) as client, pytest.raises(paramiko.AuthenticationException):
            client.transport.auth_password(USER, "wrong")
        assert room.do(lambda device: device.sessions.refused) == before + number
    with Client(room) as client, pytest.raises(paramiko.AuthenticationException):
        client.transport.auth_password(USER, PASSWORD)
    with Client(room) as client, pytest.raises(paramiko.AuthenticationException):
        client.transport.auth_publickey(USER, KEY)
    room.do(lambda device: device.sessions.accounts[USER]).locked_until = 0.0


def test_no_session_is_left_beyond_the_limit(room: Endpoint) -> None:
    room.do(lambda device: device.machine.configure(("Security", "Session", "MaxSessionsPerUser"), 2))
    with Client(room) as client:
        client.transport.auth_password(USER, PASSWORD)
        held = [client.shell(), client.shell()]
        with pytest.raises(paramiko.ChannelException):
            client.shell()
        held[0].close()
        until(lambda: len(room.sessions) == 1)
        assert read(client.shell(), b"OK\n\n")
    until(lambda: not room.sessions)


def test_power_cuts_who_is_there_and_lets_them_in_again(room: Endpoint) -> None:
    with Client(room) as client:
        client.transport.auth_password(USER, PASSWORD)
        channel = client.shell()
        read(channel, b"OK\n\n")
        room.power_off()
        assert channel.recv(1) == b""
    with pytest.raises((paramiko.SSHException, OSError)):
        Client(room)
    until(lambda: not room.sessions)
    port = room.ssh
    room.power_on()
    until(lambda: room.wiring.listening)
    assert room.ssh == port
    Client(room).transport.close()


def test_what_is_ordered_goes_wrong(room: Endpoint) -> None:
    with Client(room) as client:
        client.transport.auth_password(USER, PASSWORD)
        channel = client.shell()
        read(channel, b"OK\n\n")
        room.do(lambda device: device.faults.order(Fault.DROP))
        channel.send(b"xStatus Standby State\n")
        heard = b""
        while piece := channel.recv(65536):
            heard += piece
        assert b"*s Standby State: Off\n** end\n\nOK\n\n".startswith(heard)
        assert len(heard) < 37
    room.do(lambda device: device.faults.order(Fault.SESSION_LIMIT))
    with Client(room) as client:
        client.transport.auth_password(USER, PASSWORD)
        with pytest.raises(paramiko.ChannelException):
            client.shell()
    room.do(lambda device: device.faults.order(Fault.REFUSE))
    with pytest.raises((paramiko.SSHException, OSError, EOFError)):
        Client(room)
