"""Participants: who is expected in a meeting, each with a link of their own. Kept only by us."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from backend import versions
from backend.audit import AccessLog
from backend.clock import Clock
from backend.errors import Conflict, FieldFault, Forbidden, Invalid, NotFound, Outdated
from backend.identity import Actor
from backend.meetings import access, attendance, names
from backend.meetings.about import about_meeting
from backend.meetings.doors import mint_code
from backend.meetings.models import Door, DoorState, Lifecycle, Meeting, Participant
from backend.meetings.recording import Recorder, shown_subjects, subjects
from backend.meetings.refusals import Refusals
from backend.storage import Database, new_id
from backend.video import people
from backend.video.conferences import Conferences
from backend.video.live import Live
from backend.video.models import PresenceState

Json = dict[str, Any]
# More than any service takes; a bound all the same, so that a list stays a list.
MOST = 100


class Participants:
    """What booker and hosts do with the list. An administrator of the unit never sees who takes part."""

    def __init__(  # noqa: PLR0913 - wired once, in app.py
        self,
        database: Database,
        clock: Clock,
        live: Live,
        conferences: Conferences,
        origin: str,
        access_log: AccessLog,
    ) -> None:
        self._database = database
        self._clock = clock
        self._live = live
        self._conferences = conferences
        self._origin = origin
        self._recorder = Recorder(access_log)
        self._refusals = Refusals(database, clock, access_log)

    def listing(self, actor: Actor, meeting_id: str) -> list[Json]:
        """Return everybody expected and everybody who came. Raises NotFound, Forbidden."""
        with (
            self._refusals.noted(actor, meeting_id, "people.listed"),
            self._database.write(about_meeting(meeting_id)) as session,
        ):
            meeting = _require(session, actor, meeting_id)
            rows = attendance.for_booker(session, meeting, self._origin)
            self._recorder.staff(session, "people.listed", actor, meeting, shown_subjects(rows))
            return rows

    def version(self, meeting_id: str) -> str:
        """Return the version of the list of those expected: another once somebody is added or taken off."""
        with self._database.read() as session:
            return _version(session, meeting_id)

    def add(
        self, actor: Actor, meeting_id: str, request: Json, key: str | None = None, if_match: str | None = None
    ) -> Json:
        """Add somebody and return them with their link; the same `key` again returns the one already added.

        Raises NotFound, Forbidden, Outdated (with `if_match`, when the list is another than was read), Conflict
        (meeting-removed; idempotency-key-reused for somebody else under the key), Invalid (too-long, limit-exceeded).
        """
        with (
            self._refusals.noted(actor, meeting_id, "person.added"),
            self._database.write(about_meeting(meeting_id)) as session,
        ):
            meeting = _require(session, actor, meeting_id)
            if meeting.lifecycle == Lifecycle.REMOVED:
                raise Conflict("meeting-removed")
            participant_id = _id_for(actor, meeting_id, key) if key else new_id("p")
            known = session.get(Participant, participant_id)
            if known is not None:
                if any(getattr(known, name) != value for name, value in _facts(request).items()):
                    raise Conflict("idempotency-key-reused")
                return self._body(session, known)
            _require_current(session, meeting_id, if_match)
            self._require_room(session, meeting_id)
            participant = Participant(
                id=participant_id,
                meeting_id=meeting_id,
                **_facts(request),
                invited=True,
                created_at=self._clock.now(),
            )
            session.add(participant)
            session.flush()
            door = Door(code=mint_code(), state=DoorState.OPEN, created_at=self._clock.now())
            door.participant_id = participant.id
            meeting.doors.append(door)
            self._recorder.staff(session, "person.added", actor, meeting, subjects([participant]))
            session.flush()
            return self._body(session, participant)

    def remove(self, actor: Actor, meeting_id: str, participant_id: str, if_match: str | None = None) -> bool:
        """Take somebody off the list: their link shuts, they are put out and forgotten. Twice is no error.

        True when they are in, or wait, at a service that can't be asked to hang up: a host has to put them out there.
        Raises NotFound, Forbidden.
        """
        with (
            self._refusals.noted(actor, meeting_id, "person.removed"),
            self._database.write(about_meeting(meeting_id)) as session,
        ):
            meeting = _require(session, actor, meeting_id)
            participant = session.get(Participant, participant_id)
            if participant is None or participant.meeting_id != meeting_id:
                raise NotFound("not-found")
            if not participant.removed:
                _require_current(session, meeting_id, if_match)
                self._recorder.staff(session, "person.removed", actor, meeting, subjects([participant]))
            participant.removed, participant.name, participant.phone = True, "", ""
            for door in participant.doors:
                door.state = DoorState.REMOVED
            # Whoever only looks at that door learns it now, and not by a press.
            self._live.tell(session, meeting.conference_id)
            presence = people.find(session, meeting.conference_id, participant_id)
            if presence is None:
                return False
            is_there = presence.state in (*people.NOT_IN_YET, PresenceState.IN)
            # Staff who host come by their own right, and may be let on again.
            for_good = participant.staff_user is None
            self._live.send_away(session, meeting.conference_id, participant_id, for_good=for_good)
            if not is_there:
                presence.display_name = ""
                return False
            service = self._conferences.get(session, meeting.conference_id).service
            return presence.call is not None and not self._conferences.hangs_up(service)

    def _require_room(self, session: Session, meeting_id: str) -> None:
        expected = select(func.count()).select_from(Participant)
        expected = expected.where(Participant.meeting_id == meeting_id, Participant.invited, ~Participant.removed)
        if (session.scalar(expected) or 0) >= MOST:
            raise Invalid("limit-exceeded", faults=(FieldFault("", "limit-exceeded"),))

    def _body(self, session: Session, participant: Participant) -> Json:
        door = next((door for door in participant.doors if door.state == DoorState.OPEN), None)
        if door is None:
            raise Conflict("meeting-removed")
        meeting = session.get_one(Meeting, participant.meeting_id)
        presence = people.find(session, meeting.conference_id, participant.id)
        return attendance.booked(participant, f"{self._origin}/m/{door.code}", presence)


def erase_before(session: Session, moment: datetime) -> int:
    """Blank names, phone numbers and staff names of everybody in meetings that were over before `moment`; how many.

    A meeting is over when its time has passed or it was removed. Seed 001: personal data is gone 14 days after it.
    """
    removed = and_(Meeting.lifecycle == Lifecycle.REMOVED, Meeting.lifecycle_at < moment)
    over = select(Meeting.id).where(or_(Meeting.end < moment, removed))
    personal = (Participant.name != "") | (Participant.phone != "") | Participant.staff_user.is_not(None)
    blanked = session.scalars(
        update(Participant)
        .where(Participant.meeting_id.in_(over), personal)
        .values(name="", phone="", staff_user=None)
        .returning(Participant.id)
        .execution_options(synchronize_session="fetch")
    )
    return len(blanked.all())


def _require(session: Session, actor: Actor, meeting_id: str) -> Meeting:
    meeting = access.require_seeing(actor, session.get(Meeting, meeting_id))
    if not (access.may_change(actor, meeting) or access.may_host(actor, meeting)):
        raise Forbidden("forbidden")
    return meeting


def _version(session: Session, meeting_id: str) -> str:
    expected = select(Participant.id).where(Participant.meeting_id == meeting_id)
    return versions.of_rows(session.scalars(expected.where(Participant.invited, ~Participant.removed)))


def _require_current(session: Session, meeting_id: str, if_match: str | None) -> None:
    # Who was added or taken off, and by whom, is read in the list: a refusal names nobody.
    if if_match is not None and not versions.names(if_match, version := _version(session, meeting_id)):
        raise Outdated("precondition-failed", version=version, changed=("participants",))


def _facts(request: Json) -> Json:
    return {
        "kind": request["kind"],
        "name": names.clean(request.get("name", "")),
        "phone": request.get("phone", "").strip(),
        "identity": request.get("identity", "none"),
    }


def _id_for(actor: Actor, meeting_id: str, key: str) -> str:
    return f"p{hashlib.sha256(f'{actor.user}|{meeting_id}|{key}'.encode()).hexdigest()[:24]}"
