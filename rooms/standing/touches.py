"""What people touched on the standing panel or answered to its questions, read from a room's events."""

from typing import Literal, NamedTuple

from rooms.endpoint import Event
from rooms.standing.panel import PREFIX

WATCHED = (
    ("Event", "UserInterface", "Message", "Prompt", "Response"),
    ("Event", "UserInterface", "Extensions", "Widget"),
    ("Status", "Call"),
)
POSTED = ("/Event/UserInterface/Message/Prompt/Response", "/Event/UserInterface/Extensions/Widget", "/Event/BootEvent")
BUTTONS = frozenset({"join", "unit", "help"})
_QUESTION = "svmr|"
_LONGEST = 255
_ABOUT = frozenset({"join", "unit", "which", "help", "call"})


class Touch(NamedTuple):
    """A press of a button, or the answer `option` to a question; `mark` is that of the panel or of the question.

    `more` is what else the button or the question was about: for those that enter a meeting, the `digest` of its way.
    """

    kind: Literal["press", "answer"]
    about: str
    mark: str
    option: int = 0
    more: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """What counts as the same thing told again."""
        return f"{self.kind}-{self.about}"


def touched(event: Event) -> Touch | None:
    """Return what an event tells; None for what has nothing to do with us, or nobody has such a button for."""
    if event.kind != "event":
        return None
    if event.path[-2:] == ("Widget", "Action") and event.values.get("Type", "").lower() == "clicked":
        return read(event.values.get("WidgetId", ""), 0)
    option = event.values.get("OptionId", "")
    if event.path[-2:] == ("Prompt", "Response") and option.isdecimal() and len(option) == 1:
        return read(event.values.get("FeedbackId", ""), int(option))
    return None


def read(told: str, option: int) -> Touch | None:
    """Return the touch of a widget (option 0) or of a question by its id; None for an id that is not one of ours."""
    if len(told) > _LONGEST:
        return None
    if option == 0:
        button, mark, meant = (*told.removeprefix(PREFIX).split("_", 2), "", "")[:3]
        more = (meant,) if meant else ()
        return Touch("press", button, mark, 0, more) if told.startswith(PREFIX) and button in BUTTONS else None
    if not told.startswith(_QUESTION):
        return None
    about, _, rest = told.removeprefix(_QUESTION).partition("|")
    mark, *others = rest.split("|")
    return Touch("answer", about, mark, option, tuple(others)) if about in _ABOUT and mark else None


def unknown(event: Event) -> bool:
    """Tell whether an event is a press of a button that is named as ours are, which no panel of ours has."""
    name = event.values.get("WidgetId", "")
    clicked = event.path[-2:] == ("Widget", "Action") and event.values.get("Type", "").lower() == "clicked"
    return event.kind == "event" and clicked and name.startswith(PREFIX) and touched(event) is None


def question_id(about: str, mark: str, *more: str) -> str:
    """Return the id of our question about this."""
    return _QUESTION + "|".join((about, mark, *more))
