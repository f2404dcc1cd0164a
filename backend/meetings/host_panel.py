"""The host panel: what a host does to the people in a meeting. What is seen of it: `host_listening`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from backend.audit import Subject
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Refused, Unauthenticated, Unavailable
from backend.identity import SignIn
from backend.meetings import attendance, names
from backend.meetings.about import about_meeting
from backend.meetings.hosting import LEADERS, Hosting, require_meeting
from backend.meetings.last_places import LastPlaces
from backend.meetings.models import Meeting, Participant
from backend.meetings.person_actions import PERSON_ACTIONS
from backend.meetings.recording import AT_THE_DOOR, colleague, shown_subjects, subjects
from backend.meetings.trying import tried
from backend.storage import Database
from backend.video import people
from backend.video.bearers import GUEST, HOST, digest, is_kind
from backend.video.conferences import Conferences
from backend.video.controls import PerhapsDone, Wish
from backend.video.dialling import MAY_RING
from backend.video.live import Live
from backend.video.models import Conference, PresenceState
from backend.video.reports import kind_of
from backend.video.service import HostControl, Role

Json = dict[str, Any]


class _Doer(NamedTuple):
    """Who acts: a staff user whose open stream `looks` already, one without a stream, or a guest made host."""

    meeting: Meeting
    user: str
    looks: bool = False
    guest: str = ""


# About whom something is recorded, and what more.
_Whom = tuple[tuple[Subject, ...], dict[str, str | bool]]


class _Deed(NamedTuple):
    """What is done here in the caller's transaction, and how it is named in the access log, with whom it is about."""

    recorded: str
    act: Callable[[Session, _Doer], None]
    whom: Callable[[Session, _Doer], _Whom] = lambda _session, _doer: ((), {})
    # In place of `act`, to whom has been elsewhere since the service was asked about this call of theirs.
    late: Callable[[Session, _Doer, str | None], None] = lambda _session, _doer, _call: None


class HostPanel:
    """Acts for whoever may host: a host's own bearer, organiser or co-host signed in, or a guest made host."""

    def __init__(
        self,
        database: Database,
        sign_in: SignIn,
        conferences: Conferences,
        live: Live,
        hosting: Hosting,
    ) -> None:
        self._database = database
        self._sign_in = sign_in
        self._conferences = conferences
        self._live = live
        self._hosting = hosting
        self._last_places = LastPlaces(database)

    def on_person(self, bearer: str, meeting_id: str, person: str, action: str, asked: Json) -> list[Json]:
        """Do one of PERSON_ACTIONS to one participant and return the list as it then is.

        At a service that reports it is the service that does it, also to somebody nobody invited.
        Raises Unauthenticated, Forbidden, NotFound, Conflict (not-open), Invalid (limit-exceeded, too-long), and
        Unavailable when the service does not answer, or has told of no call that was hung up.
        """
        untold, known = False, None
        doing = PERSON_ACTIONS[action]
        text = names.tidy(asked["text"]) if action == HostControl.NOTE else ""
        wish = Wish(action, person, on=asked.get("on", True), text=text)
        more = {"on": wish.on} if action == HostControl.SPOTLIGHT else {}

        def whom(session: Session, doer: _Doer) -> _Whom:
            nonlocal known
            people.everybody(session, doer.meeting.conference_id)
            # As it was when the service was asked: by then they may go by another name, and it has been done to them.
            known = known or _whom(session, doer.meeting, person)
            return known[0], known[1] | more

        def act(session: Session, doer: _Doer) -> None:
            nonlocal untold
            conference_id = doer.meeting.conference_id
            untold = self._conferences.dialling.is_untold(session, conference_id, person)
            conference = self._conferences.get(session, conference_id)
            self._conferences.controls.require(conference, action)
            if action == HostControl.ADMIT:
                self._conferences.controls.require_host(conference, host_in=people.has_host(session, conference_id))
            doing.act(self._live, session, conference_id, wish)

        def late(session: Session, doer: _Doer, call: str | None) -> None:
            doing.late(self._live, session, doer.meeting.conference_id, wish, call)

        shown = self._do(bearer, meeting_id, _Deed(doing.recorded, act, whom, late), wish)
        if untold:
            raise Unavailable("service-unavailable", MAY_RING)
        return shown

    def look_for_hands(self, bearer: str, meeting_id: str) -> list[Json]:
        """Look whose hands are up where the service does not tell by itself. Raises as `on_person`."""
        attempted, controls = "hands.looked", self._conferences.controls
        with tried(self._acting(bearer, meeting_id, attempted)):
            # Who may not look is told so before the service is asked.
            pass
        with self._database.read() as session:
            conference = self._conferences.get(session, require_meeting(session, meeting_id).conference_id)
        began = self._live.begin_look()
        seen = controls.look(conference)
        with self._acting(bearer, meeting_id, attempted) as (session, doer):
            self._live.looked(session, conference.id, seen, began)
            self._record(session, attempted, doer)
            return self._list(session, doer)

    def mute_guests(self, bearer: str, meeting_id: str) -> list[Json]:
        """Mute everybody who is not a host. Raises as `on_person`."""

        def act(session: Session, doer: _Doer) -> None:
            self._live.mute_guests(session, doer.meeting.conference_id)

        return self._do(bearer, meeting_id, _Deed("guests.muted", act), Wish(HostControl.MUTE_GUESTS))

    def unmute_guests(self, bearer: str, meeting_id: str) -> list[Json]:
        """Take a host's muting away from everybody who is not a host. Raises as `on_person`."""

        def act(session: Session, doer: _Doer) -> None:
            conference_id = doer.meeting.conference_id
            controls = self._conferences.controls
            controls.require(self._conferences.get(session, conference_id), HostControl.UNMUTE_GUESTS)
            self._live.unmute_guests(session, conference_id)

        return self._do(bearer, meeting_id, _Deed("guests.unmuted", act), Wish(HostControl.UNMUTE_GUESTS))

    def lock(self, bearer: str, meeting_id: str, *, locked: bool) -> list[Json]:
        """Lock or unlock the meeting. Raises as `on_person`."""

        def act(session: Session, doer: _Doer) -> None:
            self._live.lock(session, doer.meeting.conference_id, locked=locked)

        recorded = "meeting.locked" if locked else "meeting.unlocked"
        return self._do(bearer, meeting_id, _Deed(recorded, act), Wish(HostControl.LOCK, locked=locked))

    def end(self, bearer: str, meeting_id: str) -> list[Json]:
        """End the meeting for everybody. Raises as `on_person`."""

        def act(session: Session, doer: _Doer) -> None:
            self._hosting.end(session, doer.meeting)

        return self._do(bearer, meeting_id, _Deed("meeting.ended", act), Wish(HostControl.END))

    def _do(self, bearer: str, meeting_id: str, deed: _Deed, wish: Wish) -> list[Json]:
        conference = self._held_elsewhere(meeting_id)
        if conference is None:
            return self._done(bearer, meeting_id, deed)
        # Only what would be allowed and make sense here is asked of the service; nothing is kept of the trial.
        doer = self._try(bearer, meeting_id, deed)
        with self._last_places.turn(conference, wish) as is_one_by_one:
            if is_one_by_one:
                doer = self._try(bearer, meeting_id, deed)
            with self._database.read() as session:
                presence = people.find(session, conference.id, wish.person) if wish.person else None
            try:
                self._conferences.controls.do(conference, wish, presence)
            except PerhapsDone as half:
                # And then nobody presses again.
                self._note(meeting_id, deed, doer, answer=half.answer)
                raise
            try:
                return self._done(bearer, meeting_id, deed, done_there=True, call=presence.call if presence else None)
            except Refused:
                # Whoever did it may do nothing more by now; that it was done is in the access log all the same.
                self._note(meeting_id, deed, doer)
                raise

    def _held_elsewhere(self, meeting_id: str) -> Conference | None:
        controls = self._conferences.controls
        if not controls.any:
            return None
        with self._database.read() as session:
            conference = self._conferences.get(session, require_meeting(session, meeting_id).conference_id)
        return conference if controls.passed_on(conference) else None

    def _try(self, bearer: str, meeting_id: str, deed: _Deed) -> _Doer:
        with tried(self._acting(bearer, meeting_id, deed.recorded)) as (session, doer):
            self._record_deed(session, deed, doer)
            deed.act(session, doer)
        return doer

    def _note(self, meeting_id: str, deed: _Deed, doer: _Doer, **more: str) -> None:
        with self._database.write(about_meeting(meeting_id)) as session:
            self._record_deed(session, deed, doer._replace(meeting=require_meeting(session, meeting_id)), **more)

    def _done(
        self, bearer: str, meeting_id: str, deed: _Deed, *, done_there: bool = False, call: str | None = None
    ) -> list[Json]:
        with self._acting(bearer, meeting_id, deed.recorded) as (session, doer):
            self._record_deed(session, deed, doer)
            try:
                deed.act(session, doer)
            except (Conflict, Invalid, NotFound):
                # The service has already told what came of it, and our live state is there before us.
                if not done_there:
                    raise
                with suppress(NotFound):
                    deed.late(session, doer, call)
            return self._list(session, doer)

    @contextmanager
    def _acting(self, bearer: str, meeting_id: str, attempted: str) -> Iterator[tuple[Session, _Doer]]:
        """Give a transaction and who acts in it. Raises as `on_person`."""
        if is_kind(bearer, HOST):
            with self._database.write(about_meeting(meeting_id)) as session:
                host = self._hosting.rights.session(session, bearer, meeting_id)
                presence = people.by_token(session, host.token_hash)
                looks = presence is not None and presence.stream is not None
                yield session, _Doer(require_meeting(session, meeting_id), host.user, looks)
        elif is_kind(bearer, GUEST):
            with self._database.write(about_meeting(meeting_id)) as session:
                yield session, _made_host(session, bearer, meeting_id)
        else:
            actor = self._sign_in.actor(bearer)
            if actor is None:
                raise Unauthenticated("unauthenticated")
            refusals = self._hosting.refusals
            with (
                refusals.noted(actor, meeting_id, attempted),
                self._database.write(about_meeting(meeting_id)) as session,
            ):
                self._hosting.rights.acts(session, actor)
                meeting = self._hosting.rights.require(session, actor, meeting_id)
                yield session, _Doer(meeting, actor.user)

    def _list(self, session: Session, doer: _Doer) -> list[Json]:
        rows = attendance.for_host(session, doer.meeting)
        if not doer.looks:
            self._record(session, "people.shown", doer, shown_subjects(rows))
        return rows

    def _record_deed(self, session: Session, deed: _Deed, doer: _Doer, **more: str) -> None:
        about, detail = deed.whom(session, doer)
        self._record(session, deed.recorded, doer, about, **detail, **more)

    def _record(
        self,
        session: Session,
        action: str,
        doer: _Doer,
        about: tuple[Subject, ...] = (),
        **detail: str | int | bool,
    ) -> None:
        if doer.guest:
            # Their name is gone from the meeting after 14 days; who acted has to be known for five years.
            about = (*about, *subjects([session.get_one(Participant, doer.guest)]))
            detail["by"] = doer.guest
        self._hosting.record(session, action, doer.user, doer.meeting, about, **detail)


def _made_host(session: Session, bearer: str, meeting_id: str) -> _Doer:
    presence = people.by_token(session, digest(bearer))
    if presence is None:
        raise Unauthenticated("unauthenticated")
    meeting = require_meeting(session, meeting_id)
    if presence.conference_id != meeting.conference_id:
        raise NotFound("not-found")
    participant = session.get(Participant, presence.person)
    # A service may tell of anybody as a host who was made one in its own app: that gives nobody any power here.
    may_lead = participant is not None and participant.kind in LEADERS
    if (presence.role, presence.state) != (Role.HOST, PresenceState.IN) or not may_lead:
        raise Forbidden("forbidden")
    return _Doer(meeting, AT_THE_DOOR, guest=presence.person)


def _whom(session: Session, meeting: Meeting, person: str) -> _Whom:
    """Return whom it is about; nobody for a call of no one we know. Raises NotFound for who is not of this meeting."""
    if kind_of(person) and people.find(session, meeting.conference_id, person) is not None:
        return (), {}
    participant = session.get(Participant, person)
    if participant is None or participant.meeting_id != meeting.id:
        raise NotFound("not-found")
    return subjects([participant]), dict(colleague(participant))
