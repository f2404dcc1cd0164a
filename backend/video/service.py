"""The port to video services: what each of them has to do for us, and what it may refuse.

A video service knows a conference (times, limit, lobby, protection). It never learns of a meeting or a patient, so
nothing here carries a subject, a name of somebody invited or a kind of care.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol
from urllib.parse import urlencode

from backend.config import PexipSettings
from backend.errors import VardmoteError

# Why a service does not do what needs a host who is in.
NO_HOST = "no-host"
# More than any system's link needs; browsers and other programs cut what is longer.
LINK_LENGTH = 2000


class ServiceError(VardmoteError):
    """A video service did not do what was asked."""


class ServiceUnavailable(ServiceError):
    """The service does not answer, or asks us to wait; try again in `retry_after` seconds (None: it didn't say)."""

    def __init__(self, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__("service unavailable")


class NothingDone(ServiceUnavailable):
    """The service could not even be asked, or took nothing from us: for certain nothing was done there."""


class ServiceRefused(ServiceError):
    """The service answered, and will give the same answer again. `reason` is a short code, never a person's data."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class HostControl(StrEnum):
    """What a host can do to people in a running conference."""

    ADMIT = "admit"
    DENY = "deny"
    MUTE = "mute"
    MUTE_GUESTS = "mute-guests"
    UNMUTE = "unmute"
    UNMUTE_GUESTS = "unmute-guests"
    REMOVE = "remove"
    LOCK = "lock"
    MAKE_HOST = "make-host"
    END = "end"
    NOTE = "note"
    HANDS = "hands"
    LOWER_HAND = "lower-hand"
    SPOTLIGHT = "spotlight"


# What ends somebody's way in too, and all who came by it with it, so that nobody is back a second later.
SENDS_AWAY = frozenset({HostControl.DENY, HostControl.REMOVE})


class Role(StrEnum):
    """As what somebody enters a conference."""

    HOST = "host"
    GUEST = "guest"


@dataclass(frozen=True)
class Capabilities:
    """What a service can do, as data, so that pages and rules never ask which service it is.

    `limits`: it keeps to the participant limit asked for; `protects`: to the protection. `by_link`: the meeting is held
    behind a link the booker gives, and we never know who is in it. `rooms`: a conference room can dial it. `reports`:
    people are led on to the service, each by an address of their own; it tells us who waits and who is in, and does
    what hosts ask, so that our live state follows it. One that is embedded doesn't report. `dials`: it can call an
    address from the conference; only one that reports does.
    """

    lobby: bool
    participant_limit: int | None
    embedded: bool
    host_controls: frozenset[HostControl]
    production: bool = True
    limits: bool = True
    protects: bool = True
    by_link: bool = False
    rooms: bool = False
    reports: bool = False
    dials: bool = False


@dataclass(frozen=True)
class ConferenceRequest:
    """A conference to have. `key` names it for good: the same key never gives a second one.

    `lobby` (guests are let in by a host) and `protected` (encryption is demanded) are asked of every service for every
    conference: what it makes of them its `Capabilities` say. `link` is the address the booker gave, for a service that
    is `by_link`; never shown where the request is. `pool` is whose rooms in advance it may have, a code that means
    nothing here; empty for nobody's.
    """

    key: str
    start: datetime
    end: datetime
    participant_limit: int | None
    lobby: bool
    protected: bool
    language: str
    link: str | None = field(default=None, repr=False)
    pool: str = ""


@dataclass(frozen=True)
class Embedded:
    """The conference is held in our own page; nobody is sent anywhere."""


@dataclass(frozen=True)
class Redirect:
    """The conference is held at the service; the browser is sent to `url`, which is never shown or logged.

    `pin` is what the service will ask this one person for, told to them beside the address and never in it. `off` are
    the parameters by which the address says that somebody comes with a device off, by what it is: camera, microphone.
    """

    url: str = field(repr=False)
    pin: str | None = field(default=None, repr=False)
    off: Mapping[str, str] = field(default_factory=dict)

    def without(self, devices: Collection[str]) -> str:
        """Return the address for somebody who comes with these devices off, as far as the service takes that."""
        asked = {name: "true" for device, name in self.off.items() if device in devices}
        return f"{self.url}&{urlencode(asked)}" if asked else self.url


@dataclass(frozen=True)
class RoomEntry:
    """Where a conference room dials to come to the conference: never shown to people, never logged."""

    number: str = field(repr=False)
    protocol: Literal["SIP", "H323"] = "SIP"


@dataclass(frozen=True)
class Order:
    """What a host wants done in a running conference, at a service that `reports`.

    `call` is the service's own id of the person's call, for what is done to one person. `locked` is for `LOCK` alone,
    and so is `on` for `SPOTLIGHT`; `text` is what is said to somebody who waits.
    """

    control: HostControl
    call: str = ""
    locked: bool = True
    on: bool = True
    text: str = field(default="", repr=False)


@dataclass(frozen=True)
class DialOut:
    """Whom to call from a conference, and how: a court, a room or a telephone by its gateway.

    `caller` is what they see of us: the unit's name, never a person's. `shown_as` is what they are called in the list;
    `tones` are pressed when they have answered: digits, `*`, `#`, and a comma for a pause of two seconds.
    """

    address: str = field(repr=False)
    caller: str
    shown_as: str = field(default="", repr=False)
    protocol: Literal["sip", "h323"] = "sip"
    tones: str = field(default="", repr=False)


@dataclass(frozen=True)
class Glimpse:
    """What a look into a running conference shows that the service does not tell of by itself.

    All by the service's own ids of calls: since when hands are up, who is spotlit, and whether cameras are on.
    """

    hands: Mapping[str, datetime] = field(default_factory=dict)
    spotlit: frozenset[str] = frozenset()
    cameras: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Means:
    """What services are made of beside the database and the clock; a service takes what it needs.

    `meeting_domain`: where rooms dial what is held here (None: nowhere). `secret`: the product's own, which nobody uses
    as it is; what is needed is derived from it, and `earlier` are those before it, newest first. `pexip`: how Pexip is
    reached; None where there is none.
    """

    meeting_domain: str | None = None
    secret: bytes = field(default=b"", repr=False)
    pexip: PexipSettings | None = None
    earlier: tuple[bytes, ...] = field(default=(), repr=False)


class NotConnectedError(VardmoteError):
    """The installation has no settings for a service, so it has no such service."""


class VideoService(Protocol):
    """One video service. Every method may raise `ServiceUnavailable` or `ServiceRefused`, and may be called again.

    None keeps its caller waiting: who speaks to another machine gives up after a deadline of its own, half a minute at
    most, and raises `ServiceUnavailable`, whatever became of the request there.
    """

    @property
    def code(self) -> str:
        """The service's name in the table of services, in profiles and over the API."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What the service can do; the same for as long as the process lives."""
        ...

    def create(self, request: ConferenceRequest) -> str:
        """Make the conference and return the service's reference to it; for a known key, the one already made."""
        ...

    def change(self, reference: str, request: ConferenceRequest) -> None:
        """Bring the conference in line with `request`. Raises `ServiceRefused` when there is no such conference."""
        ...

    def remove(self, reference: str) -> None:
        """Remove the conference; one that is already gone is no error."""
        ...

    def find(self, key: str) -> str | None:
        """Return the reference of what was made under `key`, or None: how a broken-off creation is cleaned up."""
        ...

    def references(self) -> Iterable[str]:
        """Return every conference of ours that the service holds, so that what nobody wants any more is found."""
        ...

    def occupied(self, reference: str) -> bool:
        """Tell whether anybody is in the conference now, as far as the service knows; False for one it doesn't have."""
        ...

    def entry(self, reference: str, role: Role, display_name: str, person: str = "") -> Embedded | Redirect:
        """Return how somebody gets into the conference. Raises `ServiceRefused` when there is no such conference.

        `person` is our opaque name for whoever it is, for a service that gives each a way in of their own. A guest who
        asks again gets the same one; a host may get a new one each time.
        """
        ...

    def withdraw(self, reference: str, person: str) -> None:
        """Let the person's way in be none any more; no error when there is none, or no such conference.

        Who is in already stays in: that is for `command`.
        """
        ...

    def check(self, reference: str, order: Order) -> None:
        """Raise the `ServiceRefused` that `command` would, as far as that is known here: nobody is asked for it."""
        ...

    def command(self, reference: str, order: Order) -> None:
        """Do what a host wants in the running conference. Doing again what is done is no error.

        Gives up after five seconds. Raises `ServiceRefused`: `not-supported` for a control that is not among
        `capabilities.host_controls` or at a service that doesn't report, `no-such-call`, `no-such-conference`. For what
        takes a place in the conference while it is done also `full` and `no-host`: it is never done without a host in;
        for `LOCK` also `no-host`, where only what runs can be locked: then nothing is locked when it begins, either;
        for `NOTE` also `no-chat`, when the person's app takes no messages; for `DENY` also `let-in`, when somebody by
        the same way in was let in a moment ago: then nobody is cut off.
        """
        ...

    def look(self, reference: str) -> Glimpse:
        """Look into the running conference (`HANDS`). Gives up after five seconds. Raises as `command` does."""
        ...

    def dial(self, reference: str, person: str, wanted: DialOut) -> str:
        """Call somebody from the running conference, and return the service's own id of the call, which rings then.

        `person` is our opaque name for whoever answers; by it the service reports them, and `withdraw` knows them. They
        come as a guest, to the lobby where the service has one, and don't keep a conference going that all have left.
        Not to be repeated blindly: a second call rings a second time. Gives up after five seconds. Raises
        `NothingDone` when it certainly does not ring, any other `ServiceUnavailable` when it may. Raises
        `ServiceRefused`: `not-supported` where `capabilities.dials` is not so, `bad-address`, `bad-tones`,
        `own-address` for one that leads to a conference of ours, `call-barred` by the service's own settings whatever
        the address, `not-dialled`, `no-such-conference`.
        """
        ...

    def room_entry(self, reference: str) -> RoomEntry | None:
        """Return where a conference room dials the conference; None when no room can, or there is no such conference.

        The same for as long as the conference stands. Answered from what is known here, as it is asked for many rooms
        at a time. Whoever dials comes as a guest, to the lobby where the service has one.
        """
        ...
