"""What hosts do to people at a service that reports: it is asked first, and what it has done is then written down.

Where our own page holds the conference there is nobody to ask: our live state is all there is.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import NamedTuple

from backend.errors import Conflict, Text, Unavailable
from backend.video.models import Conference, Presence
from backend.video.service import (
    NO_HOST,
    SENDS_AWAY,
    Glimpse,
    HostControl,
    NothingDone,
    Order,
    ServiceRefused,
    ServiceUnavailable,
    VideoService,
)

_NO_SUCH_CALL = "no-such-call"

NOT_FROM_HERE = Text(
    "Det går inte att göra härifrån. Inget är ändrat. Gör det i fönstret där mötet hålls.",
    "This can't be done from here. Nothing has changed. Do it in the window where the meeting is held.",
)
_NO_CALL = Text(
    "Personen har lämnat samtalet. Inget är ändrat. Titta i deltagarlistan om några sekunder.",
    "The person has left the call. Nothing has changed. Look in the participant list in a few seconds.",
)
_NOT_DONE = Text(
    "Videotjänsten sa nej. Inget är ändrat. Gör det i fönstret där mötet hålls, och säg till supporten.",
    "The video service said no. Nothing has changed. Do it in the window where the meeting is held, and tell support.",
)
_NO_CHAT = Text(
    "Det går inte att skriva till den som väntar i det här mötet. Inget är skickat. Släpp in personen, eller ring.",
    "You can't write to somebody who waits in this meeting. Nothing was sent. Let the person in, or call them.",
)
_FULL = Text(
    "Mötet är fullt, och det här behöver en plats en kort stund. Inget är ändrat. Gör det i fönstret där mötet hålls.",
    "The meeting is full, and this needs a place for a moment. Nothing has changed. Do it in the window where the "
    "meeting is held.",
)
_NO_HOST = Text(
    "Ingen värd är inne i mötet. Inget är ändrat. Gå in i mötet och tryck igen.",
    "No host is in the meeting. Nothing has changed. Go into the meeting and press again.",
)
_NOBODY_LEADS = Text(
    "Ingen värd är inne i mötet. Ingen är insläppt. Gå in i mötet först, eller släpp in i fönstret där mötet hålls.",
    "No host is in the meeting. Nobody was let in. Go into the meeting first, or let people in where the meeting is "
    "held.",
)
_LET_IN = Text(
    "Du har just släppt in någon med samma länk. Ingen är bortkopplad. Titta i listan om några sekunder, och neka då "
    "den som fortfarande väntar.",
    "You have just let somebody in by the same link. Nobody is cut off. Look in the list in a few seconds, and then "
    "deny the one who still waits.",
)
_NO_ANSWER = Text(
    "Videotjänsten svarar inte. Kanske blev det gjort. Titta i listan och tryck igen om det behövs, eller gör det i "
    "fönstret där mötet hålls.",
    "The video service does not answer. Perhaps it was done. Look in the list and press again if needed, or do it in "
    "the window where the meeting is held.",
)
_NOT_TAKEN = Text(
    "Videotjänsten tar inte emot oss just nu. Inget är ändrat i samtalet. Gör det i fönstret där mötet hålls, och säg "
    "till supporten.",
    "The video service takes nothing from us now. Nothing has changed in the call. Do it in the window where the "
    "meeting is held, and tell support.",
)
_NOT_HUNG_UP = Text(
    "Samtalet är inte bortkopplat, men vägen in kan vara stängd. Koppla bort i fönstret där mötet hålls, och säg till "
    "supporten.",
    "The call is not hung up, but the way in may be shut. Hang up in the window where the meeting is held, and tell "
    "support.",
)
_REFUSALS: Mapping[str, Text] = MappingProxyType(
    {
        "not-supported": NOT_FROM_HERE,
        _NO_SUCH_CALL: _NO_CALL,
        "no-such-conference": _NO_CALL,
        "no-chat": _NO_CHAT,
        "full": _FULL,
        NO_HOST: _NO_HOST,
        "let-in": _LET_IN,
    }
)


class Wish(NamedTuple):
    """What a host has pressed: a `HostControl` by its word; `person` is our name for whom it is about."""

    action: str
    person: str = ""
    locked: bool = True
    on: bool = True
    text: str = ""


class PerhapsDone(Unavailable):
    """What was pressed may have been done, or some of it. `answer` is what the access log says of it."""

    def __init__(self, text: Text, answer: str) -> None:
        self.answer = answer
        super().__init__("service-unavailable", text)


class _NotHungUpError(ServiceUnavailable):
    """The way in has been shut, and for certain nobody was hung up."""


@contextmanager
def _said() -> Iterator[None]:
    """Say what a service's no, or its silence, means to whoever pressed."""
    try:
        yield
    except _NotHungUpError as half:
        raise PerhapsDone(_NOT_HUNG_UP, "not-hung-up") from half
    except NothingDone as held:
        raise Unavailable("service-unavailable", _NOT_TAKEN) from held
    except ServiceUnavailable as away:
        raise PerhapsDone(_NO_ANSWER, "lost") from away
    except ServiceRefused as refused:
        raise Conflict("not-open", _REFUSALS.get(refused.reason, _NOT_DONE)) from refused


class Controls:
    """Passes on what hosts ask for. Never call within a transaction: a service may take five seconds to answer."""

    def __init__(self, services: Mapping[str, VideoService]) -> None:
        self._services = services

    @property
    def any(self) -> bool:
        """Whether there is any service at all that reports."""
        return any(service.capabilities.reports for service in self._services.values())

    def passed_on(self, conference: Conference) -> bool:
        """Tell whether what hosts do in the conference is done by its service."""
        service = self._services.get(conference.service)
        return service is not None and service.capabilities.reports

    def do(self, conference: Conference, wish: Wish, presence: Presence | None = None) -> None:
        """Let the service do what was pressed, about the person who is `presence`; pressed again, nothing happens.

        Whoever is sent away loses their way in as well, and is gone also when the call was over already.
        Raises Conflict when the service says no, PerhapsDone when it does not answer or only the way in was shut, else
        Unavailable: then nothing was done. All say what to do now.
        """
        call = presence.call or "" if presence is not None else ""
        order = Order(HostControl(wish.action), call, wish.locked, wish.on, wish.text)
        with _said():
            self._do(self._services[conference.service], conference.reference or "", order, wish.person)

    def look(self, conference: Conference) -> Glimpse:
        """Let the service look at who is in. Raises as `do`."""
        self.require(conference, HostControl.HANDS)
        with _said():
            return self._services[conference.service].look(conference.reference or "")

    def require(self, conference: Conference, action: str) -> None:
        """Refuse what can't be done in the conference, by whomever. Raises Conflict."""
        service = self._services.get(conference.service)
        if service is None or action not in service.capabilities.host_controls:
            raise Conflict("not-open", NOT_FROM_HERE)

    def require_host(self, conference: Conference, *, host_in: bool) -> None:
        """Refuse to let anybody in, where that is done by a service, while no host is there. Raises Conflict.

        Patients would be alone with each other, and whoever let them in would not see them.
        """
        if self.passed_on(conference) and not host_in:
            raise Conflict("not-open", _NOBODY_LEADS)

    def _do(self, service: VideoService, reference: str, order: Order, person: str) -> None:
        if order.control not in service.capabilities.host_controls:
            raise ServiceRefused("not-supported")
        if order.control in SENDS_AWAY:
            _send_away(service, reference, order, person)
        else:
            service.command(reference, order)


def _send_away(service: VideoService, reference: str, order: Order, person: str) -> None:
    if order.call:
        # Else somebody whose call is not to be hung up would have no way back in.
        service.check(reference, order)
    service.withdraw(reference, person)
    if not order.call:
        # On the way there, and not heard of yet: without a way in nobody comes.
        return
    try:
        service.command(reference, order)
    except NothingDone as held:
        raise _NotHungUpError(held.retry_after) from held
    except ServiceRefused as refused:
        if refused.reason != _NO_SUCH_CALL:
            raise _NotHungUpError from refused
