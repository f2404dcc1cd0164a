"""The port to a conference room's endpoint, whoever made it. What it can do is data, never found out by failing.

Times are aware datetimes, lengths whole minutes or seconds as named, volume 0 to 100. A method may raise any RoomError;
one whose capability is missing raises NotSupported without asking the room.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol


class Capability(StrEnum):
    """What an endpoint can do, over this driver, with this software, in this mode."""

    CALLS = "calls"  # dial, accept, reject, hang up, tones
    STANDBY = "standby"
    SOUND = "sound"  # volume, microphones
    PRESENTATION = "presentation"
    LAYOUT = "layout"
    CAMERA_PRESETS = "camera_presets"
    PANELS = "panels"
    MESSAGES = "messages"  # alerts, questions, texts on widgets
    BOOKINGS = "bookings"  # the whole list of one-button bookings can be written
    BOOKINGS_READ = "bookings_read"
    CONFIGURATION = "configuration"
    EVENTS = "events"  # heard on the connection itself
    FEEDBACK_SLOTS = "feedback_slots"  # posts events to an address of ours
    ANNOUNCE = "announce"  # we show up in the room as a control system


class Account(NamedTuple):
    """Who signs in. Exactly one of `password` and `key_file`; never printed."""

    user: str
    password: str | None = None
    key_file: str | None = None

    def __repr__(self) -> str:
        return f"Account({self.user!r})"


class Address(NamedTuple):
    """Where an endpoint is and how it is spoken to: `scheme` is a key of `rooms.drivers.DRIVERS`."""

    scheme: str
    host: str
    port: int


class Trust(Protocol):
    """Knows which key each address shows.

    A key is the SHA-256 of an SSH host key or of a TLS certificate, as OpenSSH writes it: "SHA256:" and base64.
    """

    def allows(self, address: Address, fingerprint: str) -> bool:
        """Tell whether the one at the address is the one we know; a first meeting is approved here, or not."""
        ...


@dataclass(frozen=True)
class Identity:
    """Which device it is. `software` is as the device writes it, for example "ce9.15.17.4" or "RoomOS 11.27.2.0"."""

    name: str
    product: str
    serial_number: str
    software: str
    profile: Literal["9.15", "11", "26"]
    teams_mode: bool


class CallState(StrEnum):
    """Where a call is. `OTHER` is a word that newer software may say."""

    DIALLING = "Dialling"
    RINGING = "Ringing"
    CONNECTING = "Connecting"
    EARLY_MEDIA = "EarlyMedia"
    CONNECTED = "Connected"
    ON_HOLD = "OnHold"
    DISCONNECTING = "Disconnecting"
    IDLE = "Idle"
    OTHER = "Other"


@dataclass(frozen=True)
class Call:
    """One call of the room. `number` and `display_name` tell of people: never logged."""

    call_id: str
    state: CallState
    direction: Literal["Incoming", "Outgoing", ""]
    answered: bool
    booking_id: str
    number: str = field(repr=False)
    display_name: str = field(repr=False)
    pin_wanted: bool = False


@dataclass(frozen=True)
class State:
    """How the room is now. `people` is None when it does not count; `presenting` is Off, Sending or Receiving.

    `elsewhere` tells that it is in a meeting of another service (Microsoft Teams Rooms) that is none of its calls.
    Doubt is told as danger: a call that cannot be read is a call (`CallState.OTHER`, perhaps without an id), and
    `auto_answer` is False only when the room says so.
    """

    standby: Literal["Off", "Halfwake", "Standby", "EnteringStandby", "Other"]
    calls: tuple[Call, ...]
    volume: int | None
    microphones_muted: bool | None
    presenting: str
    people: int | None
    auto_answer: bool
    elsewhere: bool = False


@dataclass(frozen=True)
class Diagnostic:
    """One thing the device says is wrong with it. `level` is its own word: Critical, Error, Warning, Info."""

    kind: str
    level: str
    text: str


@dataclass(frozen=True)
class Dial:
    """A call to make. `booking_id` is our own opaque id and comes back in the call; never a name."""

    number: str = field(repr=False)
    protocol: Literal["SIP", "H323"] = "SIP"
    booking_id: str = ""
    display_name: str = field(default="", repr=False)


@dataclass(frozen=True)
class Booking:
    """One entry to join by one press. `title` stands on a screen in a room: never a patient. Neither is ever logged."""

    booking_id: str
    title: str = field(repr=False)
    number: str = field(repr=False)
    start: datetime
    minutes: int
    protocol: Literal["SIP", "H323"] = "SIP"
    organiser: str = field(default="", repr=False)
    early_seconds: int = 300


@dataclass(frozen=True)
class Prompt:
    """A question on the panel with up to five answers; the answer comes as an event with `feedback_id`."""

    feedback_id: str
    title: str
    text: str
    options: tuple[str, ...]
    seconds: int = 0


@dataclass(frozen=True)
class FeedbackSlot:
    """Where the device posts what happens. `ok` is False when it has given up."""

    slot: int
    url: str = field(repr=False)
    expressions: tuple[str, ...] = ()
    ok: bool = True


class Event(NamedTuple):
    """Something that happened in the room, in the device's own words: ("CallDisconnect",), {"CallId": "2", …}.

    A change of status comes with the path below Status and its values flat ("Status": "Connected"; "id" of the list's
    item; "ghost": "True" when it is gone). `kind` is "event", "status", "configuration", or "lost" when the
    connection ended: nothing more comes. Values tell of people (who calls): printed are only their names.
    """

    kind: Literal["event", "status", "configuration", "lost"]
    path: tuple[str, ...]
    values: dict[str, str]

    def __repr__(self) -> str:
        return f"Event({self.kind!r}, {self.path!r}, {sorted(self.values)!r})"


# Called from the driver's own thread: take note and return at once.
Listener = Callable[[Event], None]


class Endpoint(Protocol):
    """One room's endpoint, connected."""

    def capabilities(self) -> frozenset[Capability]:
        """Return what it can do as connected now."""
        ...

    def identity(self) -> Identity:
        """Return which device it is; read once."""
        ...

    def state(self) -> State:
        """Return how the room is now, read anew."""
        ...

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what the device says is wrong with it."""
        ...

    def dial(self, call: Dial) -> str:
        """Begin the call and return its id. Not to be repeated after Lost without looking at `state`."""
        ...

    def accept(self, call_id: str) -> None:
        """Answer a call: only ever on the press of somebody in the room."""
        ...

    def reject(self, call_id: str) -> None:
        """Turn an incoming call away."""
        ...

    def hang_up(self, call_id: str) -> None:
        """End this call. One that is gone is no error."""
        ...

    def send_tones(self, call_id: str, tones: str) -> None:
        """Send 0–9, *, # and comma, at most 32."""
        ...

    def wake(self) -> None:
        """Wake the screens."""
        ...

    def sleep(self) -> None:
        """Let the room sleep."""
        ...

    def set_volume(self, level: int) -> None:
        """Set the loudspeakers, 0 to 100."""
        ...

    def mute_microphones(self, *, muted: bool) -> None:
        """Mute or open the room's microphones."""
        ...

    def present(self, source: int | None) -> None:
        """Share the source 1 to 5 with the call, or stop with None."""
        ...

    def set_layout(self, name: str) -> None:
        """Choose the layout the device knows by this name."""
        ...

    def layout(self) -> str:
        """Return the layout that is chosen now, as `set_layout` takes it; "" when the room does not tell."""
        ...

    def activate_camera_preset(self, preset: int) -> None:
        """Turn the camera to preset 1 to 35."""
        ...

    def alert(self, title: str, text: str, seconds: int = 10) -> None:
        """Show a text on screen and panel."""
        ...

    def ask(self, prompt: Prompt) -> None:
        """Ask the people in the room; the answer is an event."""
        ...

    def withdraw(self, feedback_id: str) -> None:
        """Take our question away, if it is still there; one of somebody else's stays."""
        ...

    def set_widget(self, widget_id: str, value: str) -> None:
        """Set a widget's value (texts, sliders and toggles; a button's text is part of its panel)."""
        ...

    def save_panel(self, panel_id: str, xml: str) -> None:
        """Save a panel under its id, in place of the one there."""
        ...

    def remove_panel(self, panel_id: str) -> None:
        """Take the panel away. One that is gone is no error."""
        ...

    def panels(self) -> tuple[str, ...]:
        """Return the ids of all panels on the device, ours and others'."""
        ...

    def put_bookings(self, bookings: Sequence[Booking]) -> None:
        """Replace the room's whole list. Whoever else writes it loses theirs: one writer for a room."""
        ...

    def bookings(self) -> tuple[Booking, ...]:
        """Return what the room has, as far as it tells.

        Doubt is told as taken: one whose times cannot be read lasts always, and one may be without an id.
        """
        ...

    def configuration(self, path: tuple[str, ...]) -> str:
        """Return one setting."""
        ...

    def configure(self, path: tuple[str, ...], value: str | int) -> None:
        """Set one setting."""
        ...

    def feedback_slots(self) -> tuple[FeedbackSlot, ...]:
        """Return where the device posts its events now."""
        ...

    def post_feedback(self, slot: FeedbackSlot) -> None:
        """Let the device post its events to the slot's address; also wakes one that has given up."""
        ...

    def announce(self, name: str, serial_number: str, *, seconds: int) -> None:
        """Show up as a control system, known to be there for so many seconds; repeat to stay."""
        ...

    def watch(self, paths: Sequence[tuple[str, ...]], listener: Listener) -> Callable[[], None]:
        """Hear what happens at the paths (("Status", "Call"), ("Event", "UserInterface")); return what ends it."""
        ...

    def close(self) -> None:
        """End the session in the room. May be called again."""
        ...
