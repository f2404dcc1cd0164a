"""The port to video services: what each of them has to do for us, and what it may refuse.

A video service knows a conference (times, limit, lobby, protection). It never learns of a meeting or a patient, so
nothing here carries a subject, a name of somebody invited or a kind of care.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from backend.errors import VardmoteError

# More than any system's link needs; browsers and other programs cut what is longer.
LINK_LENGTH = 2000


class ServiceError(VardmoteError):
    """A video service did not do what was asked."""


class ServiceUnavailable(ServiceError):
    """The service does not answer, or asks us to wait; try again in `retry_after` seconds (None: it didn't say)."""

    def __init__(self, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__("service unavailable")


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
    REMOVE = "remove"
    LOCK = "lock"
    MAKE_HOST = "make-host"
    END = "end"


class Role(StrEnum):
    """As what somebody enters a conference."""

    HOST = "host"
    GUEST = "guest"


@dataclass(frozen=True)
class Capabilities:
    """What a service can do, as data, so that pages and rules never ask which service it is.

    `limits`: it keeps to the participant limit asked for; `protects`: to the protection. `by_link`: the meeting is held
    behind a link the booker gives, and we never know who is in it.
    """

    lobby: bool
    participant_limit: int | None
    embedded: bool
    host_controls: frozenset[HostControl]
    dial_in: bool = False
    production: bool = True
    limits: bool = True
    protects: bool = True
    by_link: bool = False


@dataclass(frozen=True)
class ConferenceRequest:
    """A conference to have. `key` names it for good: the same key never gives a second one.

    `link` is the address the booker gave, for a service that is `by_link`; never shown where the request is.
    """

    key: str
    start: datetime
    end: datetime
    participant_limit: int | None
    lobby: bool
    protected: bool
    language: str
    link: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Embedded:
    """The conference is held in our own page; nobody is sent anywhere."""


@dataclass(frozen=True)
class Redirect:
    """The conference is held at the service; the browser is sent to `url`, which is never shown or logged."""

    url: str = field(repr=False)


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

    def entry(self, reference: str, role: Role, display_name: str) -> Embedded | Redirect:
        """Return how somebody gets into the conference. Raises `ServiceRefused` when there is no such conference."""
        ...
