"""What the rooms of one conference share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rooms.conference.desk import Touch
from rooms.conference.messages import Action, Message
from rooms.conference.plan import Plan
from rooms.conference.state import Course
from rooms.conference.words import Language


class Conference(Protocol):
    """What a room's thread needs of its conference. All of it returns at once, whoever asks."""

    @property
    def course(self) -> Course:
        """How the conference stands, as it is written down."""
        ...

    def stands(self, action: Action) -> bool:
        """Tell whether the action may still be begun."""
        ...

    def tell(self, message: Message) -> object:
        """Take note of what happened."""
        ...

    def touch(self, site_id: str, touch: Touch, language: Language) -> None:
        """Take note of what somebody pressed."""
        ...


@dataclass(frozen=True)
class Setup:
    """The plan, the conference and the time. `pauses`: seconds between tries to reach a room."""

    plan: Plan
    conference: Conference
    now: Callable[[], datetime]
    pauses: Sequence[float]
