"""Starting a meeting and hosting it. A host right is a one-time ticket, then a bearer; it is never in an invite."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from backend.audit import AccessLog, Subject
from backend.clock import Clock
from backend.errors import Conflict, Forbidden, Gone, NotFound, Text, Unauthenticated
from backend.identity import Actor, Directory
from backend.meetings import access, doors, names
from backend.meetings.models import HostSession, HostTicket, Lifecycle, Meeting, Participant
from backend.meetings.recording import Recorder, colleague, subjects
from backend.meetings.refusals import Refusals
from backend.meetings.view import common_door
from backend.profiles import Profile
from backend.storage import Database, new_id
from backend.video import people
from backend.video.bearers import HOST, digest, mint
from backend.video.conferences import Conferences
from backend.video.live import Live
from backend.video.lobby import Arrival
from backend.video.models import Presence, PresenceState

Json = dict[str, Any]
TICKET_LASTS = timedelta(seconds=60)
SESSION_LASTS = timedelta(hours=12)
LEADERS = frozenset({"staff", "professional"})
_MAY_NOT_LEAD = Text(
    "Bara vårdpersonal eller en extern professionell kan bli värd. Inget är ändrat. Välj någon annan i listan.",
    "Only care staff or an external professional can be host. Nothing has changed. Choose somebody else in the list.",
)


class Hosting:
    """From the press on "Starta möte" to the host who leaves."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self,
        database: Database,
        clock: Clock,
        profile: Profile,
        directory: Directory,
        conferences: Conferences,
        live: Live,
        origin: str,
        access_log: AccessLog,
    ) -> None:
        self._database = database
        self._clock = clock
        self._profile = profile
        self._directory = directory
        self._conferences = conferences
        self._live = live
        self._origin = origin
        self._recorder = Recorder(access_log)
        self.refusals = Refusals(database, clock, access_log)

    def start(self, actor: Actor, meeting_id: str) -> Json:
        """Give organiser or co-host a one-time way in, good for 60 seconds; a host may come long before the patient.

        Raises NotFound, Forbidden, Conflict (meeting-removed; not-open when the meeting's time is over).
        """
        with self.refusals.noted(actor, meeting_id, "meeting.started"), self._database.write() as session:
            meeting = access.require_hosting(actor, session.get(Meeting, meeting_id))
            self._require_time(session, meeting)
            secret = mint(HOST).partition(":")[2]
            expires_at = self._clock.now() + TICKET_LASTS
            session.add(
                HostTicket(token_hash=digest(secret), meeting_id=meeting.id, user=actor.user, expires_at=expires_at)
            )
            self._recorder.staff(session, "meeting.started", actor, meeting)
            return {"host_url": f"{self._origin}/h/{meeting.id}#{secret}", "expires_at": expires_at.isoformat()}

    def enter(self, meeting_id: str, token: str) -> Json:
        """Consume a ticket and return the host's own bearer with what the host page shows.

        Raises Gone (link-used, link-expired) and nothing else about a ticket, whatever is wrong with it.
        """
        with self._database.write() as session:
            user = self._consume(session, meeting_id, token)
            meeting = session.get_one(Meeting, meeting_id)
            participant = self._participant(session, meeting, user)
            bearer = mint(HOST)
            lasts_from = max(meeting.end, self._clock.now())
            session.add(
                HostSession(
                    token_hash=digest(bearer),
                    meeting_id=meeting.id,
                    participant_id=participant.id,
                    user=user,
                    expires_at=lasts_from + SESSION_LASTS,
                )
            )
            self.record(session, "meeting.entered", user, meeting)
            return {"session": bearer, "meeting": self._shown(session, meeting), "name": participant.name}

    def join(self, bearer: str, meeting_id: str, request: Json) -> Json:
        """Let the host in; a meeting that had ended is open again.

        Raises Unauthenticated, Conflict (meeting-removed, not-open), Invalid (too-long, limit-exceeded).
        """
        with self._database.write() as session:
            host = self.session(session, bearer, meeting_id)
            meeting = session.get_one(Meeting, meeting_id)
            self._require_time(session, meeting)
            participant = session.get_one(Participant, host.participant_id)
            participant.name = names.clean(request.get("name", "")) or participant.name
            participant.removed = False
            conference = self._conferences.get(session, meeting.conference_id)
            arrival = Arrival(
                person=participant.id,
                display_name=participant.name,
                camera=request.get("camera", False),
                microphone=request.get("microphone", False),
                token_hash=host.token_hash,
            )
            self._live.enter_host(session, conference, arrival)
            if meeting.lifecycle == Lifecycle.ENDED:
                self._turn(meeting, Lifecycle.OPEN, "reopened")
            self.record(session, "host.joined", host.user, meeting)
            return {"participant": participant.id}

    def set_media(self, bearer: str, meeting_id: str, request: Json) -> None:
        """Note what the host has switched on. Raises Unauthenticated, Forbidden when the host is not in."""
        with self._database.write() as session:
            presence = self._presence(session, bearer, meeting_id)
            self._live.set_media(session, presence, camera=request.get("camera"), microphone=request.get("microphone"))

    def leave(self, bearer: str, meeting_id: str, hand_over_to: str | None) -> None:
        """Let the host go, first making somebody else a host when named. Leaving twice is no error.

        One may always leave; only handing over needs the right to host still.
        Raises Unauthenticated, NotFound, Conflict and Forbidden as `make_host`.
        """
        with self._database.write() as session:
            host = self._known(session, bearer, meeting_id)
            meeting = session.get_one(Meeting, meeting_id)
            presence = people.find(session, meeting.conference_id, host.participant_id)
            if presence is None or presence.token_hash != host.token_hash:
                return
            if hand_over_to is not None:
                self._require_right(session, host)
                make_host(self._live, session, meeting.conference_id, hand_over_to)
                chosen = session.get_one(Participant, hand_over_to)
                self.record(session, "person.made-host", host.user, meeting, subjects([chosen]), **colleague(chosen))
            if presence.state in people.HERE:
                self.record(session, "host.left", host.user, meeting)
            self._live.leave(session, presence)

    def put_out(self, session: Session, meeting: Meeting, user: str) -> None:
        """Put somebody out who is in as host and is asked to host no more; nothing happens to one who still is.

        Call in the transaction that takes them off the meeting, once it is done.
        """
        actor = self._directory.acting(user)
        if actor is not None and access.is_asked(actor, meeting):
            return
        mine = select(Participant.id).where(Participant.meeting_id == meeting.id, Participant.staff_user == user)
        for participant_id in session.scalars(mine):
            presence = people.find(session, meeting.conference_id, participant_id)
            if presence is not None and presence.state == PresenceState.IN:
                self._live.remove(session, meeting.conference_id, participant_id)

    def record(
        self,
        session: Session,
        action: str,
        user: str,
        meeting: Meeting,
        about: tuple[Subject, ...] = (),
        **detail: str | int | bool,
    ) -> None:
        """Put what a host did in the access log, in the caller's transaction."""
        actor = self._directory.acting(user)
        if actor is None:
            self._recorder.other(session, action, user, meeting, about, **detail)
        else:
            self._recorder.staff(session, action, actor, meeting, about, **detail)

    def end(self, session: Session, meeting: Meeting) -> None:
        """End the meeting for everybody, in the caller's transaction. Twice is no error."""
        self._live.end_for_all(session, meeting.conference_id)
        if meeting.lifecycle == Lifecycle.OPEN:
            self._turn(meeting, Lifecycle.ENDED, "ended-by-host")

    def session(self, session: Session, bearer: str, meeting_id: str) -> HostSession:
        """Return the host session of a bearer.

        Raises Unauthenticated when it is unknown, another meeting's, over, or its owner may not host any more.
        """
        found = self._known(session, bearer, meeting_id)
        self._require_right(session, found)
        return found

    def holds(self, session: Session, bearer: str, meeting_id: str) -> bool:
        """Tell whether `session` would return a host session."""
        try:
            self.session(session, bearer, meeting_id)
        except Unauthenticated:
            return False
        return True

    def _known(self, session: Session, bearer: str, meeting_id: str) -> HostSession:
        found = session.get(HostSession, digest(bearer))
        if found is None or found.meeting_id != meeting_id:
            raise Unauthenticated("unauthenticated")
        return found

    def _require_right(self, session: Session, host: HostSession) -> None:
        actor = self._directory.acting(host.user)
        if actor is None or host.expires_at <= self._clock.now():
            raise Unauthenticated("unauthenticated")
        meeting = session.get_one(Meeting, host.meeting_id)
        if not access.may_host(actor, meeting) and not self._stays(session, meeting, actor, host):
            raise Unauthenticated("unauthenticated")

    def _stays(self, session: Session, meeting: Meeting, actor: Actor, host: HostSession) -> bool:
        """Tell whether a host whose role ran out or was withdrawn goes on: who has gone in stays to the end.

        A patient is never left alone because a date passed in the middle of a meeting (decision 25). To put somebody
        out of a meeting that is on, take them off it.
        """
        presence = people.find(session, meeting.conference_id, host.participant_id)
        gone_in = presence is not None and presence.state in (PresenceState.IN, PresenceState.LEFT)
        over = doors.is_over(meeting, self._conferences.get(session, meeting.conference_id))
        return gone_in and not over and access.is_asked(actor, meeting)

    def _consume(self, session: Session, meeting_id: str, token: str) -> str:
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
        if ticket.expires_at <= self._clock.now():
            raise Gone("link-expired")
        return ticket.user

    def _participant(self, session: Session, meeting: Meeting, user: str) -> Participant:
        mine = select(Participant).where(Participant.meeting_id == meeting.id, Participant.staff_user == user)
        known = session.scalar(mine)
        if known is not None:
            return known
        person = self._directory.by_user(user)
        participant = Participant(
            id=new_id("p"),
            meeting_id=meeting.id,
            kind="staff",
            name=names.clean(person.name) if person else "",
            invited=False,
            staff_user=user,
            created_at=self._clock.now(),
        )
        session.add(participant)
        session.flush()
        return participant

    def _presence(self, session: Session, bearer: str, meeting_id: str) -> Presence:
        host = self.session(session, bearer, meeting_id)
        presence = people.by_token(session, host.token_hash)
        if presence is None or presence.state not in people.HERE:
            raise Forbidden("forbidden")
        return presence

    def _require_time(self, session: Session, meeting: Meeting) -> None:
        if meeting.lifecycle == Lifecycle.REMOVED:
            raise Conflict("meeting-removed")
        over = self._clock.now() > doors.hours(meeting, self._profile).closes_at
        if over and not people.has_host(session, meeting.conference_id):
            raise Conflict("not-open")

    def _turn(self, meeting: Meeting, lifecycle: Lifecycle, reason: str) -> None:
        meeting.lifecycle, meeting.lifecycle_reason = lifecycle, reason
        meeting.lifecycle_at = self._clock.now()

    def _shown(self, session: Session, meeting: Meeting) -> Json:
        conference = self._conferences.get(session, meeting.conference_id)
        label = self._profile.type(meeting.type).label
        door = common_door(meeting)
        return {
            "id": meeting.id,
            "type": meeting.type,
            "type_label": {"sv": label.sv, "en": label.en},
            "service": conference.service,
            "embedded": self._conferences.capabilities(conference.service).embedded,
            "start": meeting.start.isoformat(),
            "end": meeting.end.isoformat(),
            "participant_limit": conference.participant_limit,
            "language": meeting.language,
            "join_url": f"{self._origin}/m/{door.code}" if door else None,
        }


def make_host(live: Live, session: Session, conference_id: str, person: str) -> None:
    """Make somebody who is in a host too; only care staff and other professionals, never whom the meeting is about.

    Raises NotFound, Conflict when the person is not in, Forbidden for a kind that may not lead.
    """
    live.make_host(session, conference_id, person)
    if session.get_one(Participant, person).kind not in LEADERS:
        raise Forbidden("forbidden", _MAY_NOT_LEAD)


def require_meeting(session: Session, meeting_id: str) -> Meeting:
    """Return the meeting. Raises NotFound."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound("not-found")
    return meeting


def erase_before(session: Session, moment: datetime) -> int:
    """Delete tickets and sessions that ran out before `moment`; how many."""
    tickets = session.scalars(
        delete(HostTicket).where(HostTicket.expires_at < moment).returning(HostTicket.token_hash)
    ).all()
    sessions = session.scalars(
        delete(HostSession).where(HostSession.expires_at < moment).returning(HostSession.token_hash)
    ).all()
    return len(tickets) + len(sessions)
