"""A WebSocket to a device that misbehaves: the narrow error, a loss that is told, and no session left behind."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from queue import Queue

import pytest

from rooms.drivers.roomos_ws import connect
from rooms.drivers.roomos_ws.connect import open_channel
from rooms.endpoint import Account, Address, Event
from rooms.errors import (
    AuthenticationRefused,
    Busy,
    Lost,
    NotSupported,
    RateLimited,
    RoomError,
    Unreachable,
    Unreadable,
    Untrusted,
)
from rooms.xapi.channel import Node
from rooms.xapi.limits import MOST_BYTES
from tests.rooms.drivers.roomos_ws.device import (
    Deed,
    Device,
    bye,
    cut,
    device,
    falls_silent,
    nothing,
    raw,
    refusal,
    result,
    says,
    several,
)
from tests.rooms.drivers.tls_device import ACCOUNT, HASTE, PATIENCE, Knows, certificate, trusting
from tests.waiting import until

# The head of a text message of 1000 bytes, and some of it.
HALF = b"\x81\x7e\x03\xe8" + b'{"jsonrpc":'


@pytest.fixture
def room() -> Iterator[Device]:
    with device() as served:
        yield served


def test_a_wrong_password_is_sent_once(room: Device) -> None:
    with pytest.raises(AuthenticationRefused) as refused:
        open_channel(room.address, Account("vardmote", "fel-lösen"), trusting(), PATIENCE)
    assert len(room.handshakes) == 1
    assert "fel-lösen" not in str(refused.value) + repr(refused.value.__cause__)


def test_another_certificate_never_sees_the_password() -> None:
    with device("another") as room:
        with pytest.raises(Untrusted) as refused:
            open_channel(room.address, ACCOUNT, trusting("device"), PATIENCE)
        assert refused.value.fingerprint == certificate("another")[1]
        assert room.handshakes == []


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, AuthenticationRefused),
        (403, AuthenticationRefused),
        (404, NotSupported),
        (302, NotSupported),
        (429, RateLimited),
        (400, Unreadable),
        (500, Unreachable),
        (502, Unreachable),
        (503, Busy),
        (504, Unreachable),
    ],
)
def test_a_handshake_that_is_refused_is_not_repeated(room: Device, status: int, error: type[RoomError]) -> None:
    room.refusal = refusal(status)
    with pytest.raises(error):
        open_channel(room.address, ACCOUNT, trusting(), PATIENCE)
    assert len(room.handshakes) == 1


@contextmanager
def answering(head: bytes, *, drip: bool = False) -> Iterator[Address]:
    """Serve one connection: TLS, these bytes to the first request, then nothing more, or drips."""
    gone = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            plain, _ = listening.accept()
            with certificate("device")[0].wrap_socket(plain, server_side=True) as line:
                line.recv(65536)
                line.sendall(head)
                while drip and not gone.wait(0.02):
                    line.sendall(b"x")
                gone.wait(0 if head.endswith(b"\r\n\r\n") else 60)

        thread = threading.Thread(target=serve)
        thread.start()
        yield Address("wss", *listening.getsockname())
        gone.set()
        thread.join()


@pytest.mark.parametrize(
    ("head", "error"),
    [
        pytest.param(b"", Lost, id="nothing"),
        pytest.param(b"HTTP/1.1 1", Lost, id="half a head"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n", Unreadable, id="another service"),
        pytest.param(b"HTTP/1.1 403 No\r\n", AuthenticationRefused, id="a refusal without an end"),
        pytest.param(b"HTTP/1.1 101 Yes\r\n\r\n", Unreadable, id="a hollow agreement"),
        pytest.param(b"HTTP/1.1 101 Yes\r\nX: " + b"x" * 9000, Unreadable, id="a long head"),
    ],
)
def test_a_handshake_that_is_no_handshake(head: bytes, error: type[RoomError]) -> None:
    with answering(head) as address, pytest.raises(error):
        open_channel(address, ACCOUNT, trusting(), HASTE if error is Lost else PATIENCE)


def test_a_handshake_in_drips_is_not_waited_for() -> None:
    before = time.monotonic()
    with answering(b"HTTP/1.1 101 Yes\r\nX: ", drip=True) as address, pytest.raises(Lost):
        open_channel(address, ACCOUNT, trusting(), HASTE)
    assert time.monotonic() - before < PATIENCE.answer


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        pytest.param(cut, Lost, id="unplugged"),
        pytest.param(bye(1000), Lost, id="a goodbye"),
        pytest.param(bye(1001), Lost, id="restarts"),
        pytest.param(says("garbage {]"), Unreadable, id="garbage"),
        pytest.param(says("[]"), Unreadable, id="no object"),
        pytest.param(says('{"jsonrpc":"2.0","id":"1"}'), Unreadable, id="neither result nor error"),
        pytest.param(says('{"id":"1","result":NaN}'), Unreadable, id="not a number"),
        pytest.param(says('{"id":"1","result":' + "9" * 9000 + "}"), Unreadable, id="a number without end"),
        pytest.param(says('{"id":"1","result":' + "[" * 100_000), Unreadable, id="without end inwards"),
        pytest.param(says('{"id":"1","result":' + "[" * 60 + "]" * 60 + "}"), Unreadable, id="deep"),
        pytest.param(says(b'{"id":"1","result":1}'), Unreadable, id="no text"),
        pytest.param(says("x" * (MOST_BYTES + 1)), Unreadable, id="too long"),
        pytest.param(raw(b"\x81\x7f\x00\x00\x00\x01\x00\x00\x00\x00"), Unreadable, id="says that 4 GB come"),
        pytest.param(raw(b"\x00\xff\xfe{]}<\x1b[2J"), Unreadable, id="no frames"),
        pytest.param(raw(b"\x81\x04\xff\xfe{]"), Unreadable, id="no UTF-8"),
        pytest.param(raw(b"\xc1\x02{}"), Unreadable, id="packed, unasked"),
        pytest.param(several(raw(HALF), cut), Lost, id="half, then cut"),
    ],
)
def test_what_makes_a_session_useless_ends_it_and_is_told(room: Device, deed: Deed, error: type[RoomError]) -> None:
    channel = open_channel(room.address, ACCOUNT, trusting(), PATIENCE)
    heard: Queue[dict[str, Node]] = Queue()
    channel.subscribe(("Status", "Call"), heard.put)
    room.script["xGet"] = [deed]
    with pytest.raises(error):
        channel.status(("Audio",))
    assert heard.get(timeout=10) == {}
    until(lambda: room.closed_with)
    assert room.lines == []
    with pytest.raises(Lost):
        channel.status(("Audio",))
    channel.close()
    assert heard.empty()
    assert len(room.handshakes) == 1


@pytest.mark.parametrize("deed", [nothing, raw(HALF)])
def test_an_answer_that_does_not_come_is_not_waited_for(room: Device, deed: Deed) -> None:
    channel = open_channel(room.address, ACCOUNT, trusting(), PATIENCE)
    heard: Queue[dict[str, Node]] = Queue()
    channel.subscribe(("Status", "Call"), heard.put)
    channel._answer_seconds = HASTE.answer
    room.script["xCommand/Dial"] = [deed]
    before = time.monotonic()
    with pytest.raises(Lost):
        channel.command(("Dial",))
    assert time.monotonic() - before < PATIENCE.answer
    assert heard.get(timeout=10) == {}
    until(lambda: room.lines == [])


def test_a_subscription_without_a_number_is_unreadable(room: Device) -> None:
    channel = open_channel(room.address, ACCOUNT, trusting(), PATIENCE)
    room.script["xFeedback/Subscribe"] = [result({})]
    with pytest.raises(Unreadable):
        channel.subscribe(("Status", "Call"), lambda _: None)
    until(lambda: room.lines == [])


@pytest.fixture
def may_go() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_a_device_without_a_sign_of_life_is_lost(room: Device, may_go: threading.Event) -> None:
    room.script["xGet"] = [falls_silent(may_go)]
    channel = open_channel(room.address, ACCOUNT, trusting(), PATIENCE._replace(alive=HASTE.alive))
    heard: Queue[dict[str, Node]] = Queue()
    channel.subscribe(("Status", "Call"), heard.put)
    with pytest.raises(Lost, match="sign of life"):
        channel.status(("Audio",))
    assert heard.get(timeout=10) == {}


def test_a_quiet_device_that_answers_pings_is_kept(room: Device) -> None:
    channel = open_channel(room.address, ACCOUNT, trusting(), PATIENCE._replace(alive=HASTE.alive))
    until(lambda: room.lines and room.lines[0].pings >= 2)
    assert channel.status(("Audio",)) == "done"
    channel.close()


def test_a_device_that_takes_nothing_more_is_lost(room: Device, may_go: threading.Event) -> None:
    room.script["xGet"] = [falls_silent(may_go)]
    channel = open_channel(room.address, ACCOUNT, trusting(), PATIENCE)
    channel._wire._send_seconds = HASTE.answer
    asking = threading.Thread(target=partial(ends_with_lost, channel.status, ("Audio",)))
    asking.start()
    until(lambda: room.requests)
    with pytest.raises(Lost):
        channel.command(("UserInterface",), {}, "x" * 24 * 2**20)
    asking.join()


def ends_with_lost(ask: Callable[[tuple[str, ...]], object], path: tuple[str, ...]) -> None:
    with pytest.raises(Lost):
        ask(path)


def test_a_watched_room_that_dies_is_told_as_lost(room: Device) -> None:
    endpoint = connect(room.address, ACCOUNT, trusting(), PATIENCE)
    room.script["xGet"] = [result({"Software": {"Version": "ce11.27.2.0", "DisplayName": "RoomOS 11.27.2.0"}})]
    heard: Queue[Event] = Queue()
    endpoint.watch([("Status", "Call"), ("Event", "UserInterface")], heard.put)
    cut(room.lines[0], {})
    assert heard.get(timeout=10) == Event("lost", (), {})
    endpoint.close()
    assert heard.empty()


def test_a_room_that_we_leave_is_not_told_as_lost(room: Device) -> None:
    channel = open_channel(room.address, ACCOUNT, trusting(), PATIENCE)
    heard: list[object] = []
    channel.subscribe(("Status", "Call"), heard.append)
    channel.close()
    until(lambda: room.closed_with == [1000])
    assert heard == []


def test_a_device_that_says_no_goodbye_is_left_anyway(room: Device, may_go: threading.Event) -> None:
    before = threading.active_count()
    room.script["xCommand/Dial"] = [falls_silent(may_go)]
    channel = open_channel(room.address, ACCOUNT, trusting(), PATIENCE)
    asking = threading.Thread(target=partial(ends_with_lost, channel.command, ("Dial",)))
    asking.start()
    until(lambda: room.requests)
    channel.close()
    asking.join()
    may_go.set()
    until(lambda: threading.active_count() <= before)


def test_a_device_that_is_off_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = Address("wss", *listening.getsockname())
    with pytest.raises(Unreachable):
        open_channel(address, ACCOUNT, Knows(), PATIENCE)


def test_nothing_secret_is_logged(room: Device, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    channel = open_channel(room.address, ACCOUNT, trusting(), PATIENCE)
    channel.command(("Dial",), {"Number": "anna@vc.example"})
    channel.close()
    for secret in ("hemligt", "Basic", "anna"):
        assert secret not in caplog.text
