"""What a service tells of the people it holds: our live state follows it, and is never ahead of it.

Nobody is let in by a report: it says where somebody is at the service, and whoever writes it down opens no door.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.jobs import JobQueue
from backend.push import Hub
from backend.storage import Database, new_id
from backend.video import people, withdrawal
from backend.video.bearers import GUEST, digest, mint
from backend.video.models import Conference, Presence, PresenceState
from backend.video.service import Role
from backend.video.stage import HOST_LEFT, HOST_LOST, HOSTLESS, LOCK, LOST, NO_HOST, Stage
from backend.video.withdrawal import Withdrawal

# People nobody invited by name: a conference room that dialled, and whoever else is in by the service's own ways.
ROOM, UNKNOWN = "room", "unknown"
# One more call by a way in that somebody is there by already: the same person anew, or whoever has their link.
SECOND = "second"
# Their names, as SQL's LIKE has them.
SECONDS = f"{SECOND}-%"
# Somebody whom a host has called from the conference.
CALLED = "called"
ENDED_THERE, DENIED, REMOVED = "ended", "denied", "removed"
UNANSWERED = "unanswered"
# The service waits no longer for anybody to let them in.
WAITED_OUT = "waited-out"
_NAME_LENGTH = 120
# What a host has decided here reaches the service within this time; what it tells before that is older than it looks.
_SETTLES = timedelta(seconds=10)
_OUT = frozenset({PresenceState.LEFT, *people.SENT_AWAY})
_HOSTS_GONE = {LOST: HOST_LOST}


@dataclass(frozen=True)
class Report:
    """Where one person is at the service: `WAITING`, `IN` or `LEFT` since a moment, as known there at `at`.

    Whoever is called and has not answered yet is `COMING`.

    `call` is the service's own id of the person's call. `role` is None where it does not say.
    `reason` (`ended`, `denied`, `removed`, `cut-off`, `lost`, `unanswered`, `waited-out`; else empty) says why somebody
    has left.
    """

    person: str
    state: PresenceState
    at: datetime
    since: datetime
    call: str
    role: Role | None = None
    display_name: str = field(default="", repr=False)
    muted: bool = False
    reason: str = ""


def outsider(kind: str, call: str) -> str:
    """Return our name for somebody whose call is nobody's we know: the same each time, and meaning nothing.

    `kind` is `ROOM`, `UNKNOWN` or `CALLED`.
    """
    return f"{kind}-{_digest(call)}"


def second_of(person: str, join: str) -> str:
    """Return our name for an extra join by this person's way in; the same each time."""
    return f"{_seconds_of(person)}{_digest(join)}"


def is_second_of(name: str, person: str) -> bool:
    """Tell whether `second_of` made the name for this person."""
    return name.startswith(_seconds_of(person))


def kind_of(person: str) -> str | None:
    """Return `ROOM`, `UNKNOWN`, `SECOND` or `CALLED` for a name that was made here; None for all others."""
    kind, dash, _ = person.partition("-")
    return kind if dash and kind in (ROOM, UNKNOWN, SECOND, CALLED) else None


def _seconds_of(person: str) -> str:
    return f"{SECOND}-{_digest(person)[:8]}"


def _digest(told: str) -> str:
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Reports(Stage):
    """Writes down what a service tells. Call alone with the conference; any report may come twice or too late.

    With `begins_unlocked` the service holds a host's lock only as long as the conference runs: what begins anew is
    locked again, and not said to be until it is.
    """

    def __init__(  # noqa: PLR0913 - wired once
        self,
        database: Database,
        jobs: JobQueue,
        hub: Hub,
        clock: Clock,
        *,
        end_after_host_left_seconds: float,
        begins_unlocked: bool = False,
    ) -> None:
        super().__init__(database, jobs, hub, clock, end_after_host_left_seconds=end_after_host_left_seconds)
        self._begins_unlocked = begins_unlocked

    def heard(self, session: Session, conference: Conference, *reports: Report) -> None:
        """Let the live state follow; what is older than what is known changes nothing.

        Whoever has never come before gets a place in the list, with a bearer nobody has. The countdown begins when the
        last host has left others behind, and is taken back when one is in again.
        """
        people.everybody(session, conference.id)
        had_host = people.has_host(session, conference.id)
        taken = [report for report in reports if self._follow(session, conference, report)]
        if taken:
            self._settle(session, conference, taken)
            if not had_host and people.has_host(session, conference.id):
                # It may have ended meanwhile, and the lock with it.
                self._lock_again(session, conference)
            self.tell(session, conference.id)

    def lock_told(self, session: Session, conference: Conference, *, locked: bool, begins: bool) -> None:
        """Let our lock follow the service's own; `begins`: this is how the conference has just begun.

        Where the service's lock is there from the beginning, that alone does not lock the meeting here.
        """
        if locked == conference.locked or (locked and not self._begins_unlocked):
            return
        if not locked and (begins or not people.has_host(session, conference.id)):
            # No host can have unlocked it.
            self._lock_again(session, conference)
            return
        conference.locked = locked
        self.tell(session, conference.id)

    def over(self, session: Session, conference: Conference, at: datetime | None) -> None:
        """Note that a host has ended the conference for all, or that it ended after its hosts; None: it was not so.

        What ended otherwise stays ended. Nothing is done while a host is in.
        """
        was_told = conference.ended_at is not None and conference.ending_reason == ENDED_THERE
        if at is None and was_told:
            conference.ended_at, conference.ending_reason = None, ""
        elif at is not None and not people.has_host(session, conference.id) and (was_told or not conference.ended_at):
            conference.ended_at, conference.ending_reason = min(at, self._clock.now()), ENDED_THERE
        self.tell(session, conference.id)

    def forget(self, session: Session, conference: Conference, person: str) -> None:
        """Take away somebody we made up for a call, because it is somebody's we know. No such person is no error."""
        people.everybody(session, conference.id)
        presence = people.find(session, conference.id, person)
        if presence is not None and kind_of(person):
            people.drop(session, presence)
            self.tell(session, conference.id)

    def _lock_again(self, session: Session, conference: Conference) -> None:
        if conference.locked and self._begins_unlocked:
            conference.locked = False
            self._jobs.put(session, LOCK, conference.id, {"conference": conference.id})
            self.tell(session, conference.id)

    def _follow(self, session: Session, conference: Conference, report: Report) -> bool:
        presence = people.find(session, conference.id, report.person)
        if presence is None:
            presence = _newcomer(conference, report)
            people.add(session, presence)
        elif _is_stale(presence, report):
            self._send_away_again(session, presence, report)
            return False
        is_led_on = presence.state == PresenceState.COMING and kind_of(report.person) != CALLED
        is_old_call = is_led_on and presence.call == report.call
        presence.call, presence.told_at = report.call, report.at
        if report.state == PresenceState.LEFT and is_old_call:
            # Led on once more before the service noticed that the call before was over.
            return False
        if report.role is not None:
            presence.role = report.role
        if report.display_name and (kind_of(report.person) or not presence.display_name):
            presence.display_name = report.display_name[:_NAME_LENGTH]
        if report.state == PresenceState.LEFT:
            self._follow_out(session, presence, report)
        else:
            _follow_in(presence, report)
        session.flush()
        return True

    def _send_away_again(self, session: Session, presence: Presence, report: Report) -> None:
        # Whoever was turned away on the way there may have got there a moment before, by a call nobody knew of.
        # Or have been let in there from the lobby, where nobody could hang up.
        is_there = presence.state in people.SENT_AWAY and report.state != PresenceState.LEFT
        is_in = report.state == PresenceState.IN
        got_in = presence.state == PresenceState.DENIED and is_in
        is_news = presence.told_at is None or report.at >= presence.told_at
        # A call that rings may not be hung up by the first word, or have been answered before it was.
        is_called = kind_of(presence.person) == CALLED
        if is_there and is_news and (presence.call != report.call or got_in or is_called):
            presence.call, presence.told_at = report.call, report.at
            session.flush()
            withdrawal.put(self._jobs, session, Withdrawal(presence.id, is_in=is_in))

    def _follow_out(self, session: Session, presence: Presence, report: Report) -> None:
        if presence.state in people.SENT_AWAY:
            # Out there too: nothing is left to hang up.
            presence.call = None
            return
        self._out(session, presence, PresenceState.LEFT, report.reason or "left", report.since)

    def _settle(self, session: Session, conference: Conference, taken: Iterable[Report]) -> None:
        there = people.crowd(session, conference.id)
        if there.hosts:
            self._host_back(session, conference)
        elif not there.total and conference.ending_at is not None:
            conference.ending_at, conference.ending_reason = None, ""
            self._jobs.cancel(session, HOSTLESS, conference.id)
        elif there.total and conference.ending_at is None:
            gone = [each for each in taken if each.state == PresenceState.LEFT and each.role == Role.HOST]
            last = max(gone, key=lambda each: each.at, default=None)
            self._host_gone(session, conference, _HOSTS_GONE.get(last.reason, HOST_LEFT) if last else NO_HOST)


def _newcomer(conference: Conference, report: Report) -> Presence:
    return Presence(
        id=new_id("q"),
        conference_id=conference.id,
        person=report.person,
        role=report.role or Role.GUEST,
        state=PresenceState.WAITING,
        since=report.since,
        display_name="",
        note="",
        reason="",
        muted=False,
        camera=False,
        microphone=False,
        token_hash=digest(mint(GUEST)),
    )


def _is_stale(presence: Presence, report: Report) -> bool:
    if presence.told_at is not None and report.at < presence.told_at:
        return True
    if report.state == PresenceState.LEFT or presence.state not in _OUT:
        return False
    if presence.state in people.SENT_AWAY:
        # Nobody is called a second time by the same name: what a host has hung up stays so.
        return kind_of(presence.person) == CALLED or report.at <= presence.since + _SETTLES
    return presence.call == report.call and report.at <= presence.since


def _follow_in(presence: Presence, report: Report) -> None:
    is_in = report.state == PresenceState.IN
    if is_in and presence.state != PresenceState.IN:
        presence.note = ""
    was_put_out = presence.state == PresenceState.IN and presence.reason in people.SENT_AWAY
    # Whoever is still there that a host wanted out is so until they have left.
    presence.reason = presence.reason if is_in and was_put_out else ""
    presence.state, presence.since = report.state, report.since
    # Whoever the service tells of is not lost with a page of ours.
    presence.unheard_since = None
    presence.muted = is_in and report.muted
    presence.microphone = is_in and not report.muted
    if not is_in:
        # Hands and spotlights are not told of: those of whoever is in are as they were last looked for.
        presence.hand_since, presence.spotlit = None, False
