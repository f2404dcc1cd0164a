import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.endpoint import Event
from rooms.errors import BadParameter, NotSupported, Unreadable
from rooms.xapi import feedback
from rooms.xapi.channel import Node
from rooms.xapi.from_json import typed, wrapped
from tests.rooms.xapi.scripted import endpoint
from tests.rooms.xapi.trees import ANSWERS, fuzzed

PANEL = ("UserInterface", "Extensions", "Panel", "Clicked")
PRESSED = Event("event", PANEL, {"PanelId": "svm_mdk", "Origin": "local"})
SSH = {
    "Event": {
        "UserInterface": {
            "id": "1",
            "Extensions": {
                "id": "1",
                "Panel": {
                    "id": "1",
                    "Clicked": {
                        "id": "1",
                        "PanelId": {"Value": "svm_mdk", "id": "1"},
                        "Origin": {"Value": "local", "id": "1"},
                    },
                },
            },
        }
    }
}
WEBSOCKET = {
    "Event": {
        "UserInterface": {"Extensions": {"Panel": {"Clicked": {"PanelId": "svm_mdk", "Origin": "local", "id": 1}}}}
    },
    "Id": 3,
}
XML = (
    '<Event item="1"><Identification item="1"><SerialNumber>FOC0001</SerialNumber></Identification>'
    '<UserInterface item="1"><Extensions item="1"><Panel item="1"><Clicked item="1">'
    '<PanelId item="1">svm_mdk</PanelId><Origin item="1">local</Origin>'
    "</Clicked></Panel></Extensions></UserInterface></Event>"
)
WHO = {"SerialNumber": {"Value": "FOC0001"}, "SystemName": {"Value": "Rum 4"}}


def one(answer: Node) -> Event:
    assert isinstance(answer, dict)
    (event,) = feedback.events(answer)
    return event


def test_an_event_is_the_same_over_every_way() -> None:
    assert one(wrapped(SSH)) == one(typed(WEBSOCKET)) == PRESSED
    assert feedback.read_post(XML.encode(), "text/xml") == ("FOC0001", (PRESSED,))
    posted = {"Event": SSH["Event"] | {"Identification": WHO}}
    assert feedback.read_post(json.dumps(posted).encode(), "application/json; charset=utf-8") == ("FOC0001", (PRESSED,))


def test_a_post_that_is_long_or_has_long_names_is_unreadable() -> None:
    call = {"id": "2", "a" * 60_000: {str(number): "x" for number in range(8000)}}
    for body in (json.dumps({"Status": {"Call": [call]}}), json.dumps(SSH) + " " * 2**18):
        with pytest.raises(Unreadable):
            feedback.read_post(body.encode(), "application/json")


def test_what_is_posted_without_a_known_type_is_told_by_its_first_sign() -> None:
    assert feedback.read_post(XML.encode(), "").events == (PRESSED,)
    assert feedback.read_post(json.dumps(SSH).encode(), "application/octet-stream").events == (PRESSED,)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"Status": {"Audio": {"Volume": "50"}}}, Event("status", ("Audio",), {"Volume": "50"})),
        (
            {"Status": {"Call": [{"id": "2", "Encryption": {"Type": "None"}}]}},
            Event("status", ("Call",), {"id": "2", "Encryption.Type": "None"}),
        ),
        (
            {"Status": {"Call": [{"id": "2", "ghost": "True"}]}},
            Event("status", ("Call",), {"id": "2", "ghost": "True"}),
        ),
        (
            {"Status": {"Conference": {"Call": {"id": "2", "BookingId": "b1"}}}},
            Event("status", ("Conference", "Call"), {"id": "2", "BookingId": "b1"}),
        ),
        (
            {"Status": {"id": "1", "Audio": {"id": "1", "Volume": "50"}}},
            Event("status", ("Audio",), {"Volume": "50"}),
        ),
        (
            {"Configuration": {"SystemUnit": {"Name": "Rum 4"}}},
            Event("configuration", ("SystemUnit",), {"Name": "Rum 4"}),
        ),
        ({"Event": {"Bookings": {"SyncRequired": {}}}}, Event("event", ("Bookings", "SyncRequired"), {})),
        ({"Event": {"BootEvent": {"Action": "Restart"}}}, Event("event", ("BootEvent",), {"Action": "Restart"})),
        ({}, Event("lost", (), {})),
    ],
)
def test_a_change_is_told_where_its_values_stand(answer: dict[str, Node], expected: Event) -> None:
    assert feedback.events(answer) == (expected,)


def test_several_changes_in_one_tree_are_several_events() -> None:
    answer: dict[str, Node] = {"Status": {"Audio": {"Volume": "50"}, "Call": [{"id": "1"}, {"id": "2"}]}}
    assert [event.path for event in feedback.events(answer)] == [("Audio",), ("Call",), ("Call",)]


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"{", b"<a/>", b"\xff", b'{"Event": "x"}', b'{"Event": {"Value": "x"}}']
)
def test_what_is_no_feedback_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        feedback.read_post(body, "application/json" if body[:1] != b"<" else "text/xml")


@fuzzed
@given(ANSWERS)
def test_no_tree_is_too_strange_to_be_told(answer: dict[str, Node]) -> None:
    for event in feedback.events(answer):
        assert all(isinstance(value, str) for value in event.values.values())
        assert all(isinstance(part, str) for part in event.path)


@fuzzed
@given(
    ANSWERS.map(json.dumps).map(str.encode) | st.binary(max_size=40),
    st.sampled_from(["", "text/xml", "application/json"]),
)
def test_any_post_is_read_or_unreadable(body: bytes, content_type: str) -> None:
    try:
        post = feedback.read_post(body, content_type)
    except Unreadable:
        return
    assert isinstance(post.serial_number, str)


def test_watching_hears_each_path_once_until_it_is_ended() -> None:
    room, line = endpoint()
    heard: list[Event] = []
    end = room.watch(
        [("Status", "Call"), ("Event", "UserInterface", "Extensions"), ("Status", "Call", "Status")], heard.append
    )
    assert sorted(line.listeners) == [("Event", "UserInterface", "Extensions"), ("Status", "Call")]
    line.listeners["Status", "Call"]({"Status": {"Call": [{"id": "1", "Status": "Connected"}]}})
    for listener in line.listeners.values():
        listener({})
    assert [event.kind for event in heard] == ["status", "lost"]
    end()
    end()
    assert line.listeners == {}


def test_a_path_that_cannot_be_heard_leaves_no_other_behind() -> None:
    room, line = endpoint()
    line.refused_path = ("Event", "Nonsense")
    with pytest.raises(NotSupported):
        room.watch([("Status", "Call"), ("Event", "Nonsense")], lambda _: None)
    assert line.listeners == {}


@pytest.mark.parametrize("path", [("Status",), ("Event",), ("Command", "Dial"), ("Status", "Call\n")])
def test_all_of_a_room_is_not_listened_to(path: tuple[str, ...]) -> None:
    room, line = endpoint()
    with pytest.raises(BadParameter):
        room.watch([path], lambda _: None)
    assert line.listeners == {}


def test_a_way_without_events_is_not_asked() -> None:
    room, line = endpoint()
    line.ways = frozenset()
    with pytest.raises(NotSupported):
        room.watch([("Status", "Call")], lambda _: None)
    assert line.listeners == {}
