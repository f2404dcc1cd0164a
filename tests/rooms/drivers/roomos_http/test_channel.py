"""HTTPS to a device that behaves: what is sent, what comes back, and what a session costs it."""

import threading
from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from rooms.drivers.roomos_http.channel import HttpChannel
from rooms.drivers.roomos_http.connect import open_channel
from rooms.endpoint import Account
from rooms.errors import BadParameter, NotSupported, Refused
from rooms.xapi.channel import Channel, Way
from tests.rooms.drivers.roomos_http.device import BEGIN, BOOKINGS, END, GET, PUT, Device, device, reply
from tests.rooms.drivers.tls_device import ACCOUNT, PATIENCE, Knows, certificate, trusting


@pytest.fixture
def room() -> Iterator[Device]:
    with device() as served:
        yield served


@pytest.fixture
def channel(room: Device) -> Iterator[HttpChannel]:
    opened = open_channel(room.address, ACCOUNT, trusting(), PATIENCE)
    yield opened
    opened.close()
    assert room.sessions == set()


def test_a_session_begins_with_the_password_once_and_goes_on_with_the_cookie(room: Device) -> None:
    trust = trusting()
    channel: Channel = open_channel(room.address, ACCOUNT, trust, PATIENCE)
    channel.status(("Audio",))
    channel.command(("Dial",), {"Number": "a@b.example"})
    channel.close()
    channel.close()
    assert room.paths() == [BEGIN, GET, PUT, END]
    assert ["authorization" in request.headers for request in room.requests] == [True, False, False, False]
    assert [request.headers.get("cookie") for request in room.requests] == [None, *["SessionId=s1"] * 3]
    assert room.sessions == set()
    assert room.connections == 1
    assert trust.asked == [(room.address, certificate("device")[1])]


def test_a_command_is_written_with_its_parameters_and_body_as_text(room: Device, channel: HttpChannel) -> None:
    result = channel.command(
        ("UserInterface", "Extensions", "Panel", "Save"),
        {"PanelId": "svm & <co>", "Order": 1, "Option.1": "Ja", "Several": ("a", "b"), "Really": True},
        "<Extensions>å</Extensions>",
    )
    assert result == {"CallId": "2"}
    assert room.requests[-1].headers["content-type"] == "text/xml"
    assert room.requests[-1].body.decode().partition("?>\n")[2] == (
        "<Command><UserInterface><Extensions><Panel><Save><PanelId>svm &amp; &lt;co&gt;</PanelId><Order>1</Order>"
        "<Option.1>Ja</Option.1><Several>a</Several><Several>b</Several><Really>True</Really>"
        "<body>&lt;Extensions&gt;å&lt;/Extensions&gt;</body></Save></Panel></Extensions></UserInterface></Command>"
    )


def test_a_status_is_read_where_it_is(room: Device, channel: HttpChannel) -> None:
    room.script[GET] = [
        reply(200, "<Status><Call item='2' maxOccurrence='n'><Status>Connected</Status></Call></Status>"),
        reply(200, "<Status><Call item='2' maxOccurrence='n'><Status>Connected</Status></Call></Status>"),
        reply(200, "<Status/>"),
    ]
    assert channel.status(("Call",)) == [{"id": "2", "Status": "Connected"}]
    assert channel.status(("Call", "2", "Status")) == "Connected"
    assert channel.status(("Call",)) == {}
    assert [unquote(request.path) for request in room.requests[1:]] == [
        "/getxml?location=/Status/Call",
        "/getxml?location=/Status/Call[@item='2']/Status",
        "/getxml?location=/Status/Call",
    ]


def test_settings_are_read_and_written(room: Device, channel: HttpChannel) -> None:
    room.script[GET] = [reply(200, "<Configuration><Audio><DefaultVolume>50</DefaultVolume></Audio></Configuration>")]
    room.script[PUT] = [
        reply(200, "<Configuration><Success/></Configuration>"),
        reply(
            200,
            "<Configuration><Audio><Volume error='True'>Illegal value</Volume></Audio></Configuration>",
        ),
    ]
    assert channel.configuration(("Audio", "DefaultVolume")) == "50"
    channel.configure(("Video", "Input", "Connector", "3", "Name"), "Läkare <1>")
    assert (
        room.requests[-1]
        .body.decode()
        .endswith('<Connector item="3"><Name>Läkare &lt;1&gt;</Name></Connector></Input></Video></Configuration>')
    )
    with pytest.raises(BadParameter) as refused:
        channel.configure(("Audio", "DefaultVolume"), 500)
    assert refused.value.parameter == "Volume"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("<Command><Result status='Error'><Reason>Unknown command</Reason></Result></Command>", NotSupported),
        ("<Command><DialResult status='ParameterError'><Number>x</Number></DialResult></Command>", BadParameter),
        ("<Command><DialResult status='Error'><Cause>21</Cause></DialResult></Command>", Refused),
    ],
)
def test_a_refusal_stands_in_the_body_of_a_good_answer_and_leaves_the_session_open(
    room: Device, channel: HttpChannel, answer: str, error: type[Exception]
) -> None:
    room.script[PUT] = [reply(200, answer)]
    with pytest.raises(error):
        channel.command(("Dial",))
    assert channel.command(("Dial",)) == {"CallId": "2"}


def test_what_xml_cannot_carry_is_not_sent(room: Device, channel: HttpChannel) -> None:
    for parameters in ({"Number": "a\x00b"}, {"Number": "\ud800"}, {"Num ber": "1"}, {"": "1"}):
        with pytest.raises(BadParameter):
            channel.command(("Dial",), parameters)
    for path in (("Di al",), ("Dial><Call",), ("",)):
        with pytest.raises(NotSupported):
            channel.command(path)
        with pytest.raises(NotSupported):
            channel.status(path)
    assert room.paths() == [BEGIN]


def test_older_bookings_are_posted_where_they_go(room: Device, channel: HttpChannel) -> None:
    channel.put_legacy_bookings("<Bookings>å</Bookings>")
    refusal = "<Bookings status='Error'><Reason>no</Reason></Bookings>"
    assert (room.paths()[-1], room.requests[-1].body.decode()) == (BOOKINGS, "<Bookings>å</Bookings>")
    room.script[BOOKINGS] = [
        reply(200),
        reply(404),
        reply(200, refusal),
    ]
    channel.put_legacy_bookings("<Bookings/>")
    with pytest.raises(NotSupported):
        channel.put_legacy_bookings("<Bookings/>")
    with pytest.raises(Refused):
        channel.put_legacy_bookings("<Bookings/>")


def test_nothing_is_heard_over_http(channel: HttpChannel) -> None:
    assert channel.ways == {Way.LEGACY_BOOKINGS}
    with pytest.raises(NotSupported):
        channel.subscribe(("Status", "Call"), lambda _: None)


def test_several_threads_ask_one_after_the_other(room: Device, channel: HttpChannel) -> None:
    got: list[object] = []
    threads = [threading.Thread(target=lambda: got.append(channel.status(("Audio", "Volume")))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["50"] * 3
    assert room.connections == 1


def test_a_connection_that_was_quiet_is_not_asked_over_again(room: Device, channel: HttpChannel) -> None:
    web = channel._session._web
    web._used -= 4
    channel.status(("Audio",))
    assert room.connections == 1
    web._used -= 6
    channel.status(("Audio",))
    assert room.connections == 2


def test_two_sessions_with_a_device_share_its_pace(room: Device, channel: HttpChannel) -> None:
    another = open_channel(room.address, ACCOUNT, trusting(), PATIENCE)
    assert another._session._lane is channel._session._lane
    another.close()
    with device() as elsewhere:
        third = open_channel(elsewhere.address, ACCOUNT, trusting(), PATIENCE)
        assert third._session._lane is not channel._session._lane
        third.close()


def test_a_key_cannot_sign_in_here(room: Device) -> None:
    with pytest.raises(NotSupported):
        open_channel(room.address, Account("vardmote", key_file="id_ed25519"), Knows(), PATIENCE)
    assert room.connections == 0
