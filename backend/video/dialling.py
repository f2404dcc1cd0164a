"""Calling somebody into a conference: they are in the list from the press on, so that one press calls once."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.errors import Conflict, Invalid, NotFound, Refused, SlowDown, Text, Unavailable
from backend.jobs import JobQueue
from backend.storage import new_id
from backend.video import people
from backend.video.bearers import GUEST, digest, mint
from backend.video.controls import NOT_FROM_HERE
from backend.video.live import Live
from backend.video.lobby import ABSENT_SECONDS
from backend.video.models import Conference, ConferenceState, Presence, PresenceState
from backend.video.reports import CALLED, kind_of
from backend.video.service import DialOut, NothingDone, Role, ServiceRefused, ServiceUnavailable, VideoService
from backend.video.stage import ABSENT

NOT_DIALLED = "not-dialled"
# Of who is being called, while nobody knows whether it rings.
UNTOLD = "untold"
# More at once, or in an hour, is no host who looks for a court.
MOST_RINGING, MOST_IN_AN_HOUR = 3, 20
_HOUR = timedelta(hours=1)

MAY_RING = Text(
    "Samtalet är borta ur listan, men videotjänsten har inte sagt om det ringer. Vi lägger på så snart den gör det. "
    "Titta i listan en stund, och ring inte igen än.",
    "The call is gone from the list, but the video service has not said whether it rings. We hang up as soon as it "
    "does. Keep an eye on the list, and don't call again yet.",
)
_HOST_FIRST = Text(
    "Ingen värd är inne i mötet. Ingen är uppringd. Gå in i mötet först och ring sedan.",
    "No host is in the meeting. Nobody was called. Go into the meeting first, and then call.",
)
_LOCKED = Text(
    "Mötet är låst. Ingen är uppringd. Lås upp mötet och ring sedan.",
    "The meeting is locked. Nobody was called. Unlock the meeting, and then call.",
)
_TOO_OFTEN = Text(
    "Du har ringt många gånger. Ingen mer är uppringd. Vänta tills någon har svarat, eller försök om en stund.",
    "You have called many times. Nobody more was called. Wait until somebody has answered, or try again in a while.",
)
_NOT_DIALLED = Text(
    "Det gick inte att ringa. Ingen är uppringd. Kontrollera adressen, eller ring från fönstret där mötet hålls.",
    "The call could not be made. Nobody was called. Check the address, or call from the window of the meeting.",
)
_CALLS_NOT_TAKEN = Text(
    "Videotjänsten tar inte emot oss just nu. Ingen är uppringd. Ring från fönstret där mötet hålls, och säg till "
    "supporten.",
    "The video service takes nothing from us now. Nobody was called. Call from the window of the meeting, and tell "
    "support.",
)
_PERHAPS_RINGS = Text(
    "Videotjänsten svarar inte. Kanske ringer det hos den du vill nå. Titta i listan innan du ringer igen.",
    "The video service does not answer. Perhaps it rings. Look in the list before you call again.",
)
_BAD_ADDRESS = Text(
    "Adressen går inte att ringa. Ingen är uppringd. Skriv den som namn@domän, utan blanksteg.",
    "This address can't be called. Nobody was called. Write it as name@domain, without blanks.",
)
_OWN_ADDRESS = Text(
    "Adressen leder till ett av våra egna möten. Ingen är uppringd. Bjud in den du vill nå i stället.",
    "This address leads to a meeting of our own. Nobody was called. Invite whom you want to reach instead.",
)
_CALL_BARRED = Text(
    "Regionens videotjänst släpper inte fram samtalet. Ingen är uppringd. Det beror på en inställning där, inte på "
    "adressen eller numret: säg till supporten, och skicka möteslänken i stället.",
    "The region's video service does not let the call through. Nobody was called. It is a setting there, not the "
    "address or the number: tell support, and send the meeting's link instead.",
)
_REFUSALS: Mapping[str, Callable[[], Refused]] = MappingProxyType(
    {
        "not-supported": lambda: Conflict("not-dialled", NOT_FROM_HERE),
        "bad-address": lambda: Invalid("bad-address", _BAD_ADDRESS),
        "bad-tones": lambda: Invalid("bad-address", _BAD_ADDRESS),
        "own-address": lambda: Invalid("own-address", _OWN_ADDRESS),
        "call-barred": lambda: Conflict("not-dialled", _CALL_BARRED),
    }
)


class Dialling:
    """Whom hosts call, as our list has them until the service tells. All but `dial` work in a caller's transaction."""

    def __init__(self, jobs: JobQueue, clock: Clock, live: Live, services: Mapping[str, VideoService]) -> None:
        self._jobs = jobs
        self._clock = clock
        self._live = live
        self._services = services

    def begin(self, session: Session, conference: Conference, person: str, name: str) -> None:
        """Show somebody as called, before the service is asked. `person` is a name by `reports.outsider` (`CALLED`).

        Whoever rings takes a place of the limit. Raises Conflict (not-open) when no host is in or the meeting is
        locked, SlowDown, Invalid `limit-exceeded`.
        """
        there = people.everybody(session, conference.id)
        if conference.state != ConferenceState.READY or not people.has_host(session, conference.id):
            raise Conflict("not-open", _HOST_FIRST)
        if conference.locked:
            raise Conflict("not-open", _LOCKED)
        called = [each for each in there if kind_of(each.person) == CALLED]
        ringing = [each for each in called if each.state == PresenceState.COMING]
        lately = [each for each in called if each.since > self._clock.now() - _HOUR]
        if len(ringing) >= MOST_RINGING or len(lately) >= MOST_IN_AN_HOUR:
            raise SlowDown("slow-down", _TOO_OFTEN)
        limit = conference.participant_limit
        if limit is not None and people.in_count(session, conference.id) + len(ringing) >= limit:
            raise Invalid("limit-exceeded", _full(limit))
        now = self._clock.now()
        presence = Presence(
            id=new_id("q"),
            conference_id=conference.id,
            person=person,
            display_name=name,
            role=Role.GUEST,
            state=PresenceState.COMING,
            since=now,
            # A bearer nobody has.
            token_hash=digest(mint(GUEST)),
        )
        people.add(session, presence)
        session.flush()
        due = now + timedelta(seconds=ABSENT_SECONDS)
        self._jobs.put(session, ABSENT, presence.id, {"presence": presence.id}, run_at=due)
        self._live.tell(session, conference.id)

    def dial(self, conference: Conference, person: str, wanted: DialOut) -> str:
        """Let the service call somebody, and return its id of the call. `person` is our name for whoever answers.

        Never call within a transaction: a service may take five seconds to answer. Raises Conflict or Invalid when
        nobody was called, and Unavailable when it may ring all the same.
        """
        try:
            return self._services[conference.service].dial(conference.reference or "", person, wanted)
        except NothingDone as held:
            raise Conflict("not-dialled", _CALLS_NOT_TAKEN) from held
        except ServiceUnavailable as away:
            raise Unavailable("service-unavailable", _PERHAPS_RINGS) from away
        except ServiceRefused as refused:
            made = _REFUSALS.get(refused.reason, lambda: Conflict("not-dialled", _NOT_DIALLED))
            raise made() from refused

    def began(self, session: Session, conference_id: str, person: str, call: str) -> None:
        """Note the service's id of the call that rings; if they are out by now, it is hung up. Raises NotFound."""
        presence = self._called(session, conference_id, person)
        presence.call = call
        if presence.state not in (PresenceState.COMING, *people.HERE):
            # Whatever fails, until the service has answered: nobody sees that it rings.
            self._live.end_call(session, presence)

    def untold(self, session: Session, conference_id: str, person: str) -> None:
        """Note that no id came: it may ring, and nobody knows which call it is. Raises NotFound."""
        presence = self._called(session, conference_id, person)
        if presence.state == PresenceState.COMING and presence.call is None:
            presence.reason = UNTOLD

    def is_untold(self, session: Session, conference_id: str, person: str) -> bool:
        """Tell whether it may ring for somebody by a call that the service has not told of."""
        presence = people.find(session, conference_id, person)
        return presence is not None and (presence.state, presence.reason) == (PresenceState.COMING, UNTOLD)

    def failed(self, session: Session, conference_id: str, person: str) -> None:
        """Note that nobody was called after all. Raises NotFound."""
        self._live.not_coming(session, self._called(session, conference_id, person), NOT_DIALLED)

    def _called(self, session: Session, conference_id: str, person: str) -> Presence:
        presence = people.find(session, conference_id, person)
        if presence is None:
            raise NotFound("not-found")
        return presence


def _full(limit: int) -> Text:
    return Text(
        f"Mötet är fullt ({limit} deltagare, med dem som rings upp). Ingen är uppringd. Ring när någon har lämnat.",
        f"The meeting is full ({limit} participants, with those being called). Nobody was called. Call when somebody "
        "has left.",
    )
