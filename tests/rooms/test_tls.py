import os
import socket
import struct
import threading
import time

import pytest

from rooms import tls
from rooms.endpoint import Address
from rooms.errors import Unreachable, Untrusted
from tests.rooms.drivers.roomos_http.device import device
from tests.rooms.drivers.tls_device import Knows, trusting
from tests.waiting import until


def test_a_fingerprint_is_written_as_openssh_does() -> None:
    # From ssh-keygen -lf for an ed25519 key whose 32 bytes are 0 to 31.
    key = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20" + bytes(range(32))
    assert tls.fingerprint(key) == "SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA"


def test_a_line_is_the_devices_and_hurries() -> None:
    with device() as room:
        line = tls.dial(room.address, trusting(), 20)
        with line:
            assert line.until > time.monotonic()
            line.until = time.monotonic() - 1
            for use in (lambda: line.recv(1), lambda: line.send(b"x"), lambda: line.recv_into(bytearray(1))):
                with pytest.raises(TimeoutError):
                    use()


def test_nothing_is_left_open_when_it_is_not_the_device() -> None:
    with device() as room:
        for trust, error in ((Knows(), Untrusted), (Undecided(), KeyError)):
            with pytest.raises(error):
                tls.dial(room.address, trust, 20)
        assert room.requests == []


class Undecided(Knows):
    def allows(self, address: Address, fingerprint: str) -> bool:
        raise KeyError(address, fingerprint)


@pytest.mark.parametrize("host", ["x" * 70, "a..b"])
def test_no_name_of_a_host_is_unreachable(host: str) -> None:
    with pytest.raises(Unreachable):
        tls.dial(Address("https", host, 9), Knows(), 1)


def test_who_takes_the_call_and_says_nothing_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        before = time.monotonic()
        with pytest.raises(Unreachable):
            tls.dial(Address("https", *listening.getsockname()), Knows(), 0.3)
        assert time.monotonic() - before < 20


@pytest.mark.parametrize("known", [False, True], ids=["untold", "told"])
def test_who_is_gone_before_tls_begins_is_unreachable_and_nothing_is_left_open(
    monkeypatch: pytest.MonkeyPatch, *, known: bool
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        plain = socket.create_connection(listening.getsockname())
        theirs, _ = listening.accept()
        # A restart as the other side's kernel tells it: no goodbye.
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        theirs.close()
        until(lambda: not _connected(plain))
        if known:
            with pytest.raises(ConnectionResetError):
                plain.recv(1)
        number = plain.fileno()
        monkeypatch.setattr(socket, "create_connection", lambda *_, **__: plain)
        with pytest.raises(Unreachable):
            tls.dial(Address("https", *listening.getsockname()), Knows(), 20)
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(number)


def _connected(line: socket.socket) -> bool:
    try:
        return bool(line.getpeername())
    except OSError:
        return False


def test_a_handshake_in_drips_is_unreachable() -> None:
    gone = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _ = listening.accept()
            with line:
                # The head of a long record, and then its bytes, one by one.
                line.sendall(b"\x16\x03\x03\x40\x00")
                while not gone.wait(0.02):
                    line.sendall(b"\x02")

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(Unreachable):
            tls.dial(Address("https", *listening.getsockname()), Knows(), 0.3)
        gone.set()
        thread.join()
