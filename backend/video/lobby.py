"""The lobby: everybody who is not a host waits here until a host says yes or no."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.errors import Conflict, Invalid, Text
from backend.storage import new_id
from backend.video import people, withdrawal
from backend.video.models import Conference, Presence, PresenceState
from backend.video.reports import SECOND, is_second_of, kind_of
from backend.video.service import Role
from backend.video.stage import ABSENT, HOST_LEFT, LOST, LOST_JOB, NO_HOST, Stage, not_here
from backend.video.withdrawal import Withdrawal

# A page opens its event stream within a moment of joining; one that never does is not there any more.
FIRST_STREAM_SECONDS = 120
# Whoever was led on and has not come there within this time has turned back.
ABSENT_SECONDS = 600
NOTE_LENGTH = 300
# For so long after their call has ended of itself, whoever was made a host may come back as one.
LEADS_AGAIN = timedelta(minutes=2)
# How a call ends of itself; who was put out is not let back.
OF_ITSELF = frozenset({"left", LOST})

_LOCKED = Text(
    "Mötet är låst. Personen väntar kvar. Lås upp mötet om du vill släppa in någon.",
    "The meeting is locked. The person is still waiting. Unlock the meeting to let somebody in.",
)
_NOT_WAITING = Text(
    "Personen väntar inte längre i lobbyn. Inget är ändrat. Titta i deltagarlistan.",
    "The person is no longer waiting in the lobby. Nothing has changed. Look in the participant list.",
)


@dataclass(frozen=True)
class Arrival:
    """Somebody who comes: who it is, what to call them, what is switched on, and the bearer they will act with."""

    person: str
    display_name: str
    camera: bool
    microphone: bool
    token_hash: str


class Lobby(Stage):
    """Waiting, and being let in or not."""

    def wait(self, session: Session, conference: Conference, arrival: Arrival, *, resume: bool = False) -> Presence:
        """Let somebody wait. A person who comes again takes the place of their earlier page.

        With `resume` (the caller showed the earlier page's own bearer) somebody who is in stays in. Without it they
        wait again: a link alone never gets anybody past the lobby.
        """
        people.everybody(session, conference.id)
        presence = people.find(session, conference.id, arrival.person)
        if presence is None:
            presence = self._new(conference, arrival, Role.GUEST)
            people.add(session, presence)
        elif not (resume and presence.state == PresenceState.IN):
            was_host_in = (presence.role, presence.state) == (Role.HOST, PresenceState.IN)
            if presence.state != PresenceState.WAITING:
                presence.since = self._clock.now()
            presence.role, presence.state, presence.reason = Role.GUEST, PresenceState.WAITING, ""
            presence.hand_since, presence.muted, presence.spotlit = None, False, False
            session.flush()
            if was_host_in:
                self._host_gone(session, conference, HOST_LEFT)
        self._arrive(session, presence, arrival)
        return presence

    def come(
        self, session: Session, conference: Conference, arrival: Arrival, role: Role, *, resume: bool = False
    ) -> Presence:
        """Note that somebody is led on to a service that reports: from there on it tells where they are.

        With `resume` (the caller showed the earlier page's own bearer, or is the host) somebody the service has told of
        stays where they are, and a guest who was made host, and left a moment ago, is on the way as the host they were:
        `since` is then when they left. A host counts towards the limit, and nobody's second call does to them: raises
        Invalid `limit-exceeded`.
        """
        people.everybody(session, conference.id)
        presence = people.find(session, conference.id, arrival.person)
        is_there = presence is not None and presence.state in people.HERE and resume
        if role == Role.HOST and not is_there:
            inside = people.those(session, conference.id, PresenceState.IN)
            self._room_for_one(session, conference, sum(kind_of(each.person) == SECOND for each in inside))
        if presence is None:
            presence = self._new(conference, arrival, role)
            people.add(session, presence)
        if not is_there:
            was_host_in = (presence.role, presence.state) == (Role.HOST, PresenceState.IN)
            if not resume:
                self._part_from_call(session, presence)
            if not (resume and role == Role.GUEST and self._leads_again(presence)):
                presence.role, presence.since = role, self._clock.now()
            presence.state, presence.reason = PresenceState.COMING, ""
            presence.hand_since, presence.muted, presence.note, presence.spotlit = None, False, "", False
            session.flush()
            if was_host_in:
                self._host_gone(session, conference, HOST_LEFT)
        presence.display_name, presence.token_hash, presence.stream = arrival.display_name, arrival.token_hash, None
        session.flush()
        due = self._clock.now() + timedelta(seconds=ABSENT_SECONDS)
        self._jobs.put(session, ABSENT, presence.id, {"presence": presence.id}, run_at=due)
        self.tell(session, conference.id)
        return presence

    def _leads_again(self, presence: Presence) -> bool:
        has_left = presence.state == PresenceState.LEFT and presence.reason in OF_ITSELF
        is_host = presence.role == Role.HOST and (has_left or presence.state == PresenceState.COMING)
        return is_host and self._clock.now() < presence.since + LEADS_AGAIN

    def _part_from_call(self, session: Session, presence: Presence) -> None:
        # Whoever has only the link takes the place, never the call: that is hung up, and is nobody's until it is.
        if presence.state in people.HERE:
            self.end_call(session, presence)
        presence.call = None

    def end_call(self, session: Session, presence: Presence, run_at: datetime | None = None) -> None:
        """Ask the service, at once or at `run_at`, to end somebody's call; nothing where there is none.

        The service tells when they are out.
        """
        if presence.call is not None:
            withdrawal.put(self._jobs, session, Withdrawal(presence.id, presence.call), run_at)

    def not_coming(self, session: Session, presence: Presence, reason: str = "left") -> None:
        """Let somebody go who was led on and whom the service has not told of; nothing is done about anybody else."""
        if presence.state == PresenceState.COMING:
            # How long a host may come back as one is counted from when they were there.
            since = presence.since if presence.role == Role.HOST else None
            self._out(session, presence, PresenceState.LEFT, reason, since)
            self.tell(session, presence.conference_id)

    def admit(self, session: Session, conference_id: str, person: str) -> None:
        """Let one who waits in; somebody already in is no error. Without a host in, the countdown begins.

        Raises NotFound, Conflict when the meeting is locked or the person no longer waits, Invalid `limit-exceeded`.
        """
        conference = self._conference(session, conference_id)
        presence = self._person(session, conference, person)
        if presence.state == PresenceState.IN:
            return
        if presence.state != PresenceState.WAITING:
            raise not_here(_NOT_WAITING)
        if conference.locked:
            raise Conflict("not-open", _LOCKED)
        inside = people.those(session, conference_id, PresenceState.IN)
        self._room_for_one(session, conference, _calls_beside(person, inside))
        presence.state, presence.since, presence.note = PresenceState.IN, self._clock.now(), ""
        session.flush()
        if conference.ending_at is None:
            # Whoever let them in may do so from outside, but patients are never left alone with each other.
            self._host_gone(session, conference, NO_HOST)
        self.tell(session, conference_id)

    def deny(self, session: Session, conference_id: str, person: str) -> None:
        """Turn one who waits or is coming away; twice is no error.

        Raises NotFound, Conflict when the person is in or has left.
        """
        conference = self._conference(session, conference_id)
        presence = self._person(session, conference, person)
        if presence.state == PresenceState.DENIED:
            return
        if presence.state not in people.NOT_IN_YET:
            raise not_here(_NOT_WAITING)
        self._out(session, presence, PresenceState.DENIED, "denied")
        self.tell(session, conference_id)

    def note(self, session: Session, conference_id: str, person: str, text: str) -> None:
        """Show one who waits a line from the host; an empty one takes it away. Raises NotFound, Conflict, Invalid."""
        presence = self._person(session, self._conference(session, conference_id), person)
        if len(text) > NOTE_LENGTH:
            raise Invalid("too-long")
        if presence.state != PresenceState.WAITING:
            raise not_here(_NOT_WAITING)
        presence.note = text
        self.tell(session, conference_id)

    def _new(self, conference: Conference, arrival: Arrival, role: Role) -> Presence:
        return Presence(
            id=new_id("q"),
            conference_id=conference.id,
            person=arrival.person,
            role=role,
            state=PresenceState.WAITING,
            since=self._clock.now(),
            token_hash=arrival.token_hash,
        )

    def _arrive(self, session: Session, presence: Presence, arrival: Arrival) -> None:
        presence.display_name = arrival.display_name
        presence.camera, presence.microphone = arrival.camera, arrival.microphone
        presence.call = presence.told_at = None
        presence.token_hash, presence.stream, presence.unheard_since = arrival.token_hash, None, self._clock.now()
        session.flush()
        due = self._clock.now() + timedelta(seconds=FIRST_STREAM_SECONDS)
        self._jobs.put(session, LOST_JOB, presence.id, {"presence": presence.id}, run_at=due)
        self.tell(session, presence.conference_id)


def _calls_beside(person: str, inside: Sequence[Presence]) -> int:
    """Return how many of those who are in are calls of people who are in by another too, to who comes anew themself.

    Whoever comes back, with others, after a node that failed is let in though it has not been seen yet that the calls
    before are gone. For anybody else each call takes a place.
    """
    if kind_of(person) != SECOND:
        return 0
    known = [one.person for one in inside]
    return sum(is_second_of(name, each) for name in (person, *known) for each in known)
