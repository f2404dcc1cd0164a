"""Changing a meeting's type, service or link: the door stays for the same audience, else it is shut."""

from dataclasses import dataclass

from backend.errors import Conflict
from backend.identity import Actor
from backend.meetings import moving
from backend.meetings.desk import Desk, Json
from backend.meetings.doors import mint_code
from backend.meetings.models import Door, DoorState
from backend.meetings.moving import Moving
from backend.profiles.shapes import MeetingType
from backend.steps import Step, run
from backend.video import overview


@dataclass
class Changing(Moving):
    """A change of type, service or link. `service` is the one to have; None while nothing of the kind is to change."""

    service: str | None = None
    link: str | None = None
    another_audience: bool = False

    @property
    def kind(self) -> MeetingType:
        """The type the meeting has by now."""
        return self.desk.profile.type(self.meeting.type)


def _choose_service(case: Changing) -> None:
    conference = case.desk.conferences.get(case.session, case.meeting.conference_id)
    old, new = case.kind, case.desk.profile.type(case.request.get("type", case.meeting.type))
    wanted = case.request.get("service", conference.service if old is new else None)
    if old is new and wanted == conference.service:
        # Also where the unit's agreement for it has run out since: what is booked is left as it is.
        return
    case.service = case.desk.gates.service_for(case.meeting.unit, new.code, wanted)
    if overview.hosted(case.session, [conference.id]):
        raise Conflict("meeting-live")
    case.another_audience = old.audience != new.audience
    case.meeting.type = new.code
    case.changed.append("kind")


def _choose_link(case: Changing) -> None:
    conference = case.desk.conferences.get(case.session, case.meeting.conference_id)
    service, given = case.service or conference.service, case.request.get("link")
    if case.service is None and given is None:
        case.link = conference.link
        return
    # Another type of the same service may have other systems: the link there is has to stand the test anew. And whoever
    # has the old one must never come in to the new meeting, so that others than before are asked for one of their own.
    kept = conference.link if service == conference.service and not case.another_audience else None
    case.link = case.desk.link(service, case.meeting.type, kept if given is None else given)
    if case.service is None and case.link != conference.link:
        case.service = service
        case.changed.append("link")


def _follow_kind(case: Changing) -> None:
    if case.service is not None and not case.another_audience:
        # The door is ours: it stays, and leads to whatever the meeting becomes.
        case.follow(case.service, case.link)


def _drop_conference(case: Changing) -> None:
    if case.another_audience:
        case.desk.conferences.drop(case.session, case.meeting.conference_id)


def _want_conference(case: Changing) -> None:
    if case.another_audience and case.service is not None:
        meeting = case.meeting
        fresh = case.desk.conferences.want(
            case.session,
            service=case.service,
            start=meeting.start,
            end=meeting.end,
            participant_limit=case.kind.participant_limit,
            language=meeting.language,
            link=case.link,
            pool=meeting.unit,
        )
        meeting.conference_id = fresh.id


def _change_doors(case: Changing) -> None:
    # Whoever has the old link must never come in to the new meeting.
    if not case.another_audience:
        return
    for door in case.meeting.doors:
        if door.state == DoorState.OPEN:
            door.state = DoorState.CHANGED
    case.session.flush()
    case.meeting.doors.append(Door(code=mint_code(), state=DoorState.OPEN, created_at=case.desk.clock.now()))


STEPS: tuple[Step[Changing], ...] = (
    *moving.OPENING,
    Step("choose-service", _choose_service),
    Step("choose-link", _choose_link),
    Step("follow-kind", _follow_kind),
    Step("drop-conference", _drop_conference),
    Step("want-conference", _want_conference),
    Step("change-doors", _change_doors),
    *moving.TIME,
    *moving.CLOSING,
)


def change(desk: Desk, actor: Actor, meeting_id: str, request: Json, if_match: str | None) -> Json:
    """See `Meetings.change`, for a change that names a type, a service or a link."""
    case = Changing(desk, actor, meeting_id, request, if_match)
    run("changing", STEPS, case, desk.watch)
    return case.answer
