import pytest

from rooms.endpoint import FeedbackSlot
from rooms.errors import BadParameter
from rooms.xapi import slots
from rooms.xapi.channel import Node
from tests.rooms.xapi.scripted import session

URL = "https://vardmote.example/hooks/rooms/r1/k"
OURS = FeedbackSlot(2, URL, ("/Status/Call", "/Event/UserInterface"))
THERE: dict[str, Node] = {
    "id": "2",
    "URL": URL,
    "Status": "OK",
    "Expression": ["/Event/UserInterface", "/Status/Call"],
}


def test_slots_in_use_are_told_by_number() -> None:
    room, line = session()
    line.statuses["HttpFeedback"] = [
        {"id": "3", "URL": "https://tms.example", "Status": "Failed"},
        THERE,
        {"id": "1", "URL": ""},
    ]
    found = slots.read(room)
    assert [(slot.slot, slot.ok) for slot in found] == [(2, True), (3, False)]
    assert "hooks" not in repr(found)


def test_a_slot_is_registered_when_it_is_not_there_or_says_something_else() -> None:
    room, line = session()
    others: tuple[Node, ...] = (
        [],
        [THERE | {"URL": "https://other.example"}],
        [THERE | {"Expression": "/Status/Call"}],
    )
    for there in others:
        line.statuses["HttpFeedback"] = there
        line.said.clear()
        slots.register(room, OURS)
        ((command, given, _),) = line.said
        assert command == "HttpFeedback Register"
        assert given == {"FeedbackSlot": 2, "ServerUrl": URL, "Format": "JSON", "Expression": OURS.expressions}


def test_a_slot_that_has_given_up_is_woken_and_a_right_one_left_alone() -> None:
    room, line = session()
    line.statuses["HttpFeedback"] = [THERE]
    slots.register(room, OURS)
    assert line.said == []
    line.statuses["HttpFeedback"] = [THERE | {"Status": "Failed"}]
    slots.register(room, OURS)
    assert line.said == [("HttpFeedback Enable", {"FeedbackSlot": 2}, None)]


def test_a_slot_no_room_has_is_refused() -> None:
    room, line = session()
    line.statuses["HttpFeedback"] = {}
    with pytest.raises(BadParameter):
        slots.register(room, FeedbackSlot(5, URL, ("/Status/Call",)))
    assert line.said == []
