"""What a room tells, read: our buttons and questions, and nothing else."""

from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.conference.desk import Desk
from rooms.conference.desk import touched as touched_in_conference
from rooms.endpoint import Event
from rooms.standing.panel import Offer, digest, panel, widget_id
from rooms.standing.touches import BUTTONS, Touch, question_id, read, touched
from rooms.xapi.nodes import PROFILES
from rooms.xapi.panel_xml import as_xml

ACTION = ("UserInterface", "Extensions", "Widget", "Action")
RESPONSE = ("UserInterface", "Message", "Prompt", "Response")
MARKS = st.text("0123456789abcdef", max_size=16)
BUTTON_NAMES = MappingProxyType({"join": "10.00", "unit": "Barn", "help": ""})


def press(widget: str, kind: str = "clicked") -> Event:
    return Event("event", ACTION, {"WidgetId": widget, "Type": kind})


@given(st.sampled_from(sorted(BUTTONS)), MARKS, st.sampled_from([(), (digest("m1"),)]))
def test_a_button_is_read_back_with_its_mark_and_is_no_press_of_a_conference(
    button: str, mark: str, meant: tuple[str, ...]
) -> None:
    event = press(widget_id(button, mark, *meant))
    assert len(event.values["WidgetId"]) <= 40
    assert touched(event) == Touch("press", button, mark, 0, meant)
    assert touched_in_conference(event, "tag") is None


@given(
    st.sampled_from(["join", "unit", "which", "help", "call"]),
    MARKS.filter(bool),
    st.lists(st.text("m0123456789", min_size=1), max_size=5),
    st.integers(1, 5),
)
def test_a_question_is_read_back_with_what_it_was_about(about: str, mark: str, more: list[str], option: int) -> None:
    event = Event("event", RESPONSE, {"FeedbackId": question_id(about, mark, *more), "OptionId": str(option)})
    assert touched(event) == Touch("answer", about, mark, option, tuple(more))


@given(st.text(max_size=60), st.integers(0, 9))
def test_whatever_else_is_told_is_nothing_of_ours(told: str, option: int) -> None:
    found = read(told, option)
    assert found is None or told.startswith(("svmr_", "svmr|"))


@pytest.mark.parametrize(
    "event",
    [
        press("svmr_join_", "pressed"),
        press("svmr_begin_"),
        press("svm_begin"),
        press("lights"),
        press("svmr_join_" + "a" * 250),
        Event("event", RESPONSE, {"FeedbackId": "svm|tag|join", "OptionId": "1"}),
        Event("event", RESPONSE, {"FeedbackId": "svmr|join|", "OptionId": "1"}),
        Event("event", RESPONSE, {"FeedbackId": "svmr|join|a", "OptionId": "11"}),
        Event("event", RESPONSE, {"FeedbackId": "svmr|join|a"}),
        Event("status", ACTION, {"WidgetId": "svmr_join_", "Type": "clicked"}),
        Event("lost", (), {}),
    ],
)
def test_others_buttons_and_half_events_are_no_touch(event: Event) -> None:
    assert touched(event) is None


@settings(max_examples=30)
@given(
    st.sampled_from(PROFILES),
    st.sampled_from(["sv", "en"]),
    MARKS,
    st.text(max_size=300),
    st.sampled_from(["", "10.00"]),
)
def test_every_software_takes_the_panel_whatever_the_unit_is_called(
    profile: str, language: str, mark: str, unit: str, time: str
) -> None:
    drawn = panel(Offer(time, (unit, unit), mark), language)  # type: ignore[arg-type]  # hypothesis knows texts
    xml = as_xml(drawn, profile)  # type: ignore[arg-type]  # as above
    assert ("svmr_join_" in xml) == bool(time)
    assert "svmr_help_" in xml


def test_a_conference_has_no_button_that_begins_as_ours() -> None:
    assert not hasattr(Desk, "svmr_")
    assert not any(widget_id(button, "").startswith("svm_") for button in BUTTONS)
