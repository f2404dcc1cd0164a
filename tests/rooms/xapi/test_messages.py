import pytest

from rooms.endpoint import Prompt
from rooms.errors import BadParameter
from rooms.xapi import messages
from tests.rooms.xapi.scripted import session


def test_a_question_has_its_answers_in_order() -> None:
    room, line = session()
    messages.ask(room, Prompt("f1", "MDK", "Starta nu?", ("Ja", "Nej"), seconds=30))
    assert line.said == [
        (
            "UserInterface Message Prompt Display",
            {
                "Title": "MDK",
                "Text": "Starta nu?",
                "FeedbackId": "f1",
                "Option.1": "Ja",
                "Option.2": "Nej",
                "Duration": 30,
            },
            None,
        )
    ]


def test_texts_are_shown_and_widgets_set() -> None:
    room, line = session()
    messages.alert(room, "MDK", "Alla är med", 0)
    messages.set_widget(room, "svm_text", "Alla är med")
    assert [said[1] for said in line.said] == [
        {"Title": "MDK", "Text": "Alla är med", "Duration": 0},
        {"WidgetId": "svm_text", "Value": "Alla är med"},
    ]


def test_only_our_own_question_is_taken_away() -> None:
    room, line = session()
    messages.withdraw(room, "f1")
    with pytest.raises(BadParameter, match="FeedbackId"):
        messages.withdraw(room, "")
    assert line.said == [("UserInterface Message Prompt Clear", {"FeedbackId": "f1"}, None)]


def test_six_answers_long_texts_and_long_ids_are_refused_before_anything_is_sent() -> None:
    room, line = session()
    with pytest.raises(BadParameter, match=r"Option\.6"):
        messages.ask(room, Prompt("f1", "", "?", tuple("123456")))
    with pytest.raises(BadParameter, match="Text"):
        messages.alert(room, "", "å" * 128, 10)
    with pytest.raises(BadParameter, match="WidgetId"):
        messages.set_widget(room, "w" * 41, "x")
    assert line.said == []
