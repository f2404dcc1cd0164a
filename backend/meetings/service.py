"""The meetings: create, read, list, change, remove. Every outside effect is a job in the same transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session, selectinload

from backend.audit import AccessLog
from backend.clock import Clock
from backend.errors import Conflict, FieldFault, Invalid, Outdated
from backend.identity import Actor, Directory, Person, Role
from backend.meetings import access, remembering, times
from backend.meetings.doors import mint_code
from backend.meetings.hosting import Hosting
from backend.meetings.models import Cohost, Door, DoorState, Lifecycle, Meeting
from backend.meetings.recording import Recorder
from backend.meetings.refusals import Refusals
from backend.meetings.view import MeetingView, Viewer
from backend.profiles import Profile
from backend.storage import Database, new_id
from backend.units.gates import UnitGates
from backend.video import overview
from backend.video.conferences import Conferences
from backend.video.models import Conference

Json = dict[str, Any]
_LONGEST_RANGE = timedelta(days=400)
_CAN_BE_ON = timedelta(days=2)
# What `change` changes, in its order.
_CHANGES = ("appointment", "cohosts", "kind", "time")


class _Booking(NamedTuple):
    """Who books, for whose mailbox, and who holds the meeting."""

    user: str
    mailbox: str
    organiser: Person


class Meetings:
    """What the booker can do. Refusals are raised as `backend.errors`; nothing is half done."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self,
        database: Database,
        clock: Clock,
        profile: Profile,
        directory: Directory,
        conferences: Conferences,
        hosting: Hosting,
        gates: UnitGates,
        view: MeetingView,
        access_log: AccessLog,
    ) -> None:
        self._database = database
        self._clock = clock
        self._profile = profile
        self._directory = directory
        self._conferences = conferences
        self._hosting = hosting
        self._gates = gates
        self._view = view
        self._recorder = Recorder(access_log)
        self._refusals = Refusals(database, clock, access_log)

    def create(self, actor: Actor, request: Json, key: str) -> Json:
        """Create a meeting and return its body; the same request under the same key gives the same answer for 24 hours.

        Without `appointment` the meeting stands on its own (meet now, mission A16).
        Raises Forbidden, Invalid (unknown-type, unknown-service, unknown-mailbox, bad-time, end-before-start),
        Conflict (idempotency-key-reused).
        """
        booking = self._booking(actor, request)
        access.require_booking(actor, booking.organiser.unit.id)
        with self._database.write() as session:
            now = self._clock.now()
            before = remembering.recall(session, actor.user, key, request, now)
            if before is not None:
                return {**self._body(session, session.get_one(Meeting, before["id"]), actor), **before}
            meeting = self._new(session, booking, request, now)
            self._recorder.staff(session, "meeting.created", actor, meeting, type=meeting.type)
            answer = self._body(session, meeting, actor)
            remembering.remember(session, actor.user, key, request, answer, now)
            return answer

    def read(self, actor: Actor, meeting_id: str) -> Json:
        """Return a meeting's body. Raises NotFound."""
        with self._refusals.noted(actor, meeting_id, "meeting.read"), self._database.write() as session:
            meeting = session.get(Meeting, meeting_id)
            if meeting is None or not self._viewer(session, meeting, actor).hosts:
                meeting = access.require_seeing(actor, meeting)
            self._recorder.staff(session, "meeting.read", actor, meeting)
            return self._body(session, meeting, actor)

    def list(self, actor: Actor, start: datetime, end: datetime) -> Sequence[Json]:
        """Return the meetings of the period that the person organises, booked, co-hosts or administers; earliest first.

        Those one only administers come without their link.
        Raises Invalid (end-before-start; limit-exceeded for more than 400 days).
        """
        times.period(start, end)
        if end - start > _LONGEST_RANGE:
            raise Invalid("limit-exceeded", faults=(FieldFault("/to", "limit-exceeded"),))
        mine = [
            Meeting.organiser == actor.user,
            Meeting.booked_by == actor.user,
            Meeting.mailbox.in_([mailbox.address for mailbox in actor.mailboxes if mailbox.address]),
            Meeting.cohosts.any(Cohost.mailbox == actor.person.address),
        ]
        if actor.has(Role.REGION_ADMIN):
            mine.append(true())
        mine.append(Meeting.unit.in_(actor.units_with(*access.ADMINISTRATORS)))
        query = (
            select(Meeting, Conference)
            .join(Conference, Conference.id == Meeting.conference_id)
            .where(or_(*mine), Meeting.end > start, Meeting.start < end, Meeting.lifecycle != Lifecycle.REMOVED)
            .options(selectinload(Meeting.doors), selectinload(Meeting.cohosts))
            .order_by(Meeting.start, Meeting.id)
        )
        with self._database.read() as session:
            found = session.execute(query).all()
            hosted = overview.hosted(session, [conference.id for _, conference in found])
            now = self._clock.now()
            return [
                self._view.summary(
                    meeting,
                    conference,
                    self._viewer(session, meeting, actor),
                    host_in=conference.id in hosted,
                    now=now,
                )
                for meeting, conference in found
            ]

    def change(self, actor: Actor, meeting_id: str, request: Json, if_match: str | None) -> Json:
        """Change what is named and return the body; naming what already holds changes nothing, not even the version.

        Raises NotFound, Forbidden, Outdated (If-Match of another version), Conflict (meeting-removed; meeting-live when
        somebody is in and the change would move them), Invalid as `create`.
        """
        with self._refusals.noted(actor, meeting_id, "meeting.changed"), self._database.write() as session:
            meeting = access.require_changing(actor, session.get(Meeting, meeting_id))
            if if_match is not None and if_match not in {str(meeting.version), "*"}:
                raise Outdated("precondition-failed")
            if meeting.lifecycle == Lifecycle.REMOVED:
                raise Conflict("meeting-removed")
            conference = self._conferences.get(session, meeting.conference_id)
            changed = [
                self._change_appointment(meeting, request),
                self._change_cohosts(session, meeting, request),
                self._change_kind(session, meeting, conference, request),
                self._change_time(session, meeting, request),
            ]
            if any(changed):
                meeting.version += 1
                what = "+".join(name for name, done in zip(_CHANGES, changed, strict=True) if done)
                self._recorder.staff(session, "meeting.changed", actor, meeting, what=what, version=meeting.version)
            session.flush()
            return self._body(session, meeting, actor)

    def remove(self, actor: Actor, meeting_id: str) -> None:
        """Remove the meeting: its doors shut at once and its conference goes. Removing it again does nothing.

        Raises NotFound, Forbidden, and Conflict (meeting-live) while a host is in: people are asked, never cut off.
        """
        with self._refusals.noted(actor, meeting_id, "meeting.removed"), self._database.write() as session:
            meeting = access.require_removing(actor, session.get(Meeting, meeting_id))
            if self.take_away(session, meeting, "removed-by-booker"):
                self._recorder.staff(session, "meeting.removed", actor, meeting)

    def take_away(self, session: Session, meeting: Meeting, reason: str) -> bool:
        """Remove a meeting in the session's transaction, for the reason given; False when it was removed already.

        Raises Conflict (meeting-live).
        """
        if meeting.lifecycle == Lifecycle.REMOVED:
            return False
        if overview.hosted(session, [meeting.conference_id]):
            raise Conflict("meeting-live")
        meeting.lifecycle, meeting.lifecycle_reason = Lifecycle.REMOVED, reason
        meeting.lifecycle_at = self._clock.now()
        meeting.version += 1
        for door in meeting.doors:
            if door.state == DoorState.OPEN:
                door.state = DoorState.REMOVED
        self._conferences.drop(session, meeting.conference_id)
        session.flush()
        return True

    def _booking(self, actor: Actor, request: Json) -> _Booking:
        mailbox = request.get("mailbox", actor.person.address).lower()
        if not actor.may_book_for(mailbox):
            raise Invalid("unknown-mailbox", faults=(FieldFault("/mailbox", "unknown-mailbox"),))
        return _Booking(actor.user, mailbox, self._directory.by_mailbox(mailbox) or actor.person)

    def _new(self, session: Session, by: _Booking, request: Json, now: datetime) -> Meeting:
        kind = self._profile.type(request["type"])
        start, end = _period(request)
        service = self._gates.service_for(by.organiser.unit.id, kind.code, request.get("service"))
        appointment = request.get("appointment")
        language = request.get("language", "sv")
        conference = self._conferences.want(
            session, service=service, start=start, end=end, participant_limit=kind.participant_limit, language=language
        )
        meeting = Meeting(
            id=new_id("m"),
            unit=by.organiser.unit.id,
            organiser=by.organiser.user,
            booked_by=by.user,
            mailbox=by.mailbox,
            type=kind.code,
            language=language,
            start=start,
            end=end,
            time_zone=times.zone(appointment or {}),
            conference_id=conference.id,
            lifecycle=Lifecycle.OPEN,
            lifecycle_at=now,
            appointment_expected=appointment is not None,
            appointment_item=(appointment or {}).get("item_id"),
            appointment_series=(appointment or {}).get("series_id"),
            created_at=now,
            version=1,
            doors=[Door(code=mint_code(), state=DoorState.OPEN, created_at=now)],
            cohosts=[Cohost(mailbox=address) for address in self._known(request.get("cohosts", ()))],
        )
        session.add(meeting)
        session.flush()
        return meeting

    def _change_appointment(self, meeting: Meeting, request: Json) -> bool:
        named = request.get("appointment", {})
        item = named.get("item_id") or meeting.appointment_item
        series = named.get("series_id") or meeting.appointment_series
        if (item, series) == (meeting.appointment_item, meeting.appointment_series):
            return False
        meeting.appointment_item, meeting.appointment_series, meeting.appointment_expected = item, series, True
        return True

    def _change_cohosts(self, session: Session, meeting: Meeting, request: Json) -> bool:
        if "cohosts" not in request:
            return False
        wanted = self._known(request["cohosts"])
        if wanted == [cohost.mailbox for cohost in meeting.cohosts]:
            return False
        kept = {cohost.mailbox: cohost for cohost in meeting.cohosts}
        meeting.cohosts = [kept.get(address) or Cohost(mailbox=address) for address in wanted]
        session.flush()
        for address in kept.keys() - set(wanted):
            person = self._directory.by_mailbox(address)
            if person is not None:
                self._hosting.put_out(session, meeting, person.user)
        return True

    def _change_time(self, session: Session, meeting: Meeting, request: Json) -> bool:
        start, end = _period({"start": meeting.start.isoformat(), "end": meeting.end.isoformat(), **request})
        named = request.get("appointment", {})
        time_zone = times.zone(named) if "time_zone" in named else meeting.time_zone
        if (start, end, time_zone) == (meeting.start, meeting.end, meeting.time_zone):
            return False
        meeting.start, meeting.end, meeting.time_zone = start, end, time_zone
        self._follow(session, meeting)
        if meeting.lifecycle == Lifecycle.ENDED and end > self._clock.now():
            meeting.lifecycle, meeting.lifecycle_reason = Lifecycle.OPEN, "moved"
            meeting.lifecycle_at = self._clock.now()
        return True

    def _change_kind(self, session: Session, meeting: Meeting, conference: Conference, request: Json) -> bool:
        if not {"type", "service"} & request.keys():
            return False
        old, new = self._profile.type(meeting.type), self._profile.type(request.get("type", meeting.type))
        wanted = request.get("service", conference.service if old is new else None)
        if old is new and wanted == conference.service:
            # Also where the unit's agreement for it has run out since: what is booked is left as it is.
            return False
        service = self._gates.service_for(meeting.unit, new.code, wanted)
        if overview.hosted(session, [conference.id]):
            raise Conflict("meeting-live")
        meeting.type = new.code
        if old.audience == new.audience:
            # The door is ours: it stays, and leads to whatever the meeting becomes.
            self._follow(session, meeting, service)
            return True
        # Another audience: whoever has the old link must never come in to the new meeting (mission A4).
        self._conferences.drop(session, conference.id)
        start, end = meeting.start, meeting.end
        fresh = self._conferences.want(
            session, service=service, start=start, end=end,
            participant_limit=new.participant_limit, language=meeting.language,
        )  # fmt: skip
        meeting.conference_id = fresh.id
        for door in meeting.doors:
            if door.state == DoorState.OPEN:
                door.state = DoorState.CHANGED
        session.flush()
        meeting.doors.append(Door(code=mint_code(), state=DoorState.OPEN, created_at=self._clock.now()))
        return True

    def _follow(self, session: Session, meeting: Meeting, service: str | None = None) -> None:
        known = self._profile.has_type(meeting.type)
        limit = self._profile.type(meeting.type).participant_limit if known else None
        self._conferences.change(
            session,
            meeting.conference_id,
            start=meeting.start,
            end=meeting.end,
            participant_limit=limit,
            service=service,
        )

    def _known(self, addresses: Sequence[str]) -> Sequence[str]:
        for number, address in enumerate(addresses):
            if self._directory.by_mailbox(address) is None:
                raise Invalid("unknown-mailbox", faults=(FieldFault(f"/cohosts/{number}", "unknown-mailbox"),))
        return sorted({address.lower() for address in addresses})

    def _body(self, session: Session, meeting: Meeting, actor: Actor) -> Json:
        conference = self._conferences.get(session, meeting.conference_id)
        host_in = bool(overview.hosted(session, [conference.id]))
        viewer = self._viewer(session, meeting, actor)
        return self._view.body(meeting, conference, viewer, host_in=host_in, now=self._clock.now())

    def _viewer(self, session: Session, meeting: Meeting, actor: Actor) -> Viewer:
        # Long lists: who stays is only asked of meetings that can be on.
        near = abs(self._clock.now() - meeting.start) < _CAN_BE_ON
        hosts = self._hosting.rights.may_host(session, meeting, actor) if near else access.may_host(actor, meeting)
        return Viewer(actor, hosts)


def _period(request: Mapping[str, Any]) -> tuple[datetime, datetime]:
    return times.period(times.moment(request["start"], "/start"), times.moment(request["end"], "/end"))
