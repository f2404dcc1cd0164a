"""Starting a meeting and hosting it: going in, leaving, handing over, ending."""

from contextlib import suppress
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.audit import AccessLog, Subject
from backend.clock import Clock, swedish_day
from backend.errors import Conflict, Forbidden, NotFound, Text
from backend.identity import Actor, Directory
from backend.meetings import access, doors, loading, names, starting
from backend.meetings.about import about_meeting
from backend.meetings.handover import Handover
from backend.meetings.host_rights import HostRights
from backend.meetings.models import HostSession, Lifecycle, Meeting, Participant
from backend.meetings.recording import Recorder, colleague, subjects
from backend.meetings.refusals import Refusals
from backend.meetings.starting import Porch
from backend.meetings.trying import tried
from backend.meetings.view import common_door
from backend.profiles import Profile, nobody_came
from backend.steps import Watch, unwatched
from backend.storage import Database, new_id
from backend.video import people
from backend.video.conferences import Conferences
from backend.video.controls import PerhapsDone, Wish
from backend.video.live import Live
from backend.video.lobby import Arrival
from backend.video.models import Presence
from backend.video.service import HostControl, Role

Json = dict[str, Any]
LEADERS = frozenset({"staff", "professional"})
_HELD_ELSEWHERE = Text(
    "Mötet hålls i ett annat system. Inget är ändrat. Tryck på Starta möte igen, så leds du dit.",
    "The meeting is held in another system. Nothing has changed. Press Start meeting again to be led there.",
)
_MAY_NOT_LEAD = Text(
    "Bara vårdpersonal eller en extern professionell kan bli värd. Inget är ändrat. Välj någon annan i listan.",
    "Only care staff or an external professional can be host. Nothing has changed. Choose somebody else in the list.",
)
_NOT_IN_BY_THIS = Text(
    "Du är inte inne i mötet från den här sidan. Ingen är gjord till värd, och du är kvar där du är inne. Lämna på den "
    "sida som du gick in från, eller tryck på Gör till värd i listan.",
    "You are not in the meeting from this page. Nobody was made host, and you are still in where you are in. Leave on "
    "the page you went in from, or press Make host in the list.",
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
        watch: Watch = unwatched,
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
        self.rights = HostRights(clock, profile, directory, conferences)
        self.handover = Handover(clock, profile, conferences)
        self._porch = Porch(database, clock, profile, self.rights, origin, self._recorder, watch)

    def start(self, actor: Actor, meeting_id: str, *, looks: bool = False) -> Json:
        """Give organiser or co-host a one-time way in, good for 60 seconds; a host may come long before the patient.

        With `looks` it is for the list of people alone, and the access log says that and not that the meeting began.
        Raises NotFound, Forbidden, Conflict (meeting-removed; not-open when the meeting's time is over).
        """
        action = "people.opened" if looks else "meeting.started"
        with self.refusals.noted(actor, meeting_id, action):
            return starting.start(self._porch, actor, meeting_id, action)

    def enter(self, meeting_id: str, token: str, *, looks: bool = False) -> Json:
        """Consume a ticket and return the host's own bearer with what the host page shows.

        With `looks` no host page is opened: whom the list shows is recorded when it is listened to.
        Raises Gone (link-used, link-expired) and nothing else about a ticket, whatever is wrong with it.
        """
        with self._database.write(about_meeting(meeting_id)) as session:
            user = self.rights.consume(session, meeting_id, token)
            meeting = session.get_one(Meeting, meeting_id)
            participant = self._participant(session, meeting, user)
            bearer = self.rights.bearer(session, meeting, participant, user)
            if not looks:
                self.record(session, "meeting.entered", user, meeting)
            shown = self._shown(session, meeting)
            return {"session": bearer, "participant": participant.id, "meeting": shown, "name": participant.name}

    def join(self, bearer: str, meeting_id: str, request: Json) -> Json:
        """Let the host in; a meeting that had ended is open again.

        Raises Unauthenticated, Conflict (meeting-removed, not-open), Invalid (too-long, limit-exceeded).
        """
        with self._database.write(about_meeting(meeting_id)) as session:
            host = self.rights.session(session, bearer, meeting_id)
            meeting = session.get_one(Meeting, meeting_id)
            self._porch.require_time(session, meeting)
            participant = session.get_one(Participant, host.participant_id)
            participant.name = names.clean(request.get("name", "")) or participant.name
            participant.removed = False
            conference = self._conferences.get(session, meeting.conference_id)
            people.everybody(session, conference.id)
            can = self._conferences.capabilities(conference.service)
            if can.by_link or can.reports:
                raise Conflict("not-open", _HELD_ELSEWHERE)
            arrival = Arrival(
                person=participant.id,
                display_name=participant.name,
                camera=request.get("camera", False),
                microphone=request.get("microphone", False),
                token_hash=host.token_hash,
            )
            self._live.enter_host(session, conference, arrival)
            self._open_again(meeting)
            self.record(session, "host.joined", host.user, meeting)
            return {"participant": participant.id}

    def hand_over(self, bearer: str, meeting_id: str) -> Json:
        """Return the address of the system where the meeting is held, for the host, and put that in the access log.

        A host may go there before the patient is let there. At a service that reports it is this host's own, good once
        and soon; what the service asks for beside it is `pin`, and the host is on the way in from now on.
        Raises Unauthenticated, Conflict (meeting-removed, not-open, link-not-allowed), Invalid (limit-exceeded),
        Unavailable.
        """
        with self._database.read() as session:
            host = self.rights.session(session, bearer, meeting_id)
            meeting = session.get_one(Meeting, meeting_id)
            self._porch.require_time(session, meeting)
            conference = self._conferences.get(session, meeting.conference_id)
            place = self.handover.place(meeting, conference)
            name = session.get_one(Participant, host.participant_id).name
        way = self.handover.way(meeting, conference, Role.HOST, name, host.participant_id)
        reports = self._conferences.capabilities(conference.service).reports
        with self._database.write(about_meeting(meeting.id)) as session:
            if reports:
                self._come(session, meeting_id, host.participant_id, host.token_hash)
            self.record(session, "host.handed-over", host.user, meeting, service=conference.service)
        told = {"url": way.url, "system": {"sv": place.system.sv, "en": place.system.en} if place else {}}
        told |= {"participant": host.participant_id} if reports else {}
        return told | ({"pin": way.pin} if way.pin is not None else {})

    def _come(self, session: Session, meeting_id: str, participant_id: str, token_hash: str) -> None:
        meeting, participant = session.get_one(Meeting, meeting_id), session.get_one(Participant, participant_id)
        participant.removed = False
        conference = self._conferences.get(session, meeting.conference_id)
        arrival = Arrival(participant.id, participant.name, camera=False, microphone=False, token_hash=token_hash)
        self._live.come(session, conference, arrival, Role.HOST, resume=True)
        self._open_again(meeting)

    def set_media(self, bearer: str, meeting_id: str, request: Json) -> None:
        """Note what the host has switched on. Raises Unauthenticated, Forbidden when the host is not in."""
        with self._database.write(about_meeting(meeting_id)) as session:
            presence = self._presence(session, bearer, meeting_id)
            self._live.set_media(session, presence, camera=request.get("camera"), microphone=request.get("microphone"))

    def leave(self, bearer: str, meeting_id: str, hand_over_to: str | None) -> None:
        """Let the host go, first making somebody else a host when named. Leaving twice is no error.

        One may always leave; only handing over needs the right to host still, and to have gone in by this bearer. At a
        service that reports it is the service that hangs up. Raises Unauthenticated, Conflict (not-open); NotFound,
        Conflict and Forbidden as `make_host`; and what `Controls.do` raises.
        """
        done_there = self._conferences.controls.any and self._leave_there(bearer, meeting_id, hand_over_to)
        with self._database.write(about_meeting(meeting_id)) as session:
            host = self.rights.known(session, bearer, meeting_id)
            meeting = session.get_one(Meeting, meeting_id)
            presence = people.find(session, meeting.conference_id, host.participant_id)
            if presence is None or presence.token_hash != host.token_hash:
                if hand_over_to is not None:
                    raise Conflict("not-open", _NOT_IN_BY_THIS)
                return
            if hand_over_to is not None:
                self._hand_on(session, host, meeting, hand_over_to, done_there=done_there)
            if presence.state in people.HERE:
                self.record(session, "host.left", host.user, meeting)
            self._live.leave(session, presence)
            self._live.not_coming(session, presence)

    def _hand_on(self, session: Session, host: HostSession, meeting: Meeting, heir: str, *, done_there: bool) -> None:
        if done_there:
            # The service has already told what came of it, and our live state is there before us.
            with suppress(Conflict, NotFound):
                make_host(self._live, session, meeting.conference_id, heir)
            return
        self.rights.require_right(session, host)
        make_host(self._live, session, meeting.conference_id, heir)
        self._record_heir(session, host, meeting, heir)

    def _record_heir(self, session: Session, host: HostSession, meeting: Meeting, heir: str, **more: str) -> None:
        chosen = session.get_one(Participant, heir)
        whom = subjects([chosen])
        self.record(session, "person.made-host", host.user, meeting, whom, **colleague(chosen), **more)

    def _leave_there(self, bearer: str, meeting_id: str, heir: str | None) -> bool:
        """Do it at the service, where it is one that reports; tell whether the heir, if any, has been made host there.

        That is in the access log then, whatever comes after it.
        """
        controls = self._conferences.controls
        with self._database.read() as session:
            host = self.rights.known(session, bearer, meeting_id)
            conference = self._conferences.get(session, session.get_one(Meeting, meeting_id).conference_id)
            own = people.find(session, conference.id, host.participant_id)
            chosen = people.find(session, conference.id, heir) if heir is not None else None
        if own is None or own.token_hash != host.token_hash or not controls.passed_on(conference):
            return False
        if heir is not None:
            # What is not allowed or makes no sense here is not asked for there; nothing is kept of the trial.
            with tried(self._database.write(about_meeting(meeting_id))) as session:
                self.rights.require_right(session, self.rights.known(session, bearer, meeting_id))
                make_host(self._live, session, conference.id, heir)
            try:
                controls.do(conference, Wish(HostControl.MAKE_HOST, heir), chosen)
            except PerhapsDone as half:
                self._note_heir(host, heir, answer=half.answer)
                raise
            self._note_heir(host, heir)
        if own.state in people.HERE and own.call is not None:
            controls.do(conference, Wish(HostControl.REMOVE, own.person), own)
        return heir is not None

    def _note_heir(self, host: HostSession, heir: str, **more: str) -> None:
        with self._database.write(about_meeting(host.meeting_id)) as session:
            self._record_heir(session, host, session.get_one(Meeting, host.meeting_id), heir, **more)

    def put_out(self, session: Session, meeting: Meeting, user: str) -> None:
        """Put somebody out who is asked to host no more, and shut the way in they had, also when they have left.

        Nothing happens to one who is asked still. Call in the transaction that takes them off the meeting, once it is
        done.
        """
        actor = self._directory.acting(user)
        if actor is not None and access.is_asked(actor, meeting):
            return
        mine = select(Participant.id).where(Participant.meeting_id == meeting.id, Participant.staff_user == user)
        for participant_id in session.scalars(mine):
            presence = people.find(session, meeting.conference_id, participant_id)
            if presence is not None:
                self._live.send_away(session, meeting.conference_id, participant_id)

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
        actor = self.rights.acting(session, user)
        if actor is None:
            self._recorder.other(session, action, user, meeting, about, **detail)
        else:
            self._recorder.staff(session, action, actor, meeting, about, **detail)

    def end(self, session: Session, meeting: Meeting) -> None:
        """End the meeting for everybody, in the caller's transaction. Twice is no error."""
        self._live.end_for_all(session, meeting.conference_id)
        # One that was ended before its time is ended again: only then is it over.
        if meeting.lifecycle != Lifecycle.REMOVED and not doors.is_ended(meeting):
            self._turn(meeting, Lifecycle.ENDED, "ended-by-host")

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
        host = self.rights.session(session, bearer, meeting_id)
        presence = people.by_token(session, host.token_hash)
        if presence is None or presence.state not in people.HERE:
            raise Forbidden("forbidden")
        return presence

    def _open_again(self, meeting: Meeting) -> None:
        if meeting.lifecycle == Lifecycle.ENDED:
            self._turn(meeting, Lifecycle.OPEN, "reopened")

    def _turn(self, meeting: Meeting, lifecycle: Lifecycle, reason: str) -> None:
        meeting.lifecycle, meeting.lifecycle_reason = lifecycle, reason
        meeting.lifecycle_at = self._clock.now()

    def _shown(self, session: Session, meeting: Meeting) -> Json:
        conference = self._conferences.get(session, meeting.conference_id)
        label = self._profile.type(meeting.type).label
        door, place = common_door(meeting), self.handover.place(meeting, conference)
        system = {"sv": place.system.sv, "en": place.system.en} if place is not None else {}
        can = self._conferences.capabilities(conference.service)
        return {
            "id": meeting.id,
            "type": meeting.type,
            "type_label": {"sv": label.sv, "en": label.en},
            "service": conference.service,
            "embedded": can.embedded,
            "reports": can.reports,
            "lobby": can.lobby,
            "rooms": can.rooms,
            "dials": can.dials,
            "host_controls": sorted(can.host_controls),
            "leads_to": {"system": system, "allowed": place.allowed} if place is not None else None,
            "start": meeting.start.isoformat(),
            "end": meeting.end.isoformat(),
            "participant_limit": conference.participant_limit,
            "language": meeting.language,
            "join_url": f"{self._origin}/m/{door.code}" if door else None,
            "nobody_came": nobody_came(self._profile, swedish_day(self._clock.now())),
        }


def make_host(live: Live, session: Session, conference_id: str, person: str) -> None:
    """Make somebody who is in a host too; only care staff and other professionals, never whom the meeting is about.

    Raises NotFound, Conflict when the person is not in, Forbidden for a kind that may not lead.
    """
    live.make_host(session, conference_id, person)
    chosen = session.get(Participant, person)
    if chosen is None or chosen.kind not in LEADERS:
        raise Forbidden("forbidden", _MAY_NOT_LEAD)


def require_meeting(session: Session, meeting_id: str) -> Meeting:
    """Return the meeting. Raises NotFound."""
    meeting = loading.meeting(session, meeting_id)
    if meeting is None:
        raise NotFound("not-found")
    return meeting
