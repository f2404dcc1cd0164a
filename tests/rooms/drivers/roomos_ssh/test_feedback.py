"""What a device says unasked: registered once, told to all whom it concerns, and stopped by none of them."""

import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.drivers.roomos_ssh import feedback
from rooms.errors import Lost, NotSupported, Unreadable
from rooms.xapi.channel import Node
from tests.rooms.drivers.roomos_ssh.conftest import Opened
from tests.rooms.drivers.roomos_ssh.device import Device, answered, obliging
from tests.waiting import until

CALL = ("Status", "Call")
RINGING = '{"Status":{"Call":[{"id":"2","Status":{"Value":"Ringing"}}]}}\n'
CLICKED = (
    '{"Event":{"UserInterface":{"Extensions":{"Panel":{"Clicked":{"PanelId":{"Value":"svm","id":"1"},"id":"1"}}}}}}\n'
)


def told(device: Device) -> list[str]:
    return [line.split(" | ")[0] for line in device.lines if line.startswith("xFeedback")]


def test_an_expression_is_registered_once_and_taken_back_by_the_last(device: Device, opened: Opened) -> None:
    channel = opened()
    first, second = list[Any](), list[Any]()
    end_first, end_second = channel.subscribe(CALL, first.append), channel.subscribe(CALL, second.append)
    assert told(device) == ["xFeedback register /Status/Call"]
    device.say(RINGING)
    until(lambda: first and second)
    assert first == second == [{"Status": {"Call": [{"id": "2", "Status": "Ringing"}]}}]
    end_first()
    end_first()
    assert told(device) == ["xFeedback register /Status/Call"]
    device.say(RINGING)
    until(lambda: len(second) == 2)
    assert len(first) == 1
    end_second()
    end_second()
    assert told(device) == ["xFeedback register /Status/Call", "xFeedback deregister /Status/Call"]


def test_each_hears_what_concerns_it_and_nothing_else(device: Device, opened: Opened) -> None:
    channel = opened()
    calls, presses = list[Any](), list[Any]()
    channel.subscribe(CALL, calls.append)
    channel.subscribe(("Event", "UserInterface", "Extensions", "Panel"), presses.append)
    device.say(CLICKED + RINGING)
    until(lambda: calls and presses)
    assert [list(tree) for tree in (*calls, *presses)] == [["Status"], ["Event"]]


def test_what_is_said_before_the_answer_is_heard(device: Device, opened: Opened) -> None:
    device.script = lambda device, said: (RINGING if "register" in said.line else "") + obliging(device, said)
    heard = list[Any]()
    opened().subscribe(CALL, heard.append)
    until(lambda: heard)


def test_a_listener_that_raises_or_waits_stops_neither_answers_nor_the_others(
    device: Device, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    channel, go_on, heard = opened(), threading.Event(), list[Any]()

    def fail(_: object) -> None:
        raise ValueError("0701234567")

    channel.subscribe(CALL, lambda _: go_on.wait(10))
    channel.subscribe(CALL, fail)
    channel.subscribe(CALL, heard.append)
    device.say(RINGING)
    assert [channel.status(("Audio", "Volume")) for _ in range(3)] == ["50"] * 3
    go_on.set()
    until(lambda: heard)
    assert "ValueError" in caplog.text
    assert "070" not in caplog.text


def test_a_listener_may_ask_subscribe_and_close(device: Device, opened: Opened) -> None:
    channel, done, more = opened(), threading.Event(), list[Any]()

    def listen(_: object) -> None:
        assert channel.status(("Audio", "Volume")) == "50"
        channel.subscribe(("Status", "Audio"), more.append)()
        channel.close()
        done.set()

    channel.subscribe(CALL, listen)
    device.say(RINGING)
    assert done.wait(10)
    until(lambda: not device.sessions)


def test_a_loss_is_told_once_and_a_close_is_not(device: Device, opened: Opened) -> None:
    lost, closed = opened(), opened()
    of_lost, of_closed = list[Any](), list[Any]()
    lost.subscribe(CALL, of_lost.append)
    closed.subscribe(CALL, of_closed.append)
    closed.close()
    device.vanish()
    until(lambda: of_lost)
    with pytest.raises(Lost):
        lost.status(("Audio",))
    lost.close()
    assert of_lost == [{}]
    assert of_closed == []


def test_more_than_listeners_take_in_ends_the_session(
    device: Device, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "MOST_BYTES_WAITING", 50 * len(RINGING))
    channel, go_on, heard = opened(), threading.Event(), list[Any]()
    channel.subscribe(CALL, lambda tree: (heard.append(tree), go_on.wait(10)))
    device.say(RINGING * 60)
    until(lambda: not device.sessions)
    go_on.set()
    until(lambda: heard[-1:] == [{}])
    with pytest.raises(Lost, match="listeners"):
        channel.status(("Audio",))


def test_feedback_too_deep_ends_the_session(device: Device, opened: Opened) -> None:
    channel = opened()
    channel.subscribe(CALL, lambda _: None)
    device.say('{"Status":{"Call":' + "[" * 50 + "]" * 50 + "}}\n")
    until(lambda: not device.sessions)
    with pytest.raises(Unreadable):
        channel.status(("Audio",))


def test_a_refused_expression_leaves_nothing_behind(device: Device, opened: Opened) -> None:
    unknown = {"Status": {"status": "Error", "Reason": {"Value": "No match on address expression"}}}
    device.script = lambda _, said: answered(said, unknown)
    channel, heard = opened(), list[Any]()
    with pytest.raises(NotSupported):
        channel.subscribe(("Status", "Kall"), heard.append)
    device.script = obliging
    channel.subscribe(("Status", "Kall"), heard.append)
    assert told(device) == ["xFeedback register /Status/Kall"] * 2
    device.say('{"Status":{"Kall":{"Value":"1"}}}\n')
    until(lambda: heard)
    assert heard == [{"Status": {"Kall": "1"}}]


def test_no_more_expressions_are_asked_for_than_a_device_takes(device: Device, opened: Opened) -> None:
    channel = opened()
    ends = [channel.subscribe(("Status", f"Node{n}"), lambda _: None) for n in range(feedback.MOST_EXPRESSIONS)]
    with pytest.raises(NotSupported):
        channel.subscribe(("Status", "More"), lambda _: None)
    channel.subscribe(("Status", "Node0"), lambda _: None)
    ends[1]()
    channel.subscribe(("Status", "More"), lambda _: None)
    assert told(device)[-1] == "xFeedback register /Status/More"


GONE: Node = {"Status": {"Call": [{"id": "2", "ghost": "True"}]}}
ONE: Node = {"Status": {"Call": {"id": "2", "Status": "Ringing"}}}
TWO: Node = {"Status": {"Call": [{"id": "2", "Status": "Ringing"}, {"id": "3", "Duration": "1"}]}}


@pytest.mark.parametrize(
    ("said", "path", "hears"),
    [
        (GONE, (*CALL, "Status"), True),
        (GONE, (*CALL, "2", "Status"), True),
        (GONE, (*CALL, "3", "Status"), False),
        (ONE, (*CALL, "2"), True),
        (ONE, (*CALL, "3"), False),
        (TWO, (*CALL, "Duration"), True),
        (TWO, (*CALL, "2", "Duration"), False),
        (TWO, ("Status", "Audio"), False),
        (TWO, ("Event", "Call"), False),
        (TWO, (*CALL, "Status", "Deeper"), False),
    ],
)
def test_whom_it_concerns(said: Node, path: tuple[str, ...], hears: object) -> None:
    assert feedback.touches(said, path) is hears


TREES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["x", "2"]),
    lambda inner: (
        st.dictionaries(st.sampled_from(["a", "b", "2", "id"]), inner, max_size=3) | st.lists(inner, max_size=2)
    ),
    max_leaves=10,
)


@given(TREES, st.lists(st.sampled_from(["a", "b", "2"]), max_size=4).map(tuple))
def test_who_hears_of_something_hears_of_all_above_it(said: Node, path: tuple[str, ...]) -> None:
    if feedback.touches(said, path):
        assert all(feedback.touches(said, path[:end]) for end in range(len(path)))
