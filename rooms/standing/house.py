"""What the standing panel of a room asks the product behind it, and what is said between them."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal, NamedTuple, Protocol, TypeAlias

from rooms.endpoint import Endpoint
from rooms.errors import RoomError
from rooms.standing.panel import Name, Offer
from rooms.standing.rule import Standing, Way
from rooms.standing.touches import Touch

Stage: TypeAlias = Literal["asking", "dialling", "connected", "declined", "busy", "failed", "ended"]


class Passed(Enum):
    """Whether a touch counts."""

    YES = "yes"
    TWICE = "twice"  # the same, told again
    STALE = "stale"  # of a panel or a question that is no more


@dataclass(frozen=True)
class Ringing:
    """A host's call to the room, as it stands: who calls as unit and role, never a person."""

    call_id: str
    way: Way
    unit: Name
    role: str
    stage: str
    asked_at: datetime


class Wanted(NamedTuple):
    """What the room's panel offers now, and the calls to it that are open."""

    offer: Offer = Offer()
    calls: tuple[Ringing, ...] = ()


class House(Protocol):
    """What the panel asks the product. All of it may be slow and may raise; nothing of it names a person."""

    def now(self) -> datetime:
        """Return the time."""
        ...

    def standing(self, room_id: str) -> Standing:
        """Return what the room's people can dial, read anew."""
        ...

    def passes(self, room_id: str, touch: Touch, *, posted: bool) -> Passed:
        """Let each touch through once, whichever process and however often it hears of it; who is refused is noted."""
        ...

    def unknown(self, room_id: str) -> None:
        """Hear that a button was pressed that is named as ours are, and that nobody has."""
        ...

    def mark(self, room_id: str, of: Literal["panel", "question"]) -> str:
        """Return a new mark of the room's panel or question, in place of the last."""
        ...

    def became(self, call_id: str, stage: Stage, reason: str = "") -> bool:
        """Write down where a host's call is; False when it can't come there from where it is: others were first."""
        ...

    def entering(self, room_id: str, way: Way) -> None:
        """Hear that the room is about to dial there."""
        ...

    def case(self, room_id: str, problem: str) -> bool:
        """Open a support case; False when it could not be saved."""
        ...

    def post_to(self, room_id: str) -> None:
        """See that the room posts what is touched to us. Raises RoomError."""
        ...

    def stands(self, room_id: str, room: Endpoint | None, fault: RoomError | None) -> None:
        """Hear that the room was reached, or why not."""
        ...
