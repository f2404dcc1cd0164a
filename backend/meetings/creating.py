"""Creating a meeting: the meeting, its door, the conference it wants and the job that makes it, all or none of them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from backend.errors import FieldFault, Invalid
from backend.identity import Actor, Person
from backend.meetings import access, recurrence, remembering, times
from backend.meetings import series as all_series
from backend.meetings.desk import Case, Desk, Json
from backend.meetings.doors import mint_code
from backend.meetings.models import Cohost, Door, DoorState, Lifecycle, Meeting
from backend.meetings.recurrence import Pattern, Slot
from backend.profiles.shapes import MeetingType
from backend.steps import OVER, Kind, Outcome, Step, run
from backend.storage import new_id
from backend.video.models import Conference


@dataclass
class Creating(Case):
    """A request under its key, and what is made of it step by step."""

    request: Json
    key: str
    now: datetime = field(init=False)
    mailbox: str = field(init=False)
    organiser: Person = field(init=False)
    kind: MeetingType = field(init=False)
    period: tuple[datetime, datetime] = field(init=False)
    service: str = field(init=False)
    link: str | None = field(init=False)
    conference: Conference = field(init=False)
    pattern: Pattern | None = None
    slots: Sequence[Slot] = ()
    others: Sequence[Meeting] = ()

    @property
    def language(self) -> str:
        """The language the invitation is written in."""
        return str(self.request.get("language", "sv"))

    def transaction(self) -> AbstractContextManager[Session]:
        """Begin a transaction about this user's key: a repeat waits for the first."""
        return self.desk.database.write(f"created:{self.actor.user} {self.key}")


def _know_mailbox(case: Creating) -> None:
    mailbox = case.request.get("mailbox", case.actor.person.address).lower()
    if not case.actor.may_book_for(mailbox):
        raise Invalid("unknown-mailbox", faults=(FieldFault("/mailbox", "unknown-mailbox"),))
    case.mailbox, case.organiser = mailbox, case.desk.directory.by_mailbox(mailbox) or case.actor.person
    access.require_booking(case.actor, case.organiser.unit.id)


def _recall(case: Creating) -> Outcome | None:
    case.now = case.desk.clock.now()
    before = remembering.recall(case.session, case.actor.user, case.key, case.request, case.now)
    if before is None:
        return None
    case.meeting = case.session.get_one(Meeting, before["id"])
    case.answer = {**case.desk.body(case.session, case.meeting, case.actor), **before}
    return OVER


def _choose_service(case: Creating) -> None:
    case.kind = case.desk.profile.type(case.request["type"])
    case.period = times.asked(case.request)
    case.service = case.desk.gates.service_for(case.organiser.unit.id, case.kind.code, case.request.get("service"))


def _choose_link(case: Creating) -> None:
    case.link = case.desk.link(case.service, case.kind.code, case.request.get("link"))


def _read_recurrence(case: Creating) -> None:
    appointment = case.request.get("appointment") or {}
    if appointment.get("recurrence") is None:
        return
    case.pattern = all_series.read(appointment["recurrence"], times.zone(appointment), case.period)
    case.slots = recurrence.window(case.pattern, case.now).slots
    # The first day of the pattern need not be one the rule names; the first meeting is the first that is to come.
    case.period = (case.slots[0].start, case.slots[0].end)


def _want_conference(case: Creating) -> None:
    start, end = case.period
    case.conference = case.desk.conferences.want(
        case.session,
        service=case.service,
        start=start,
        end=end,
        participant_limit=case.kind.participant_limit,
        language=case.language,
        link=case.link,
        pool=case.organiser.unit.id,
    )


def _add_meeting(case: Creating) -> None:
    start, end = case.period
    appointment = case.request.get("appointment")
    case.meeting = Meeting(
        id=new_id("m"),
        unit=case.organiser.unit.id,
        organiser=case.organiser.user,
        booked_by=case.actor.user,
        mailbox=case.mailbox,
        type=case.kind.code,
        language=case.language,
        start=start,
        end=end,
        time_zone=times.zone(appointment or {}),
        conference_id=case.conference.id,
        lifecycle=Lifecycle.OPEN,
        lifecycle_at=case.now,
        appointment_expected=appointment is not None,
        appointment_item=(appointment or {}).get("item_id"),
        appointment_series=(appointment or {}).get("series_id"),
        created_at=case.now,
        version=1,
        doors=[Door(code=mint_code(), state=DoorState.OPEN, created_at=case.now)],
        cohosts=[Cohost(mailbox=address) for address in case.desk.known(case.request.get("cohosts", ()))],
    )
    case.session.add(case.meeting)
    case.session.flush()


def _add_series(case: Creating) -> None:
    if case.pattern is None:
        return
    series = all_series.begin(case.desk, case.session, case.meeting, case.pattern, case.slots[0])
    case.others = all_series.make(case.desk, case.session, series, case.slots[1:], case.link)


def _record(case: Creating) -> None:
    made = (case.meeting, *case.others)
    case.desk.recorder.staff_each(
        case.session, "meeting.created", case.actor, made, type=case.meeting.type, meetings=len(made)
    )


def _remember(case: Creating) -> None:
    case.answer = case.desk.body(case.session, case.meeting, case.actor)
    remembering.remember(case.session, case.actor.user, case.key, case.request, case.answer, case.now)


STEPS: tuple[Step[Creating], ...] = (
    Step("know-mailbox", _know_mailbox),
    Step("begin", kind=Kind.BEGIN),
    Step("recall-answer", _recall),
    Step("choose-service", _choose_service),
    Step("choose-link", _choose_link),
    Step("read-recurrence", _read_recurrence),
    Step("want-conference", _want_conference),
    Step("add-meeting", _add_meeting),
    Step("add-series", _add_series),
    Step("record", _record),
    Step("remember-answer", _remember),
    Step("commit", kind=Kind.COMMIT),
)


def create(desk: Desk, actor: Actor, request: Json, key: str) -> Json:
    """See `Meetings.create`."""
    case = Creating(desk, actor, request, key)
    run("creating", STEPS, case, desk.watch)
    return case.answer
