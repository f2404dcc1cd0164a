"""Texts and questions on a room's screen and panel."""

from rooms.endpoint import Capability, Prompt
from rooms.errors import BadParameter
from rooms.xapi.channel import Value
from rooms.xapi.session import Session


def alert(session: Session, title: str, text: str, seconds: int) -> None:
    """Show the text; 0 seconds lets it stay."""
    session.do(
        Capability.MESSAGES,
        ("UserInterface", "Message", "Alert", "Display"),
        {"Title": title, "Text": text, "Duration": seconds},
    )


def ask(session: Session, prompt: Prompt) -> None:
    """Show the question with its answers. Raises BadParameter for more than five of them."""
    session.do(Capability.MESSAGES, ("UserInterface", "Message", "Prompt", "Display"), _question(prompt))


def withdraw(session: Session, feedback_id: str) -> None:
    """Take the question with this id away; without an id it would be anybody's. Raises BadParameter for ""."""
    path = ("UserInterface", "Message", "Prompt", "Clear")
    session.need(Capability.MESSAGES)
    if not feedback_id:
        raise BadParameter("FeedbackId")
    session.do(Capability.MESSAGES, path, {"FeedbackId": feedback_id})


def set_widget(session: Session, widget_id: str, value: str) -> None:
    """Set a widget's value."""
    path = ("UserInterface", "Extensions", "Widget", "SetValue")
    session.do(Capability.MESSAGES, path, {"WidgetId": widget_id, "Value": value})


def _question(prompt: Prompt) -> dict[str, Value]:
    about: dict[str, Value] = {"Title": prompt.title, "Text": prompt.text, "FeedbackId": prompt.feedback_id}
    about |= {f"Option.{place}": option for place, option in enumerate(prompt.options, start=1)}
    return about | {"Duration": prompt.seconds} if prompt.seconds else about
