"""The host panel: what a host sees of the people in a meeting, and what a host does to them (mission C7)."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from backend.audit import Subject
from backend.clock import Clock
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated, Unavailable
from backend.identity import SignIn
from backend.meetings import attendance, names
from backend.meetings.about import about_meeting
from backend.meetings.hosting import LEADERS, Hosting, require_meeting
from backend.meetings.last_places import LastPlaces
from backend.meetings.models import Meeting, Participant
from backend.meetings.person_actions import PERSON_ACTIONS, RECORDED
from backend.meetings.recording import GUEST as AT_THE_DOOR
from backend.meetings.recording import colleague, shown_subjects, subjects
from backend.meetings.view import state
from backend.profiles import Profile
from backend.storage import Database
from backend.video import people
from backend.video.about import about_bearer
from backend.video.bearers import GUEST, HOST, digest, is_kind
from backend.video.conferences import Conferences
from backend.video.controls import Wish
from backend.video.dialling import MAY_RING
from backend.video.live import Live
from backend.video.models import Conference, Presence, PresenceState
from backend.video.reports import kind_of
from backend.video.service import HostControl, Role
from backend.video.stage import conference_topic, person_topic

Json = dict[str, Any]
Told = tuple[str, Json]


class _Doer(NamedTuple):
    """Who acts: a staff user whose open stream `looks` already, one without a stream, or a guest made host."""

    meeting: Meeting
    user: str
    looks: bool = False
    guest: str = ""


# About whom something is recorded, and what more.
_Whom = tuple[tuple[Subject, ...], dict[str, str]]
_Deed = Callable[[Session, _Doer], None]


class _TriedError(Exception):
    """What was tried would be done; it is to be taken back."""


class Ear(NamedTuple):
    """A host's page that listens: where messages are left, whose it is, and the people (id and name) it has shown."""

    mailbox: str
    user: str
    shown: set[tuple[str, str | None]]


class Opened(NamedTuple):
    """A page that has just begun to listen, what it shows first, and whether its host is in from it."""

    ear: Ear
    told: list[Told]
    attending: bool


class HostPanel:
    """Acts for whoever may host: a host's own bearer, organiser or co-host signed in, or a guest made host."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self,
        database: Database,
        clock: Clock,
        profile: Profile,
        sign_in: SignIn,
        conferences: Conferences,
        live: Live,
        hosting: Hosting,
    ) -> None:
        self._database = database
        self._clock = clock
        self._profile = profile
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
        untold, whom = False, None
        on = asked.get("on", True)
        more = {"on": on} if action == HostControl.SPOTLIGHT else {}

        def act(session: Session, doer: _Doer) -> None:
            nonlocal untold, whom
            conference_id = doer.meeting.conference_id
            people.everybody(session, conference_id)
            # As it was when the service was asked: by then they may go by another name, and it has been done to them.
            whom = whom or _whom(session, doer.meeting, person)
            self._record(session, RECORDED[action], doer, whom[0], **whom[1], **more)
            untold = self._conferences.dialling.is_untold(session, conference_id, person)
            conference = self._conferences.get(session, conference_id)
            self._conferences.controls.require(conference, action)
            if action == HostControl.ADMIT:
                self._conferences.controls.require_host(conference, host_in=people.has_host(session, conference_id))
            PERSON_ACTIONS[action](self._live, session, conference_id, person, asked)

        text = names.tidy(asked["text"]) if action == HostControl.NOTE else ""
        shown = self._do(bearer, meeting_id, RECORDED[action], act, Wish(action, person, on=on, text=text))
        if untold:
            raise Unavailable("service-unavailable", MAY_RING)
        return shown

    def look_for_hands(self, bearer: str, meeting_id: str) -> list[Json]:
        """Look whose hands are up where the service does not tell by itself. Raises as `on_person`."""
        attempted, controls = "hands.looked", self._conferences.controls
        with suppress(_TriedError), self._acting(bearer, meeting_id, attempted):
            raise _TriedError
        with self._database.read() as session:
            conference = self._conferences.get(session, require_meeting(session, meeting_id).conference_id)
        seen = controls.look(conference)
        with self._acting(bearer, meeting_id, attempted) as (session, doer):
            self._live.looked(session, conference.id, seen)
            self._record(session, attempted, doer)
            return self._list(session, doer)

    def mute_guests(self, bearer: str, meeting_id: str) -> list[Json]:
        """Mute everybody who is not a host. Raises as `on_person`."""

        def act(session: Session, doer: _Doer) -> None:
            self._live.mute_guests(session, doer.meeting.conference_id)
            self._record(session, "guests.muted", doer)

        return self._do(bearer, meeting_id, "guests.muted", act, Wish(HostControl.MUTE_GUESTS))

    def unmute_guests(self, bearer: str, meeting_id: str) -> list[Json]:
        """Take a host's muting away from everybody who is not a host. Raises as `on_person`."""

        def act(session: Session, doer: _Doer) -> None:
            conference_id = doer.meeting.conference_id
            controls = self._conferences.controls
            controls.require(self._conferences.get(session, conference_id), HostControl.UNMUTE_GUESTS)
            self._live.unmute_guests(session, conference_id)
            self._record(session, "guests.unmuted", doer)

        return self._do(bearer, meeting_id, "guests.unmuted", act, Wish(HostControl.UNMUTE_GUESTS))

    def lock(self, bearer: str, meeting_id: str, *, locked: bool) -> list[Json]:
        """Lock or unlock the meeting. Raises as `on_person`."""

        def act(session: Session, doer: _Doer) -> None:
            self._live.lock(session, doer.meeting.conference_id, locked=locked)
            self._record(session, "meeting.locked" if locked else "meeting.unlocked", doer)

        return self._do(bearer, meeting_id, "meeting.locked", act, Wish(HostControl.LOCK, locked=locked))

    def end(self, bearer: str, meeting_id: str) -> list[Json]:
        """End the meeting for everybody. Raises as `on_person`."""

        def act(session: Session, doer: _Doer) -> None:
            self._hosting.end(session, doer.meeting)
            self._record(session, "meeting.ended", doer)

        return self._do(bearer, meeting_id, "meeting.ended", act, Wish(HostControl.END))

    def require_known(self, bearer: str, meeting_id: str) -> None:
        """Refuse a bearer that no host of the meeting has, before anything is taken for it. Raises Unauthenticated."""
        with self._database.read() as session:
            self._hosting.rights.known(session, bearer, meeting_id)

    def open(self, bearer: str, meeting_id: str, stream: str, hear: Callable[[Iterable[str]], None]) -> Opened:
        """Let a host's page listen on `stream`, in one transaction; `hear` is told what to listen to.

        Whom the page shows as it opens is recorded; for whoever comes later, call `record_shown`.
        Raises Unauthenticated.
        """
        with self._live.opening(stream), self._database.write(about_meeting(meeting_id)) as session:
            host = self._hosting.rights.session(session, bearer, meeting_id)
            meeting = require_meeting(session, meeting_id)
            mailbox = person_topic(host.participant_id)
            # Before anything that may change is read: what happens from here on is news.
            hear((conference_topic(meeting.conference_id), mailbox))
            attending = self._attend(session, people.by_token(session, host.token_hash), stream)
            told = self._told(session, bearer, meeting_id, stream, attending=attending)
            rows = _people(told)
            self._hosting.record(session, "people.shown", host.user, meeting, shown_subjects(rows))
            return Opened(Ear(mailbox, host.user, {_who(row) for row in rows}), told, attending)

    def record_shown(self, ear: Ear, meeting_id: str, told: Iterable[Told]) -> None:
        """Record whom the stream is about to show for the first time. Writes nothing when that is nobody."""
        fresh = [row for row in _people(told) if row["kind"] != "staff" and _who(row) not in ear.shown]
        if not fresh:
            return
        with self._database.write(about_meeting(meeting_id)) as session:
            meeting = require_meeting(session, meeting_id)
            self._hosting.record(session, "people.shown", ear.user, meeting, shown_subjects(fresh))
        ear.shown.update(_who(row) for row in fresh)

    def attend(self, bearer: str, stream: str) -> bool:
        """Note that the host's page listens on `stream`, if the host has come in from it; True when that is so."""
        with self._database.write(about_bearer(digest(bearer))) as session:
            return self._attend(session, people.by_token(session, digest(bearer)), stream)

    def _attend(self, session: Session, presence: Presence | None, stream: str) -> bool:
        if presence is None or presence.state not in people.HERE:
            return False
        self._live.heard(session, presence, stream)
        return True

    def hang_up(self, bearer: str, stream: str) -> None:
        """Note that `stream` has ended."""
        self._live.closed(stream)
        with self._database.write(about_bearer(digest(bearer))) as session:
            presence = people.by_token(session, digest(bearer))
            if presence is not None:
                self._live.unheard(session, presence.id, stream)

    def told(self, bearer: str, meeting_id: str, stream: str, *, attending: bool) -> list[Told]:
        """Return what a host's page shows, as named events, a `bye` last when the host is out.

        Who may host no more is told nothing but that. `attending` says that the host was in on this stream before: only
        such a page can have been moved away from.
        """
        with self._database.read() as session:
            return self._told(session, bearer, meeting_id, stream, attending=attending)

    def _told(self, session: Session, bearer: str, meeting_id: str, stream: str, *, attending: bool) -> list[Told]:
        meeting = require_meeting(session, meeting_id)
        people.everybody(session, meeting.conference_id)
        presence = people.by_token(session, digest(bearer))
        reason = _farewell(presence, stream, attending=attending)
        if not self._hosting.rights.holds(session, bearer, meeting_id):
            return [("bye", {"reason": reason or "removed"})]
        told: list[Told] = [
            ("meeting", self._meeting(session, meeting)),
            ("participants", {"participants": attendance.for_host(session, meeting)}),
        ]
        if presence is not None:
            conference = self._conferences.get(session, presence.conference_id)
            told.append(("presence", attendance.own(session, presence, conference)))
        return [*told, ("bye", {"reason": reason})] if reason else told

    def _meeting(self, session: Session, meeting: Meeting) -> Json:
        conference = self._conferences.get(session, meeting.conference_id)
        named, reason = state(
            meeting,
            conference,
            host_in=people.has_host(session, conference.id),
            now=self._clock.now(),
            closes_after=self._profile.door.closes_minutes_after,
        )
        return {
            "state": named,
            "state_reason": reason,
            "start": meeting.start.isoformat(),
            "end": meeting.end.isoformat(),
            "participant_limit": conference.participant_limit,
            "in_count": people.in_count(session, conference.id),
            "locked": conference.locked,
            "hands_at": conference.hands_at.isoformat() if conference.hands_at else None,
            "ending_at": conference.ending_at.isoformat() if conference.ending_at else None,
            "ending_reason": conference.ending_reason,
        }

    def _do(self, bearer: str, meeting_id: str, attempted: str, act: _Deed, wish: Wish) -> list[Json]:
        conference = self._held_elsewhere(meeting_id)
        if conference is None:
            return self._done(bearer, meeting_id, attempted, act)
        # Only what would be allowed and make sense here is asked of the service; nothing is kept of the trial.
        self._try(bearer, meeting_id, attempted, act)
        with self._last_places.turn(conference, wish) as is_one_by_one:
            if is_one_by_one:
                self._try(bearer, meeting_id, attempted, act)
            with self._database.read() as session:
                presence = people.find(session, conference.id, wish.person) if wish.person else None
            self._conferences.controls.do(conference, wish, presence)
            return self._done(bearer, meeting_id, attempted, act, done_there=True)

    def _held_elsewhere(self, meeting_id: str) -> Conference | None:
        controls = self._conferences.controls
        if not controls.any:
            return None
        with self._database.read() as session:
            conference = self._conferences.get(session, require_meeting(session, meeting_id).conference_id)
        return conference if controls.passed_on(conference) else None

    def _try(self, bearer: str, meeting_id: str, attempted: str, act: _Deed) -> None:
        with suppress(_TriedError), self._acting(bearer, meeting_id, attempted) as (session, doer):
            act(session, doer)
            raise _TriedError

    def _done(
        self, bearer: str, meeting_id: str, attempted: str, act: _Deed, *, done_there: bool = False
    ) -> list[Json]:
        with self._acting(bearer, meeting_id, attempted) as (session, doer):
            try:
                act(session, doer)
            except (Conflict, Invalid, NotFound):
                # The service has already told what came of it, and our live state is there before us; that it was done
                # is in the access log all the same.
                if not done_there:
                    raise
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
    return subjects([participant]), colleague(participant)


def _people(told: Iterable[Told]) -> list[Json]:
    return [row for name, data in told if name == "participants" for row in data["participants"]]


def _who(row: Json) -> tuple[str, str | None]:
    return row["id"], row["name"]


def _farewell(presence: Presence | None, stream: str, *, attending: bool) -> str | None:
    if attending and (presence is None or presence.stream not in (None, stream)):
        return "moved"
    return attendance.farewell(presence) if presence is not None else None
