"""Leading people on to a meeting that is held elsewhere: which system it is, and the way there at this very moment.

What a link leads to is asked anew each time (decision 32): a region that takes a host off its list has taken it away
from meetings already booked too.
"""

from typing import Any, NamedTuple

from backend.clock import Clock, swedish_day
from backend.errors import Conflict, Text, Unavailable
from backend.meetings import links
from backend.meetings.models import Meeting
from backend.meetings.notices import Notice, notices, shown
from backend.profiles import Profile
from backend.video.conferences import Conferences
from backend.video.models import Conference, ConferenceState
from backend.video.service import Redirect, Role, ServiceError, ServiceRefused, ServiceUnavailable

Json = dict[str, Any]
_NOT_YET = Text(
    "Mötet förbereds. Din tid är kvar. Vänta en halv minut och tryck igen.",
    "The meeting is being prepared. Your appointment stands. Wait half a minute and press again.",
)
LINK_NOT_ALLOWED = Text(
    "Regionen godkänner inte längre systemet som länken går till. Bokningen är kvar, men ingen leds dit. Byt länk "
    "eller videotjänst i bokningen.",
    "The region no longer approves the system that the link leads to. The booking is kept, but nobody is led there. "
    "Change the link or the video service in the booking.",
)


class Place(NamedTuple):
    """Where a meeting is held, in words; `allowed` False when nobody is led there any more."""

    system: Text
    allowed: bool


class Handover:
    """Asks the region's list and the service. Writes nothing."""

    def __init__(self, clock: Clock, profile: Profile, conferences: Conferences) -> None:
        self._clock = clock
        self._profile = profile
        self._conferences = conferences

    def place(self, meeting: Meeting, conference: Conference) -> Place | None:
        """Return which system the meeting is held in; None when it is held in our own page."""
        can = self._conferences.capabilities(conference.service)
        if can.embedded:
            return None
        label = self._profile.service_text(conference.service).label
        if not can.by_link:
            return Place(label, allowed=True)
        row = links.leads_to(self._profile, meeting.type, conference.link or "", swedish_day(self._clock.now()))
        return Place(row.system, allowed=True) if row is not None else Place(label, allowed=False)

    def is_barred(self, meeting: Meeting, conference: Conference) -> bool:
        """Tell whether nobody is led to where the meeting is held any more."""
        place = self.place(meeting, conference)
        return place is not None and not place.allowed

    def told(self, meeting: Meeting, conference: Conference) -> Json:
        """Return what a meeting's body says of it: where it is held, and what can't be done there, JSON ready."""
        place = self.place(meeting, conference)
        found = list(notices(self._conferences.capabilities(conference.service), *([place.system] if place else [])))
        if place is not None and not place.allowed:
            found.insert(0, Notice("link-not-allowed", LINK_NOT_ALLOWED))
        return {
            "leads_to": {"sv": place.system.sv, "en": place.system.en} if place and place.allowed else None,
            "notices": shown(found),
        }

    def require_ready(self, conference: Conference) -> None:
        """Raise Conflict `not-open` while the service has not made the conference."""
        if conference.state != ConferenceState.READY or conference.reference is None:
            raise Conflict("not-open", _NOT_YET)

    def close(self, conference: Conference, person: str) -> None:
        """Let the way in that somebody had be none any more. Raises Unavailable when the service is away."""
        try:
            self._conferences.withdraw(conference, person)
        except ServiceError as away:
            raise Unavailable("service-unavailable") from away

    def way(self, meeting: Meeting, conference: Conference, role: Role, name: str = "", person: str = "") -> Redirect:
        """Return where to lead somebody now; `name` and `person` are told to a service that knows each of them.

        Raises Conflict (not-open while it is being prepared; link-not-allowed), Unavailable when the service is away.
        """
        place = self.place(meeting, conference)
        if place is None:
            raise Conflict("not-open", _NOT_YET)
        self.require_ready(conference)
        if not place.allowed:
            raise Conflict("link-not-allowed", LINK_NOT_ALLOWED if role == Role.HOST else None)
        try:
            entry = self._conferences.entry(conference, role, name, person)
        except ServiceRefused as refused:
            raise Conflict("not-open", _NOT_YET) from refused
        except ServiceUnavailable as soon:
            if soon.retry_after is None:
                raise Unavailable("service-unavailable") from soon
            # It answers, and says when: the conference is not to be had yet.
            raise Conflict("not-open", _NOT_YET) from soon
        except ServiceError as away:
            raise Unavailable("service-unavailable") from away
        can = self._conferences.capabilities(conference.service)
        # Where a service that reports is, the product's own settings say, which a demo alone may have without https.
        if not isinstance(entry, Redirect) or not (can.reports or entry.url.startswith("https://")):
            raise Conflict("link-not-allowed", LINK_NOT_ALLOWED if role == Role.HOST else None)
        if can.by_link and entry.url != conference.link:
            # Nobody is led anywhere but where the booker says now; the service has yet to hear of another link.
            raise Conflict("not-open", _NOT_YET)
        return entry
