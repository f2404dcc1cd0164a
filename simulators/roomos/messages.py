"""Texts and questions on the screen and the panel; answers are events (roomos 2, UserInterface Message)."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulators.roomos.machine import Machine
from simulators.roomos.order import Handlers, Order
from simulators.roomos.tree import Branch

if TYPE_CHECKING:
    from simulators.roomos.clock import Cancels

_OPTIONS = tuple(f"Option.{number}" for number in range(1, 6))


@dataclass(frozen=True)
class Message:
    """What stands there now. `options` are a question's answers by their number."""

    text: str = field(repr=False)
    title: str = field(default="", repr=False)
    feedback_id: str = ""
    options: dict[int, str] = field(default_factory=dict, repr=False)
    kind: str = ""  # of a text to be typed: SingleLine, Numeric, Password, PIN
    placeholder: str = ""


class Slot:
    """The place of one kind of message: one at a time, gone by itself after its time."""

    def __init__(self, machine: Machine, event: str) -> None:
        self.message: Message | None = None
        self._machine = machine
        self._event = event
        self._timer: Cancels | None = None

    def show(self, order: Order) -> Branch:
        """Show it, in place of what stands there."""
        self._stop()
        options = {number: order.text(name) for number, name in enumerate(_OPTIONS, 1) if name in order.values}
        self.message = Message(
            order.text("Text"),
            order.text("Title"),
            order.text("FeedbackId"),
            options,
            order.text("InputType"),
            order.text("Placeholder"),
        )
        seconds = order.number("Duration")
        if seconds:  # 0 stays
            self._timer = self._machine.later(seconds, self.remove)
        return {}

    def clear(self, order: Order) -> Branch:
        """Take it away; one with another FeedbackId stays."""
        wanted = order.text("FeedbackId")
        if self.message is not None and wanted in {"", self.message.feedback_id}:
            self.remove()
        return {}

    def remove(self) -> None:
        """Take it away, and say so."""
        self._stop()
        gone, self.message = self.message, None
        if gone is not None:
            self._machine.happen(self._event, {"FeedbackId": gone.feedback_id})

    def answered(self, order: Order) -> Message:
        """Take it away because somebody answered, and return it. Raises Failed when nothing like it stands there."""
        message, wanted = self.message, order.text("FeedbackId")
        if message is None or wanted not in {"", message.feedback_id}:
            raise order.failed("Nothing is displayed that this answers")
        self._stop()
        self.message = None
        return message

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Messages:
    """All that one endpoint shows and asks."""

    def __init__(self, machine: Machine) -> None:
        self.prompt = Slot(machine, "UserInterface Message Prompt Cleared")
        self.alert = Slot(machine, "UserInterface Message Alert Cleared")
        self.text_input = Slot(machine, "UserInterface Message TextInput Clear")
        self.text_line = Slot(machine, "UserInterface Message TextLine Clear")
        self._machine = machine
        begin = "UserInterface Message"
        self.handlers: Handlers = {
            f"{begin} Prompt Display": self.prompt.show,
            f"{begin} Prompt Clear": self.prompt.clear,
            f"{begin} Prompt Response": self._chosen,
            f"{begin} Alert Display": self.alert.show,
            f"{begin} Alert Clear": self.alert.clear,
            f"{begin} TextInput Display": self.text_input.show,
            f"{begin} TextInput Clear": self.text_input.clear,
            f"{begin} TextInput Response": self._typed,
            f"{begin} TextLine Display": self.text_line.show,
            f"{begin} TextLine Clear": self.text_line.clear,
        }

    def forget(self) -> None:
        """Lose all, as over a restart."""
        for slot in (self.prompt, self.alert, self.text_input, self.text_line):
            slot.remove()

    def _chosen(self, order: Order) -> Branch:
        option, message = order.number("OptionId"), self.prompt.message
        if message is not None and option not in message.options:
            raise order.failed("No such option is displayed")
        asked = self.prompt.answered(order)
        self._machine.happen(
            "UserInterface Message Prompt Response", {"FeedbackId": asked.feedback_id, "OptionId": option}
        )
        return {}

    def _typed(self, order: Order) -> Branch:
        asked = self.text_input.answered(order)
        self._machine.happen(
            "UserInterface Message TextInput Response",
            {"FeedbackId": asked.feedback_id, "Text": order.text("Text")},
        )
        return {}
