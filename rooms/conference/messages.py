"""What happens to a conference, and what is to be done about it."""

from dataclasses import dataclass
from enum import StrEnum

from rooms.conference.state import AsFound


@dataclass(frozen=True)
class Seen:
    """A call as the room shows it. `ours`: it carries this conference's tag."""

    call_id: str
    ours: bool
    connected: bool
    pin_wanted: bool = False


class Press(StrEnum):
    """What somebody can press, on a panel or on the plan's page."""

    BEGIN = "begin"
    JOIN = "join"  # in the room itself: yes to the question, or late
    DECLINE = "decline"  # in the room itself: no to the question, or hanging up
    SKIP = "skip"
    RETRY = "retry"
    NEXT = "next"
    PREVIOUS = "previous"
    END = "end"


@dataclass(frozen=True)
class Pressed:
    """Somebody pressed. `press_id` is the same when it is told twice. `site_id` is whom it is about.

    `here`: whoever pressed stands in that room, at its panel. A press elsewhere is no yes of the people in it.
    """

    press_id: str
    press: Press
    site_id: str
    here: bool = True


@dataclass(frozen=True)
class Looked:
    """The room's state, as it was asked for in this turn.

    `booked`: a booking of others' is going on in it. `answers_alone`: it takes calls without its people.
    """

    site_id: str
    turn: int
    calls: tuple[Seen, ...]
    booked: bool = False
    answers_alone: bool = False
    found: AsFound | None = None


@dataclass(frozen=True)
class NoContact:
    """What this turn asked of the room got no answer: whether it was done is not known."""

    site_id: str
    turn: int


@dataclass(frozen=True)
class Dialled:
    """The room took the number and has begun a call."""

    site_id: str
    turn: int
    call_id: str


@dataclass(frozen=True)
class DialRefused:
    """The room did not take it: there is no call. `reason` is a code, never a number or name."""

    site_id: str
    turn: int
    reason: str


@dataclass(frozen=True)
class CallChanged:
    """The room told of a call by itself."""

    site_id: str
    call: Seen
    gone: bool = False
    reason: str = ""


@dataclass(frozen=True)
class HasLeft:
    """The room has hung up what it was told to, and is as it was found."""

    site_id: str
    turn: int


@dataclass(frozen=True)
class LineLost:
    """The held connection to the room is gone."""

    site_id: str


@dataclass(frozen=True)
class LineBack:
    """The room is held again; what happened meanwhile is not known."""

    site_id: str


@dataclass(frozen=True)
class Tick:
    """Time has passed."""


@dataclass(frozen=True)
class Resumed:
    """A new controller has taken the conference up; nothing it had under way is known."""


Message = (
    Pressed | Looked | NoContact | Dialled | DialRefused | CallChanged | HasLeft | LineLost | LineBack | Tick | Resumed
)


@dataclass(frozen=True)
class Look:
    """Read the room's calls and what is booked in it now; answer with Looked or NoContact."""

    site_id: str
    turn: int


@dataclass(frozen=True)
class Ask:
    """Wake the room and put the question to its people; an answer is Pressed JOIN or DECLINE."""

    site_id: str
    turn: int


@dataclass(frozen=True)
class Dial:
    """Set camera and layout, and dial; answer with Dialled, DialRefused or NoContact."""

    site_id: str
    turn: int


@dataclass(frozen=True)
class Tones:
    """Send the code that the conference asks for."""

    site_id: str
    call_id: str


@dataclass(frozen=True)
class Share:
    """Share the presenter's high-resolution source."""

    site_id: str


@dataclass(frozen=True)
class Leave:
    """Hang up exactly these calls, take our question away, put the room back; answer with HasLeft or NoContact.

    With `restore` false the room is somebody else's now: nothing but the calls is touched. `found`: how it was;
    `shared`: we let it share its presenter's picture, which is to end.
    """

    site_id: str
    turn: int
    call_ids: tuple[str, ...]
    restore: bool = True
    found: AsFound | None = None
    shared: bool = False


# Those of one room are done one at a time, in order. One whose turn is no longer the site's is not begun.
Action = Look | Ask | Dial | Tones | Share | Leave
