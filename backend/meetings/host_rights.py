"""The right to host: a one-time ticket, then a bearer, and whose they are. It is never in an invite."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, select, update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.errors import Gone, Unauthenticated
from backend.identity import Actor, Directory
from backend.meetings import access, doors, loading
from backend.meetings.models import HostSession, HostTicket, Lifecycle, Meeting, Participant
from backend.profiles import Profile
from backend.video.bearers import HOST, digest, mint
from backend.video.conferences import Conferences
from backend.video.models import Presence, PresenceState

TICKET_LASTS = timedelta(seconds=60)
SESSION_LASTS = timedelta(hours=12)
_ACTING = "meetings.acting"


class HostRights:
    """Gives, knows and takes back the right to host; each time it is used the person is asked for anew."""

    def __init__(self, clock: Clock, profile: Profile, directory: Directory, conferences: Conferences) -> None:
        self._clock = clock
        self._profile = profile
        self._directory = directory
        self._conferences = conferences

    def require(self, session: Session, actor: Actor, meeting_id: str) -> Meeting:
        """Return the meeting that somebody signed in hosts. Raises as `access.require_hosting`; never for who stays."""
        meeting = loading.meeting(session, meeting_id)
        if meeting is not None and self.may_host(session, meeting, actor):
            return meeting
        return access.require_hosting(actor, meeting)

    def may_host(self, session: Session, meeting: Meeting, actor: Actor) -> bool:
        """Tell whether the person may host the meeting now, by role or because they stay."""
        return access.may_host(actor, meeting) or self.stays(session, meeting, actor)

    def stays(self, session: Session, meeting: Meeting, actor: Actor) -> bool:
        """Tell whether the person goes on hosting whatever becomes of their role: who has gone in stays to the end.

        A patient is never left alone because a date passed in the middle of a meeting (decision 25): the host may come
        back from another browser too. A visit before the door opened was a rehearsal and gives nothing. To put somebody
        out of a meeting that is on, take them off it.
        """
        if not access.is_asked(actor, meeting) or meeting.lifecycle == Lifecycle.REMOVED:
            return False
        hours = doors.hours(meeting, self._profile)
        gone_in = Presence.state == PresenceState.IN
        if self._clock.now() <= hours.closes_at:
            gone_in |= and_(Presence.state == PresenceState.LEFT, Presence.since >= hours.opens_at)
        mine = (
            select(Presence.id)
            .join(Participant, Participant.id == Presence.person)
            .where(Presence.conference_id == meeting.conference_id, gone_in)
            .where(Participant.meeting_id == meeting.id, Participant.staff_user == actor.user)
        )
        if session.scalar(mine.limit(1)) is None:
            return False
        return not doors.is_over(meeting, self._conferences.get(session, meeting.conference_id))

    def ticket(self, session: Session, meeting: Meeting, user: str) -> tuple[str, datetime]:
        """Return a one-time secret for the user, and when it runs out. What was only planned is made for it now."""
        self._conferences.begin(session, meeting.conference_id)
        secret, expires_at = mint(HOST).partition(":")[2], self._clock.now() + TICKET_LASTS
        session.add(HostTicket(token_hash=digest(secret), meeting_id=meeting.id, user=user, expires_at=expires_at))
        return secret, expires_at

    def consume(self, session: Session, meeting_id: str, token: str) -> str:
        """Use a ticket up and return whose it is.

        Raises Gone (link-used; link-expired also for one whose owner may host no more) whatever is wrong with it.
        """
        ticket = session.get(HostTicket, digest(token))
        if ticket is None or ticket.meeting_id != meeting_id:
            raise Gone("link-expired")
        mine = (
            update(HostTicket)
            .where(HostTicket.token_hash == ticket.token_hash, HostTicket.used_at.is_(None))
            .values(used_at=self._clock.now())
            .returning(HostTicket.token_hash)
        )
        if ticket.used_at is not None or session.scalar(mine) is None:
            raise Gone("link-used")
        actor = self.acting(session, ticket.user)
        meeting = session.get_one(Meeting, meeting_id)
        if ticket.expires_at <= self._clock.now() or actor is None or not self.may_host(session, meeting, actor):
            raise Gone("link-expired")
        return ticket.user

    def bearer(self, session: Session, meeting: Meeting, participant: Participant, user: str) -> str:
        """Return a new bearer for the host's page."""
        bearer, lasts_from = mint(HOST), max(meeting.end, self._clock.now())
        session.add(
            HostSession(
                token_hash=digest(bearer),
                meeting_id=meeting.id,
                participant_id=participant.id,
                user=user,
                expires_at=lasts_from + SESSION_LASTS,
            )
        )
        return bearer

    def session(self, session: Session, bearer: str, meeting_id: str) -> HostSession:
        """Return the host session of a bearer.

        Raises Unauthenticated when it is unknown, another meeting's, over, or its owner may not host any more.
        """
        found = self.known(session, bearer, meeting_id)
        self.require_right(session, found)
        return found

    def holds(self, session: Session, bearer: str, meeting_id: str) -> bool:
        """Tell whether `session` would return a host session."""
        try:
            self.session(session, bearer, meeting_id)
        except Unauthenticated:
            return False
        return True

    def known(self, session: Session, bearer: str, meeting_id: str) -> HostSession:
        """Return the host session of a bearer, also of one who may host no more. Raises Unauthenticated."""
        found = loading.host(session, digest(bearer))
        if found is None or found.meeting_id != meeting_id:
            raise Unauthenticated("unauthenticated")
        return found

    def require_right(self, session: Session, host: HostSession) -> None:
        """Raise Unauthenticated when the session is over or its owner may not host any more."""
        actor = self.acting(session, host.user)
        if actor is None or host.expires_at <= self._clock.now():
            raise Unauthenticated("unauthenticated")
        if not self.may_host(session, session.get_one(Meeting, host.meeting_id), actor):
            raise Unauthenticated("unauthenticated")

    def acting(self, session: Session, user: str) -> Actor | None:
        """Return the person as somebody who acts now; asked for once in a transaction."""
        asked: dict[str, Actor | None] = session.info.setdefault(_ACTING, {})
        if user not in asked:
            asked[user] = self._directory.acting(user)
        return asked[user]

    def acts(self, session: Session, actor: Actor) -> None:
        """Let the transaction know somebody who has just signed in."""
        session.info.setdefault(_ACTING, {})[actor.user] = actor


def erase_before(session: Session, moment: datetime) -> int:
    """Delete tickets and sessions that ran out before `moment`; how many."""
    tickets = session.scalars(
        delete(HostTicket).where(HostTicket.expires_at < moment).returning(HostTicket.token_hash)
    ).all()
    sessions = session.scalars(
        delete(HostSession).where(HostSession.expires_at < moment).returning(HostSession.token_hash)
    ).all()
    return len(tickets) + len(sessions)
