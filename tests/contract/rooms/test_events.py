"""What happens in a room, heard on the connection itself or posted to us."""

from queue import Queue

import pytest

from rooms.drivers import DRIVERS
from rooms.endpoint import Event
from rooms.errors import BadParameter, Lost, NotSupported, Unreachable
from rooms.xapi.feedback import read_post
from rooms.xapi.panel_xml import as_xml
from rooms.xapi.panels import Panel
from simulators.roomos.feedback_body import WRITERS
from simulators.roomos.tree import Branch
from tests.contract.rooms.stand import NO_EVENTS, Stand, standing
from tests.waiting import until

PRESSED = ("UserInterface", "Extensions", "Panel", "Clicked")
PATHS = [("Status", "Call"), ("Event", "UserInterface", "Extensions"), ("Event", "UserInterface", "Message")]


# The ways that carry events; `test_capabilities` sees to it that the others say so.
hearing = pytest.mark.parametrize("scheme", sorted(set(DRIVERS) - NO_EVENTS), indirect=True)


@pytest.fixture
def heard() -> Queue[Event]:
    return Queue()


@hearing
def test_a_call_is_heard_from_its_ringing_to_its_ghost(stand: Stand, heard: Queue[Event]) -> None:
    end = stand.room.watch(PATHS, heard.put)
    stand.other.dial(stand.ours.address)
    until(lambda: stand.ours.calls == ["Ringing"])
    (call,) = stand.room.state().calls
    stand.room.accept(call.call_id)
    until(lambda: stand.ours.calls == ["Connected"])
    stand.room.hang_up(call.call_id)
    told: list[Event] = []
    while not told or told[-1].values.get("ghost") != "True":
        told.append(heard.get(timeout=60))
    end()
    assert {event.path for event in told} == {("Call",)}
    assert {event.values["id"] for event in told} == {call.call_id}
    steps = [event.values["Status"] for event in told if "Status" in event.values]
    assert [step for step in steps if step in {"Ringing", "Connected", "Disconnecting"}][:2] == ["Ringing", "Connected"]


@hearing
def test_a_press_and_an_answer_are_heard_once_and_nothing_after_the_end(stand: Stand, heard: Queue[Event]) -> None:
    stand.room.save_panel("svm_mdk", as_xml(Panel("svm_mdk", "Starta MDK"), stand.profile))
    end = stand.room.watch(PATHS, heard.put)
    until(lambda: drained(heard) is None)
    stand.ours.press_panel("svm_mdk")
    press = heard.get(timeout=60)
    assert (press.kind, press.path, press.values["PanelId"]) == ("event", PRESSED, "svm_mdk")
    end()
    stand.ours.press_panel("svm_mdk")
    stand.room.remove_panel("svm_mdk")
    stand.room.set_volume(51)
    assert [event for event in iter(lambda: drained(heard), None) if event.path == PRESSED] == []


@hearing
def test_what_is_already_so_is_read_not_heard(stand: Stand, heard: Queue[Event]) -> None:
    stand.room.set_volume(40)
    end = stand.room.watch([("Status", "Audio", "Volume")], heard.put)
    stand.room.set_volume(41)
    assert heard.get(timeout=60) == Event("status", ("Audio",), {"Volume": "41"})
    end()


@hearing
def test_a_path_nobody_has_is_refused_and_nothing_else_heard(stand: Stand, heard: Queue[Event]) -> None:
    with pytest.raises((NotSupported, BadParameter)):
        stand.room.watch([("Status", "Call"), ("Status", "Nonsense")], heard.put)
    stand.other.dial(stand.ours.address)
    until(lambda: stand.ours.calls == ["Ringing"])
    assert stand.room.state().calls
    assert heard.empty()


@hearing
def test_the_loss_of_a_held_connection_is_told_once(scheme: str, heard: Queue[Event]) -> None:
    with standing(scheme) as stand:
        stand.room.watch(PATHS, heard.put)
        stand.ours.power_off()
        events = [heard.get(timeout=60)]
        with pytest.raises((Lost, Unreachable)):
            stand.room.set_volume(40)
        stand.room.close()
        while (more := drained(heard)) is not None:
            events.append(more)
        assert [event.kind for event in events if event.kind == "lost"] == ["lost"]
        assert events[-1].kind == "lost"


@pytest.mark.parametrize("form", ["XML", "JSON"])
def test_what_a_device_posts_is_the_same_event(form: str) -> None:
    identification: Branch = {"SystemName": "Rum 4", "SerialNumber": "FOC1"}
    press: Branch = {"Event": {"UserInterface": {"Extensions": {"Panel": {"Clicked": {"PanelId": "svm & mdk"}}}}}}
    change: Branch = {"Status": {"Call": [{"id": 2, "Status": "Connected"}]}}
    gone: Branch = {"Status": {"Call": [{"id": 2, "ghost": "True"}]}}
    expected = [
        Event("event", PRESSED, {"PanelId": "svm & mdk"}),
        Event("status", ("Call",), {"id": "2", "Status": "Connected"}),
        Event("status", ("Call",), {"id": "2", "ghost": "True"}),
    ]
    for tree, event in zip((press, change, gone), expected, strict=True):
        body = WRITERS[form](tree, identification)
        assert read_post(body, {"XML": "text/xml", "JSON": "application/json"}[form]) == ("FOC1", (event,))


def drained(heard: Queue[Event]) -> Event | None:
    """Return what was heard already, None when that is all."""
    return None if heard.empty() else heard.get()
