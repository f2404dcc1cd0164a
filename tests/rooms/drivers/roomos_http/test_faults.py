"""HTTPS to a device that misbehaves: the narrow error, and no session left behind."""

import logging
import socket
import threading
import time

import pytest

from rooms.drivers.roomos_http.channel import HttpChannel
from rooms.drivers.roomos_http.connect import open_channel
from rooms.drivers.roomos_http.lane import Lane
from rooms.drivers.roomos_http.session import Session
from rooms.drivers.roomos_http.web import Web
from rooms.endpoint import Account, Address
from rooms.errors import (
    AuthenticationRefused,
    Busy,
    Lost,
    NotSupported,
    RateLimited,
    Refused,
    RoomError,
    Unreachable,
    Unreadable,
    Untrusted,
)
from rooms.xapi.limits import MOST_BYTES
from tests.rooms.drivers.roomos_http.device import BEGIN, END, GET, PUT, Device, Reply, device, reply
from tests.rooms.drivers.tls_device import ACCOUNT, HASTE, PATIENCE, YEARS, Knows, certificate, trusting

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<Status><Audio><Volume>&c;</Volume></Audio></Status>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    "<Status><Audio><Volume>&a;</Volume></Audio></Status>"
)
HALF = reply(200, "<Status><Audio><Volume>50</Volume></Audio></Status>").data[:-20]
WHOLE_BUT_NO_XML = "<Status><Audio><Volume>50</Vol"


def opened(room: Device, lane: Lane | None = None, *, haste: bool = False) -> HttpChannel:
    web = Web(room.address, trusting(), PATIENCE.connect)
    session = Session(web, lane or Lane(), answer_seconds=PATIENCE.answer, end_seconds=PATIENCE.connect)
    session.begin(ACCOUNT)
    if haste:
        session._answer_seconds = HASTE.answer
    return HttpChannel(session)


def test_a_wrong_password_is_sent_once() -> None:
    with device() as room:
        with pytest.raises(AuthenticationRefused) as refused:
            open_channel(room.address, Account("vardmote", "fel-lösen"), trusting(), PATIENCE)
        assert room.paths() == [BEGIN]
        assert room.connections == 1
        assert "fel-lösen" not in str(refused.value) + repr(refused.value.__cause__)


def test_another_certificate_never_sees_the_password() -> None:
    with device("another") as room:
        trust = trusting("device")
        with pytest.raises(Untrusted) as refused:
            open_channel(room.address, ACCOUNT, trust, PATIENCE)
        assert refused.value.fingerprint == certificate("another")[1]
        assert trust.asked == [(room.address, certificate("another")[1])]
        assert room.requests == []


def test_a_certificate_that_changes_never_sees_the_cookie() -> None:
    with device() as room:
        trust = trusting()
        channel = open_channel(room.address, ACCOUNT, trust, PATIENCE)
        room.restart()
        trust.known.clear()
        with pytest.raises(Untrusted):
            channel.status(("Audio",))
        assert room.paths() == [BEGIN]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(Reply(b"", cut=True), Lost, id="cut before the answer"),
        pytest.param(Reply(b"HTTP/1.1 200 OK\r\nContent-Le", cut=True), Unreadable, id="cut within the head"),
        pytest.param(Reply(HALF, cut=True), Lost, id="half an answer, then cut"),
        pytest.param(
            Reply(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<Stat", cut=True), Lost, id="cut chunk"
        ),
        pytest.param(Reply(b"\x00\xff\xfe{]}<\x1b[2J* \xc3( OK?\n", cut=True), Unreadable, id="garbage"),
        pytest.param(Reply(b"HTTP/1.1 abc\r\n\r\n", cut=True), Unreadable, id="no status"),
        pytest.param(
            Reply(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70000 + b"\r\n\r\n", cut=True), Unreadable, id="long head"
        ),
        pytest.param(
            Reply(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", cut=True), Unreadable, id="many heads"
        ),
        pytest.param(reply(200, b"\x00\xff\xfe{]}<\x1b[2J"), Unreadable, id="garbage in a good answer"),
        pytest.param(reply(200, WHOLE_BUT_NO_XML), Unreadable, id="half an XML"),
        pytest.param(reply(200, ""), Unreadable, id="nothing"),
        pytest.param(reply(200, "{}"), Unreadable, id="JSON"),
        pytest.param(reply(200, BOMB), Unreadable, id="XML bomb"),
        pytest.param(reply(200, OUTSIDE), Unreadable, id="external entity"),
        pytest.param(reply(200, "<a>" * 5000 + "</a>" * 5000), Unreadable, id="without end inwards"),
        pytest.param(reply(200, b"<Status>" + b"x" * 10 * 2**20), Unreadable, id="10 MB"),
        pytest.param(
            Reply(b"HTTP/1.1 200 OK\r\n\r\n<Status>" + b"x" * (MOST_BYTES + 2**17), hold=True),
            Unreadable,
            id="without length",
        ),
        pytest.param(reply(200, b"\x1f\x8b\x08\x00", "Content-Encoding: gzip"), Unreadable, id="packed, unasked"),
        pytest.param(reply(500), Unreadable, id="500"),
        pytest.param(reply(401), Lost, id="the session is gone"),
    ],
)
def test_what_makes_a_session_useless_ends_it_on_the_device(answer: Reply, error: type[RoomError]) -> None:
    with device() as room:
        channel = opened(room)
        room.script[GET] = [answer]
        with pytest.raises(error):
            channel.status(("Audio",))
        assert room.sessions == set()
        asked = len(room.requests)
        with pytest.raises(Lost):
            channel.status(("Audio",))
        channel.close()
        assert len(room.requests) == asked


@pytest.mark.parametrize(
    ("status", "error"),
    [(503, RateLimited), (403, Refused), (404, NotSupported), (302, NotSupported)],
)
def test_what_passes_leaves_the_session_open(status: int, error: type[RoomError]) -> None:
    with device() as room:
        channel = opened(room)
        room.script[PUT] = [reply(status, "", "Location: https://elsewhere.example/")]
        with pytest.raises(error):
            channel.command(("Dial",))
        assert channel.command(("Dial",)) == {"CallId": "2"}
        channel.close()
        assert room.sessions == set()


@pytest.mark.parametrize("status", [502, 504])
def test_whether_a_command_was_done_is_not_known_when_another_answered_for_the_device(status: int) -> None:
    with device() as room:
        channel = opened(room)
        room.script[GET], room.script[PUT] = [reply(status)], [reply(status)]
        with pytest.raises(Unreachable):
            channel.status(("Audio",))
        assert len(room.sessions) == 1
        with pytest.raises(Lost):
            channel.command(("Dial",))
        assert room.sessions == set()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (reply(503), Busy),
        (reply(403), AuthenticationRefused),
        (reply(404), NotSupported),
        (reply(301, "", "Location: https://elsewhere.example/"), NotSupported),
        (reply(502), Unreachable),
        (reply(504), Unreachable),
        (reply(500), Unreachable),
        (reply(204), Unreadable),
        (Reply(b"", cut=True), Lost),
        (Reply(b"SSH-2.0-x\r\n", cut=True), Unreadable),
        (Reply(b"", hold=True), Lost),
    ],
)
def test_a_sign_in_that_fails_is_not_repeated(answer: Reply, error: type[RoomError]) -> None:
    with device() as room:
        room.script[BEGIN] = [answer]
        with pytest.raises(error):
            open_channel(room.address, ACCOUNT, trusting(), HASTE if answer.hold else PATIENCE)
        assert room.paths() == [BEGIN]


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"", id="in the first line"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: ", id="in the head"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", id="in the body"),
    ],
)
def test_an_answer_in_drips_is_not_waited_for(head: bytes) -> None:
    with device() as room:
        channel = opened(room, haste=True)
        room.script[GET] = [Reply(head, drip=True)]
        before = time.monotonic()
        with pytest.raises(Lost):
            channel.status(("Audio",))
        assert time.monotonic() - before < PATIENCE.answer
        assert room.sessions == set()


def test_a_device_that_holds_still_is_not_waited_for() -> None:
    with device() as room:
        channel = opened(room, haste=True)
        room.script[PUT] = [Reply(HALF, hold=True)]
        with pytest.raises(Lost):
            channel.command(("Dial",))
        assert room.sessions == set()


def test_a_restarted_device_is_told_by_its_answer_and_signed_in_to_by_nobody() -> None:
    with device() as room:
        channel = opened(room)
        room.restart()
        with pytest.raises(Lost):
            channel.command(("Dial",))
        assert room.paths().count(BEGIN) == 1


@pytest.mark.parametrize("name", sorted(YEARS))
def test_a_device_with_its_clock_in_another_year_is_signed_in_to_by_what_it_gave(name: str) -> None:
    with device(name) as room:
        room.more_of_cookie = f"; Expires=Fri, 01 Jun {YEARS[name]} 10:00:00 GMT"
        channel = open_channel(room.address, ACCOUNT, trusting(name), PATIENCE)
        assert channel.status(("Audio", "Volume")) == "50"
        channel.close()
        assert room.sessions == set()


def test_a_device_that_is_off_is_unreachable_and_the_session_ends_without_a_wait() -> None:
    with device() as room:
        channel = opened(room)
    for _ in range(2):
        with pytest.raises(Unreachable):
            channel.status(("Audio",))
    channel.close()
    with pytest.raises(Lost):
        channel.status(("Audio",))


@pytest.mark.parametrize("talk", [b"SSH-2.0-x\r\n", b""])
def test_what_speaks_no_tls_is_unreachable(talk: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _ = listening.accept()
            with line:
                line.sendall(talk)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(Unreachable):
            open_channel(Address("https", *listening.getsockname()), ACCOUNT, Knows(), PATIENCE)
        thread.join()


@pytest.mark.parametrize("answers", [[reply(503)], [Reply(b"", cut=True), reply(500)]])
def test_an_end_that_is_not_heard_is_said_again(answers: list[Reply]) -> None:
    rests: list[float] = []
    with device() as room:
        channel = opened(room, Lane(sleep=rests.append))
        room.script[END] = list(answers)
        channel.close()
        assert room.sessions == set()
    assert rests == [1.0] * len(answers)


def test_an_end_is_said_three_times_at_most() -> None:
    with device() as room:
        channel = opened(room, Lane(sleep=lambda _: None))
        room.script[END] = [reply(503)] * 9
        channel.close()
        assert room.paths() == [BEGIN, END, END, END]


def test_a_device_that_holds_still_does_not_hold_up_the_end() -> None:
    with device() as room:
        channel = opened(room)
        channel._session._end_seconds = HASTE.answer
        room.script[END] = [Reply(b"", hold=True)] * 9
        channel.close()
        assert room.paths() == [BEGIN, END]


def test_no_proxy_and_no_password_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with device() as room:
        channel = opened(room)
        channel.status(("Audio",))
        channel.close()
        assert ["authorization" in request.headers for request in room.requests] == [True, False, False]


def test_nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with device() as room:
        channel = opened(room)
        channel.command(("Dial",), {"Number": "anna@vc.example"})
        channel.close()
    for secret in ("hemligt", "aGVtbGlndD", "anna", "SessionId"):
        assert secret not in caplog.text
