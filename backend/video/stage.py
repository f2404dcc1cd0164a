"""What every part of the live state stands on: who is told, how somebody is put out, and the last host's leaving."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.errors import Conflict, Invalid, NotFound, Text
from backend.jobs import JobQueue
from backend.push import Hub
from backend.storage import Database, after_commit
from backend.video import people, withdrawal
from backend.video.models import Conference, Presence, PresenceState
from backend.video.withdrawal import Withdrawal

HOSTLESS, LOST_JOB = "video.hostless", "video.lost"
ABSENT, LOCK = "video.absent", "video.lock"
HOST_LEFT, HOST_LOST, NO_HOST = "host-left", "host-lost", "no-host"
MEETING_REMOVED = "meeting-removed"
# Why somebody has left of whom nothing is heard: one word for three causes. Their page is still; they were led on and
# never came, which `told_at` tells; or the service lost them.
LOST = "lost"


def conference_topic(conference_id: str) -> str:
    """Return the hub's topic for everything that changes in a conference."""
    return f"conference:{conference_id}"


def person_topic(person: str) -> str:
    """Return the hub's topic, and mailbox, of one person."""
    return f"presence:{person}"


class Stage:
    """Common ground of lobby, floor and streams. All methods work in the caller's transaction."""

    def __init__(
        self,
        database: Database,
        jobs: JobQueue,
        hub: Hub,
        clock: Clock,
        *,
        end_after_host_left_seconds: float,
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._hub = hub
        self._clock = clock
        self._end_after = timedelta(seconds=end_after_host_left_seconds)

    def tell(self, session: Session, conference_id: str) -> None:
        """Wake everybody who looks at the conference, once the transaction is safe."""
        after_commit(session, lambda: self._hub.publish(conference_topic(conference_id)))

    def shut(self, session: Session, conference: Conference, reason: str = MEETING_REMOVED) -> None:
        """Turn away who waits, and everybody when no host is in, for the reason given: the conference is to go."""
        inside = () if people.has_host(session, conference.id) else (PresenceState.IN,)
        states = (*people.NOT_IN_YET, *inside)
        for presence in people.those(session, conference.id, *states):
            self._out(session, presence, PresenceState.LEFT, reason)
        self.tell(session, conference.id)

    def leave_behind(self, session: Session, conference: Conference) -> None:
        """Let go who was led on to a service that the conference is moved away from: they come again by their link."""
        for presence in people.everybody(session, conference.id):
            is_there = presence.state == PresenceState.COMING or presence.call is not None
            if is_there and presence.state in people.NOT_IN_YET:
                self._out(session, presence, PresenceState.LEFT, "moved")
            # A call there says nothing of anybody here.
            presence.call = presence.told_at = None

    def _conference(self, session: Session, conference_id: str) -> Conference:
        conference = session.get(Conference, conference_id)
        if conference is None:
            raise NotFound("not-found")
        return conference

    def _person(self, session: Session, conference: Conference, person: str) -> Presence:
        people.everybody(session, conference.id)
        presence = people.find(session, conference.id, person)
        if presence is None:
            raise NotFound("not-found")
        return presence

    def _out(
        self, session: Session, presence: Presence, state: PresenceState, reason: str, since: datetime | None = None
    ) -> None:
        is_led_on = presence.state == PresenceState.COMING or presence.call is not None
        if is_led_on and people.was_sent_away(state, reason):
            # At a service that people are led on to; the others let nobody in but by our own live state.
            is_in = presence.state == PresenceState.IN
            withdrawal.put(self._jobs, session, Withdrawal(presence.id, is_in=is_in))
        presence.state, presence.reason, presence.since = state, reason, since or self._clock.now()
        presence.hand_since, presence.note, presence.muted, presence.spotlit = None, "", False, False
        session.flush()
        self._jobs.cancel(session, LOST_JOB, presence.id)
        person = presence.person
        after_commit(session, lambda: self._forget(person))

    def _forget(self, person: str) -> None:
        self._hub.take(person_topic(person))
        self._hub.publish(person_topic(person))

    def _room_for_one(self, session: Session, conference: Conference, own: int = 0) -> None:
        if people.is_full(session, conference, own):
            limit = conference.participant_limit
            raise Invalid(
                "limit-exceeded",
                Text(
                    f"Mötet är fullt ({limit} deltagare). Den som väntar kan komma in när någon lämnar.",
                    f"The meeting is full ({limit} participants). Whoever waits can come in when someone leaves.",
                ),
            )

    def _host_gone(self, session: Session, conference: Conference, reason: str) -> None:
        """Begin the countdown when no host is in and others are (seed 002: one minute)."""
        there = people.crowd(session, conference.id)
        if there.hosts or not there.total:
            return
        conference.ending_at = self._clock.now() + self._end_after
        conference.ending_reason = reason
        self._jobs.put(session, HOSTLESS, conference.id, {"conference": conference.id}, run_at=conference.ending_at)

    def _host_back(self, session: Session, conference: Conference) -> None:
        """Take the countdown back, and open again what had ended: a host is in."""
        if conference.ending_at is not None:
            self._jobs.cancel(session, HOSTLESS, conference.id)
        conference.ending_at, conference.ending_reason, conference.ended_at = None, "", None


def not_here(text: Text) -> Conflict:
    """Return the refusal for acting on somebody who is no longer where the caller thinks."""
    return Conflict("not-open", text)
