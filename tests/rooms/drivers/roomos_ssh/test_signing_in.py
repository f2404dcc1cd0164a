"""Signing in over SSH: the key before the password, the password once, and a narrow word for what stands in the way."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncssh
import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from paramiko import Message, RSAKey

from rooms.drivers.patience import Patience
from rooms.drivers.roomos_ssh import keys
from rooms.drivers.roomos_ssh.connect import open_channel
from rooms.endpoint import Account, Address
from rooms.errors import AuthenticationRefused, Busy, KeyUnusable, Lost, RoomError, Unreachable, Unreadable, Untrusted
from tests.rooms.drivers.roomos_ssh.conftest import Opened
from tests.rooms.drivers.roomos_ssh.device import ACCOUNT, PASSWORD, USER, Device, Trusting, standing
from tests.waiting import until

SHORT = Patience(connect=0.5, answer=0.3, alive=10.0)
WRONG = Account(USER, "fel")


@pytest.fixture
def device(device: Device) -> Iterator[Device]:
    yield device
    until(lambda: not device.connections)
    assert not [thread for thread in threading.enumerate() if "Transport" in type(thread).__name__]


def refused(device: Device, error: type[RoomError], account: Account = ACCOUNT) -> RoomError:
    with pytest.raises(error) as caught:
        open_channel(device.address, account, Trusting(device.fingerprint), Patience(2.0, 3.0, 10.0))
    assert type(caught.value) is error
    assert PASSWORD not in str(caught.value)
    assert WRONG.password not in str(caught.value).split()
    return caught.value


def test_a_wrong_password_is_tried_once(device: Device) -> None:
    refused(device, AuthenticationRefused, WRONG)
    assert device.attempts == ["fel"]
    assert device.lines == []


@pytest.mark.parametrize("asks_again", [False, True])
def test_where_passwords_are_typed_it_is_typed_once(device: Device, asks_again: object) -> None:
    device.methods, device.asks_again = ("keyboard-interactive",), bool(asks_again)
    refused(device, AuthenticationRefused, WRONG)
    assert device.attempts == ["fel"]


def test_the_right_password_is_typed_where_that_is_the_only_way(device: Device, opened: Opened) -> None:
    device.methods = ("keyboard-interactive",)
    assert opened().status(("Audio",)) == {"Volume": "50"}
    assert device.attempts == [PASSWORD]


def test_a_wrong_password_is_not_typed_as_well(device: Device) -> None:
    device.methods = ("password", "keyboard-interactive", "publickey")
    refused(device, AuthenticationRefused, WRONG)
    assert device.attempts == ["fel"]


def test_no_way_for_a_password_is_a_refusal(device: Device) -> None:
    device.methods = ("publickey",)
    refused(device, AuthenticationRefused)
    assert device.attempts == []


def test_another_key_than_the_known_one_stops_all_before_the_password(device: Device) -> None:
    trust = Trusting("SHA256:another")
    with pytest.raises(Untrusted) as caught:
        open_channel(device.address, ACCOUNT, trust)
    assert caught.value.fingerprint == device.fingerprint
    assert trust.shown == [(device.address, device.fingerprint)]
    assert device.attempts == []


@pytest.fixture(scope="session")
def account_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "id_ed25519"
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(str(path))
    return path


def test_a_key_signs_in(device: Device, opened: Opened, account_key: Path) -> None:
    device.methods = ("password", "publickey")
    device.keys.append(asyncssh.read_private_key(str(account_key)).get_fingerprint())
    opened(Account(USER, key_file=str(account_key))).status(("Audio",))
    assert set(device.attempts) == set(device.keys)


def test_a_key_that_is_refused_is_followed_by_nothing_else(
    device: Device, account_key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device.methods = ("password", "keyboard-interactive", "publickey")
    monkeypatch.setenv("SSH_AUTH_SOCK", "/nowhere")
    refused(device, AuthenticationRefused, Account(USER, key_file=str(account_key)))
    assert device.attempts == [asyncssh.read_private_key(str(account_key)).get_fingerprint()]


def test_a_key_file_that_cannot_be_read_is_said_as_such_and_nobody_is_spoken_to(device: Device, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("-----BEGIN OPENSSH PRIVATE KEY-----\n", "ascii")
    for file in (tmp_path / "none", tmp_path, broken):
        fault = refused(device, KeyUnusable, Account(USER, key_file=str(file)))
        assert str(file) not in str(fault)
    assert device.attempts == []


@pytest.mark.parametrize("kind", ["ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp521"])
def test_a_host_key_of_each_kind_is_known_as_openssh_writes_it(kind: str) -> None:
    trust = Trusting("")
    with standing(asyncssh.generate_private_key(kind)) as device:
        trust.fingerprint = device.fingerprint
        open_channel(device.address, ACCOUNT, trust).close()
        assert trust.shown == [(device.address, device.fingerprint)]


def test_a_device_that_only_signs_with_sha1_is_still_met() -> None:
    key = asyncssh.generate_private_key("ssh-rsa")
    key.sig_algorithms = (b"ssh-rsa",)  # as CE 9 does
    with standing(key) as device:
        channel = open_channel(device.address, ACCOUNT, Trusting(device.fingerprint))
        assert channel.status(("Audio", "Volume")) == "50"
        channel.close()


def _signed(name: str, key: rsa.RSAPrivateKey, hashed: SHA1 | SHA256, data: bytes) -> bytes:
    signature = Message()
    signature.add_string(name)
    signature.add_string(key.sign(data, padding.PKCS1v15(), hashed))
    return signature.asbytes()


def test_an_old_rsa_key_may_sign_with_sha1_only_where_that_was_agreed_on() -> None:
    key = rsa.generate_private_key(65537, 2048)
    blob = RSAKey(key=key.public_key()).asbytes()
    old = _signed("ssh-rsa", key, SHA1(), b"exchange")  # noqa: S303 - what an old device does
    new = _signed("rsa-sha2-256", key, SHA256(), b"exchange")
    found = keys.shown("ssh-rsa", blob, b"exchange", old)
    assert found is not None
    assert found.fingerprint == RSAKey(key=key).fingerprint
    assert keys.shown("rsa-sha2-256", blob, b"exchange", new) is not None
    assert keys.shown("rsa-sha2-256", blob, b"exchange", old) is None
    assert keys.shown("ssh-rsa", blob, b"exchange", new) is None
    assert keys.shown("ssh-rsa", blob, b"another", old) is None


def test_a_device_without_a_session_left_is_busy(device: Device) -> None:
    device.sessions_left = 0
    refused(device, Busy)


def test_a_device_that_turns_away_one_too_many_is_busy(device: Device) -> None:
    device.on_password = lambda connection: connection.disconnect(12, "Too many connections")
    refused(device, Busy)


def test_a_session_that_ends_before_its_greeting_is_busy(device: Device) -> None:
    device.greeting, device.goodbye = "Too many sessions\n", True
    refused(device, Busy)


def test_a_device_that_disconnects_at_the_password_has_refused_it(device: Device) -> None:
    device.on_password = lambda connection: connection.disconnect(2, "Too many authentication failures")
    refused(device, AuthenticationRefused)


def test_a_line_that_breaks_at_the_password_is_no_verdict(device: Device) -> None:
    device.on_password = lambda connection: connection.abort()
    refused(device, Lost)


def test_a_device_that_never_greets_is_unreachable(device: Device) -> None:
    device.greeting = "Welcome to Sal 4\n"
    with pytest.raises(Unreachable):
        open_channel(device.address, ACCOUNT, Trusting(device.fingerprint), SHORT)


@contextmanager
def speaking(words: bytes) -> Iterator[Address]:
    """Let a port say these words to one who connects, and nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def serve() -> None:
            line, _ = server.accept()
            held.append(line)
            line.sendall(words)

        thread = threading.Thread(target=serve)
        thread.start()
        yield Address("ssh", "127.0.0.1", server.getsockname()[1])
        thread.join()
        held[0].close()


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (b"", Unreachable),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n" * 120, Unreachable),
        (b"SSH-1.5-old\r\n", Unreadable),
        (b"SSH-2.0-device\r\n" + bytes(range(256)) * 40, Unreadable),
    ],
)
def test_what_answers_is_no_ssh_of_ours(words: bytes, error: type[RoomError]) -> None:
    with speaking(words) as address, pytest.raises(error) as caught:
        open_channel(address, ACCOUNT, Trusting(""), SHORT)
    assert type(caught.value) is error


def test_a_device_that_sleeps_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        asleep = Address("ssh", "127.0.0.1", server.getsockname()[1])
    with pytest.raises(Unreachable, match="asleep"):
        open_channel(asleep, ACCOUNT, Trusting(""), SHORT)
