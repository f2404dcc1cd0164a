"""A held WebSocket to a device that behaves: what is sent, what comes back, what is heard."""

import threading
from collections.abc import Iterator
from queue import Queue

import pytest

from rooms.drivers.roomos_ws.channel import WsChannel
from rooms.drivers.roomos_ws.connect import open_channel
from rooms.endpoint import Account
from rooms.errors import BadParameter, Busy, NotSupported, Refused, RoomError
from rooms.xapi.channel import Channel, Node, Way
from tests.rooms.drivers.roomos_ws.device import Device, device, error, happens, nothing, result, says, several
from tests.rooms.drivers.tls_device import ACCOUNT, PATIENCE, certificate, trusting
from tests.waiting import until


@pytest.fixture
def room() -> Iterator[Device]:
    with device() as served:
        yield served


@pytest.fixture
def channel(room: Device) -> Iterator[WsChannel]:
    opened = open_channel(room.address, ACCOUNT, trusting(), PATIENCE)
    yield opened
    opened.close()
    until(lambda: room.closed_with)
    assert room.closed_with == [1000]


def test_a_session_begins_with_the_password_and_ends_with_a_goodbye(room: Device) -> None:
    trust, before = trusting(), threading.active_count()
    channel: Channel = open_channel(room.address, ACCOUNT, trust, PATIENCE)
    assert trust.asked == [(room.address, certificate("device")[1])]
    assert len(room.handshakes) == 1
    channel.close()
    channel.close()
    until(lambda: room.closed_with == [1000])
    until(lambda: threading.active_count() <= before)


def test_a_command_is_a_method_with_its_parameters_and_body(room: Device, channel: WsChannel) -> None:
    room.script["xCommand/Dial"] = [result({"status": "OK", "CallId": 2, "ConferenceId": None, "Really": True})]
    assert channel.command(
        ("Dial",), {"Number": "åsa@vc.example", "Rate": 64, "X": True, "Y": ("a", "b")}, "<x/>\n"
    ) == {
        "CallId": "2",
        "ConferenceId": "",
        "Really": "True",
    }
    asked = room.requests[-1]
    assert (asked["jsonrpc"], asked["method"]) == ("2.0", "xCommand/Dial")
    assert asked["params"] == {"Number": "åsa@vc.example", "Rate": 64, "X": True, "Y": ["a", "b"], "body": "<x/>\n"}
    room.script["xCommand/Standby/Activate"] = [result(None)]
    assert channel.command(("Standby", "Activate")) == {}
    assert room.requests[-1]["params"] == {}


def test_a_status_is_a_tree_of_texts(room: Device, channel: WsChannel) -> None:
    room.script["xGet"] = [
        result([{"id": 2, "Status": "Connected", "Duration": 1.5}]),
        result("Connected"),
        result(50),
        result(None),
        result([]),
    ]
    assert channel.status(("Call",)) == [{"id": "2", "Status": "Connected", "Duration": "1.5"}]
    assert channel.status(("Call", "2", "Status")) == "Connected"
    assert channel.status(("Audio", "Volume")) == "50"
    assert channel.status(("Call",)) == {}
    assert channel.status(("Call",)) == {}
    assert [request["params"]["Path"] for request in room.requests[:3]] == [
        ["Status", "Call"],
        ["Status", "Call", 2, "Status"],
        ["Status", "Audio", "Volume"],
    ]


def test_settings_are_read_and_written(room: Device, channel: WsChannel) -> None:
    room.script["xGet"] = [result(50)]
    assert channel.configuration(("Audio", "DefaultVolume")) == "50"
    channel.configure(("Video", "Input", "Connector", "3", "Name"), "Läkare")
    assert [request["params"] for request in room.requests] == [
        {"Path": ["Configuration", "Audio", "DefaultVolume"]},
        {"Path": ["Configuration", "Video", "Input", "Connector", 3, "Name"], "Value": "Läkare"},
    ]


@pytest.mark.parametrize(
    ("code", "data", "narrow"),
    [
        (-32601, {}, NotSupported),
        (-32602, {}, BadParameter),
        (-31999, {}, Refused),
        (-31998, {}, Refused),
        (-31997, {}, Busy),
        (1, {"Cause": 21}, Refused),
        (1, {"Cause": 27}, BadParameter),
        ("odd", {}, Refused),
    ],
)
def test_a_refusal_is_the_narrow_error_and_leaves_the_session_open(
    room: Device, channel: WsChannel, code: object, data: dict[str, object], narrow: type[RoomError]
) -> None:
    room.script["xCommand/Dial"] = [error(code, "it says no", **data)]
    with pytest.raises(narrow):
        channel.command(("Dial",))
    assert channel.command(("Dial",)) == {}


def test_a_path_that_nothing_stands_at_is_not_supported(room: Device, channel: WsChannel) -> None:
    room.script["xGet"] = [error(-32602), error(-32602)]
    for read in (channel.status, channel.configuration):
        with pytest.raises(NotSupported):
            read(("Nonsense",))


def test_answers_find_those_who_asked_in_any_order(room: Device, channel: WsChannel) -> None:
    got: Queue[Node] = Queue()
    room.script["xGet"] = [nothing]
    thread = threading.Thread(target=lambda: got.put(channel.status(("Call",))))
    thread.start()
    until(lambda: room.requests)
    room.script["xGet"] = [
        several(result("second"), lambda line, _: result("first")(line, room.requests[0])),
    ]
    assert channel.status(("Audio",)) == "second"
    assert got.get(timeout=10) == "first"
    thread.join()


def test_events_come_to_their_subscription_only_until_it_is_ended(room: Device, channel: WsChannel) -> None:
    calls: Queue[dict[str, Node]] = Queue()
    presses: Queue[dict[str, Node]] = Queue()
    end_calls = channel.subscribe(("Status", "Call"), calls.put)
    channel.subscribe(("Event", "UserInterface"), presses.put)
    room.tell(1, {"Status": {"Call": [{"id": 2, "ghost": True}]}})
    room.tell(2, {"Event": {"UserInterface": {"Extensions": {"Panel": {"Clicked": {"PanelId": "mdk"}}}}}})
    room.tell(77, {"Event": {"Other": {}}})
    assert calls.get(timeout=10) == {"Status": {"Call": [{"id": "2", "ghost": "True"}]}}
    assert presses.get(timeout=10) == {
        "Event": {"UserInterface": {"Extensions": {"Panel": {"Clicked": {"PanelId": "mdk"}}}}}
    }
    end_calls()
    end_calls()
    room.tell(1, {"Status": {"Call": []}})
    room.tell(2, {"Event": {"Last": {}}})
    assert presses.get(timeout=10) == {"Event": {"Last": {}}}
    assert calls.empty()
    # Nobody waits for the answer to an end.
    until(lambda: len(room.requests) == 3)
    assert [(request["method"], request["params"]) for request in room.requests] == [
        ("xFeedback/Subscribe", {"Query": ["Status", "Call"], "NotifyCurrentValue": False}),
        ("xFeedback/Subscribe", {"Query": ["Event", "UserInterface"], "NotifyCurrentValue": False}),
        ("xFeedback/Unsubscribe", {"Id": 1}),
    ]


def test_events_before_the_answer_are_heard(room: Device, channel: WsChannel) -> None:
    room.script["xFeedback/Subscribe"] = [
        several(happens(5, {"Event": {"First": {}}}), happens(6, {"Event": {"Other": {}}}), result({"Id": 5}))
    ]
    heard: Queue[dict[str, Node]] = Queue()
    channel.subscribe(("Event",), heard.put)
    room.tell(5, {"Event": {"Second": {}}})
    assert [heard.get(timeout=10) for _ in range(2)] == [{"Event": {"First": {}}}, {"Event": {"Second": {}}}]
    assert heard.empty()


def test_a_subscription_that_is_refused_hears_nothing(room: Device, channel: WsChannel) -> None:
    heard: list[object] = []
    room.script["xFeedback/Subscribe"] = [error(-31998)]
    with pytest.raises(Refused):
        channel.subscribe(("Status", "Call"), heard.append)
    room.tell(1, {"Status": {"Call": []}})
    assert channel.status(("Call",)) == "done"
    assert heard == []


def test_a_listener_may_end_its_subscription_and_may_fail(room: Device, channel: WsChannel) -> None:
    heard: Queue[dict[str, Node]] = Queue()
    ends = []

    def once(tree: dict[str, Node]) -> None:
        heard.put(tree)
        ends[0]()
        raise KeyError("hemligt nummer")

    ends.append(channel.subscribe(("Event",), once))
    room.tell(1, {"Event": {"First": {}}})
    assert heard.get(timeout=10) == {"Event": {"First": {}}}
    room.tell(1, {"Event": {"Second": {}}})
    assert channel.command(("Dial",)) == {}
    assert heard.empty()


def test_what_is_of_no_concern_is_passed_over(room: Device, channel: WsChannel) -> None:
    room.script["xGet"] = [
        several(
            says('{"jsonrpc":"2.0","method":"xFeedback/Other","params":{}}'),
            says('{"jsonrpc":"2.0","method":"xFeedback/Event","params":[]}'),
            says('{"jsonrpc":"2.0","id":"999","result":1}'),
            says('{"jsonrpc":"2.0","id":null,"error":{"code":-32700}}'),
            result(1),
        )
    ]
    assert channel.status(("Audio",)) == "1"


def test_a_long_message_comes_whole(room: Device, channel: WsChannel) -> None:
    room.script["xGet"] = [result("x" * 3 * 2**20)]
    room.script["xCommand/Save"] = [result({"status": "OK"})]
    assert channel.status(("Audio",)) == "x" * 3 * 2**20
    channel.command(("Save",), {}, "y" * 3 * 2**20)
    assert room.requests[-1]["params"] == {"body": "y" * 3 * 2**20}


def test_a_message_in_pieces_comes_whole(room: Device, channel: WsChannel) -> None:
    room.script["xGet"] = [
        lambda line, asked: line.send(iter(['{"jsonrpc":"2.0","id":"', asked["id"], '","result":', "50}"]))
    ]
    assert channel.status(("Audio",)) == "50"


def test_what_a_websocket_carries(channel: WsChannel) -> None:
    assert channel.ways == {Way.EVENTS, Way.HELD}
    with pytest.raises(NotSupported):
        channel.put_legacy_bookings("<Bookings/>")


def test_a_key_cannot_sign_in_here(room: Device) -> None:
    with pytest.raises(NotSupported):
        open_channel(room.address, Account("vardmote", key_file="id_ed25519"), trusting(), PATIENCE)
    assert room.handshakes == []
