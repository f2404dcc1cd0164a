"""Panels, widgets, presses, and what is said and asked on the screen."""

from typing import Any

import pytest

from simulators.roomos.errors import Failed
from tests.simulators.roomos.rig import Room, rooms

WIDGETS = (
    "<Page><Name>Idag</Name><PageId>p1</PageId><Row><Name/><Widget><WidgetId>text</WidgetId><Type>Text</Type></Widget>"
    "<Widget><WidgetId>toggle</WidgetId><Type>ToggleButton</Type></Widget>"
    "<Widget><WidgetId>slider</WidgetId><Type>Slider</Type></Widget></Row></Page>"
)
PATH = "UserInterface Extensions"
MESSAGE = "UserInterface Message"


def xml(*panels: str, name: str = "Starta MDK") -> str:
    inside = "".join(f"<Panel><PanelId>inner</PanelId><Name>{name}</Name>{one}</Panel>" for one in panels)
    return f"<Extensions><Version>1.11</Version>{inside}</Extensions>"


@pytest.fixture
def room() -> Room:
    return rooms()[0]


def save(room: Room, panel: str = "svm", inside: str = "", **more: str) -> None:
    room.do(f"{PATH} Panel Save", {"PanelId": panel}, xml(inside, **more))


def listed(room: Room) -> list[tuple[str, str]]:
    rows: list[dict[str, Any]] = room.do(f"{PATH} List")["Extensions"].get("Panel", [])
    return [(row["PanelId"], row["Name"]) for row in rows]


def test_a_panel_is_saved_under_the_commands_id_and_in_place_of_the_old(room: Room) -> None:
    save(room)
    save(room, "other")
    save(room, name="Starta rond")
    assert listed(room) == [("other", "Starta MDK"), ("svm", "Starta rond")]
    room.do(f"{PATH} Panel Update", {"PanelId": "svm", "Name": "Nytt", "Color": "#FFFFFF"})
    assert listed(room)[1] == ("svm", "Nytt")
    room.do(f"{PATH} Panel Remove", {"PanelId": "other"})
    with pytest.raises(Failed):
        room.do(f"{PATH} Panel Remove", {"PanelId": "other"})
    room.do(f"{PATH} Clear")
    assert listed(room) == []


def test_set_replaces_them_all(room: Room) -> None:
    save(room)
    room.do(f"{PATH} Set", {"ConfigId": "1"}, xml(""))
    assert listed(room) == [("inner", "Starta MDK")]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (xml(), "Expected a single Panel, got 0"),
        (xml("", ""), "Expected a single Panel, got 2"),
        ("<Panel/>", "Expected a single Panel, got 0"),
        ("<Extensions><Panel>", "Failed to parse xml"),
        ("<Extensions>&</Extensions>", "Failed to parse xml"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><Extensions/>', "Failed to parse xml"),
    ],
)
def test_a_body_that_is_no_panel_is_refused(room: Room, body: str, reason: str) -> None:
    with pytest.raises(Failed) as refused:
        room.do(f"{PATH} Panel Save", {"PanelId": "svm"}, body)
    assert (refused.value.reason, refused.value.cause) == (reason, 1)
    assert listed(room) == []


def test_a_press_is_told_with_who_pressed(room: Room) -> None:
    save(room)
    room.events()
    room.by_hand(f"{PATH} Panel Clicked", PanelId="svm")
    room.do(f"{PATH} Panel Clicked", {"PanelId": "svm"})
    clicks = [event["UserInterface"]["Extensions"]["Panel"]["Clicked"] for event in room.events()]
    assert [(one["PanelId"], one["Origin"]) for one in clicks] == [("svm", "local"), ("svm", "remote")]
    with pytest.raises(Failed):
        room.by_hand(f"{PATH} Panel Clicked", PanelId="nobody")


def test_a_panel_with_pages_opens_and_closes(room: Room) -> None:
    save(room, inside=WIDGETS)
    room.events()
    room.by_hand(f"{PATH} Panel Clicked", PanelId="svm")
    room.by_hand(f"{PATH} Panel Close")
    names = [name for event in room.events() for name in event["UserInterface"]["Extensions"].get("Event", {})]
    assert names == ["PageOpened", "PageClosed"]


def test_widgets_take_values_of_their_kind_and_lose_them_when_saved_anew(room: Room) -> None:
    save(room, inside=WIDGETS)

    def put(widget: str, value: str) -> None:
        room.do(f"{PATH} Widget SetValue", {"WidgetId": widget, "Value": value})

    put("text", "Ärende 3 av 7")
    put("toggle", "on")
    put("slider", "255")
    values = {one["WidgetId"]: one["Value"] for one in room.status("UserInterface Extensions Widget")}
    assert values == {"text": "Ärende 3 av 7", "toggle": "on", "slider": "255"}
    for widget, value in (("toggle", "maybe"), ("slider", "256"), ("slider", "x"), ("nobody", "1")):
        with pytest.raises(Failed):
            put(widget, value)
    room.do(f"{PATH} Widget UnsetValue", {"WidgetId": "toggle"})
    assert room.status("UserInterface Extensions Widget 2 Value") == ""
    room.events()
    save(room, inside=WIDGETS)
    assert {one["Value"] for one in room.status("UserInterface Extensions Widget")} == {""}
    assert {"UserInterface": {"Extensions": {"Widget": {"LayoutUpdated": {}}}}} in room.events()


def test_a_widget_tells_what_is_done_with_it(room: Room) -> None:
    save(room, inside=WIDGETS)
    room.events()
    room.by_hand(f"{PATH} Widget Action", WidgetId="toggle", Type="Changed", Value="on")
    [event] = room.events()
    action = event["UserInterface"]["Extensions"]["Widget"]["Action"]
    assert (action["WidgetId"], action["Type"], action["Value"], action["Origin"]) == (
        "toggle",
        "changed",
        "on",
        "local",
    )
    assert room.status("UserInterface Extensions Widget 2 Value") == "on"


def test_a_question_is_answered_once_by_one_of_its_answers(room: Room) -> None:
    ask = {"Text": "Vilken plats?", "FeedbackId": "q1", "Option.1": "Norr", "Option.3": "Syd"}
    room.do(f"{MESSAGE} Prompt Display", ask)
    room.events()
    for values in ({"OptionId": 2}, {"OptionId": 1, "FeedbackId": "q2"}):
        with pytest.raises(Failed):
            room.do(f"{MESSAGE} Prompt Response", values)
    room.by_hand(f"{MESSAGE} Prompt Response", OptionId=3)
    response = {"FeedbackId": "q1", "OptionId": 3}
    assert room.events() == [{"UserInterface": {"Message": {"Prompt": {"Response": response}}}}]
    with pytest.raises(Failed):
        room.by_hand(f"{MESSAGE} Prompt Response", OptionId=3)


def test_what_is_shown_goes_after_its_time_or_when_taken_away(room: Room) -> None:
    slots = room.device.parts.messages
    room.do(f"{MESSAGE} Alert Display", {"Text": "Samtalet är slut", "Duration": 5})
    room.do(f"{MESSAGE} Prompt Display", {"Text": "?", "FeedbackId": "q1", "Option.1": "Ja"})
    room.clock.go(4)
    assert slots.alert.message is not None
    room.clock.go(2)
    assert slots.alert.message is None
    room.do(f"{MESSAGE} Prompt Clear", {"FeedbackId": "other"})
    assert slots.prompt.message is not None
    room.events()
    room.do(f"{MESSAGE} Prompt Clear", {"FeedbackId": "q1"})
    assert slots.prompt.message is None
    assert room.events() == [{"UserInterface": {"Message": {"Prompt": {"Cleared": {"FeedbackId": "q1"}}}}}]
    room.clock.go(3600)
    assert room.events() == []


def test_a_text_is_asked_for_and_told(room: Room) -> None:
    room.do(f"{MESSAGE} TextInput Display", {"Text": "PIN", "FeedbackId": "pin", "InputType": "PIN"})
    room.events()
    room.by_hand(f"{MESSAGE} TextInput Response", Text="1234")
    [event] = room.events()
    assert event["UserInterface"]["Message"]["TextInput"]["Response"] == {"FeedbackId": "pin", "Text": "1234"}
    room.do(f"{MESSAGE} TextLine Display", {"Text": "Här pågår videomöte"})
    room.do(f"{MESSAGE} TextLine Clear")
    assert room.device.parts.messages.text_line.message is None
