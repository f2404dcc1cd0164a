"""Moving a meeting in time: the same link and conference, brought in line. Also what every change begins and ends with.

A change that names neither time nor type goes this way too: each step changes what is named and no more.
"""

from dataclasses import dataclass, field

from backend.errors import Conflict
from backend.identity import Actor
from backend.meetings import access, history, series, times
from backend.meetings.desk import Case, Desk, Json
from backend.meetings.models import Cohost, Lifecycle, Meeting
from backend.steps import Kind, Step, run
from backend.video.conferences import KEPT, Kept


@dataclass
class Moving(Case):
    """A change as it was asked for, and what has been changed so far."""

    meeting_id: str
    request: Json
    if_match: str | None
    changed: list[str] = field(default_factory=list)

    def follow(self, service: str | None = None, link: str | Kept | None = KEPT) -> None:
        """Ask for the conference to be as the meeting is, at `service` and behind `link` when another is given."""
        desk, meeting = self.desk, self.meeting
        known = desk.profile.has_type(meeting.type)
        desk.conferences.change(
            self.session,
            meeting.conference_id,
            start=meeting.start,
            end=meeting.end,
            participant_limit=desk.profile.type(meeting.type).participant_limit if known else None,
            service=service,
            link=link,
        )


def _find(case: Moving) -> None:
    meeting = access.require_changing(case.actor, case.session.get(Meeting, case.meeting_id))
    if meeting.lifecycle == Lifecycle.REMOVED:
        raise Conflict("meeting-removed")
    desk = case.desk
    history.require_current(case.session, meeting, case.if_match, case.actor, desk.directory, desk.clock.now())
    case.meeting = meeting


def _note_appointment(case: Moving) -> None:
    meeting, named = case.meeting, case.request.get("appointment", {})
    item = named.get("item_id") or meeting.appointment_item
    series = named.get("series_id") or meeting.appointment_series
    if (item, series) != (meeting.appointment_item, meeting.appointment_series):
        meeting.appointment_item, meeting.appointment_series, meeting.appointment_expected = item, series, True
        case.changed.append("appointment")


def _change_cohosts(case: Moving) -> None:
    if "cohosts" not in case.request:
        return
    wanted = case.desk.known(case.request["cohosts"])
    kept = {cohost.mailbox: cohost for cohost in case.meeting.cohosts}
    if wanted == list(kept):
        return
    case.meeting.cohosts = [kept.get(address) or Cohost(mailbox=address) for address in wanted]
    case.session.flush()
    for address in kept.keys() - set(wanted):
        person = case.desk.directory.by_mailbox(address)
        if person is not None:
            case.desk.hosting.put_out(case.session, case.meeting, person.user)
    case.changed.append("cohosts")


def _set_time(case: Moving) -> None:
    meeting, named = case.meeting, case.request.get("appointment", {})
    start, end = times.asked({"start": meeting.start.isoformat(), "end": meeting.end.isoformat(), **case.request})
    time_zone = times.zone(named) if "time_zone" in named else meeting.time_zone
    if (start, end, time_zone) != (meeting.start, meeting.end, meeting.time_zone):
        meeting.start, meeting.end, meeting.time_zone = start, end, time_zone
        case.changed.append("time")


def _follow_time(case: Moving) -> None:
    if "time" in case.changed:
        case.follow()


def _reopen(case: Moving) -> None:
    meeting, now = case.meeting, case.desk.clock.now()
    if "time" in case.changed and meeting.lifecycle == Lifecycle.ENDED and meeting.end > now:
        meeting.lifecycle, meeting.lifecycle_reason, meeting.lifecycle_at = Lifecycle.OPEN, "moved", now
        # What it was is in the statistics; what it becomes will be too.
        meeting.counted = False


def _note_in_series(case: Moving) -> None:
    if case.changed:
        series.note_change(case.desk, case.session, case.meeting, of_kind="kind" in case.changed)


def _record(case: Moving) -> None:
    if case.changed:
        meeting = case.meeting
        meeting.version += 1
        history.note(case.session, meeting, case.actor.user, case.changed, case.desk.clock.now())
        what = "+".join(case.changed)
        case.desk.recorder.staff(
            case.session, "meeting.changed", case.actor, meeting, what=what, version=meeting.version
        )


def _answer(case: Moving) -> None:
    case.session.flush()
    case.answer = case.desk.body(case.session, case.meeting, case.actor)


OPENING: tuple[Step[Moving], ...] = (
    Step("begin", kind=Kind.BEGIN),
    Step("find", _find),
    Step("note-appointment", _note_appointment),
    Step("change-cohosts", _change_cohosts),
)
TIME: tuple[Step[Moving], ...] = (
    Step("set-time", _set_time),
    Step("follow-time", _follow_time),
    Step("reopen", _reopen),
)
CLOSING: tuple[Step[Moving], ...] = (
    Step("note-in-series", _note_in_series),
    Step("record", _record),
    Step("answer", _answer),
    Step("commit", kind=Kind.COMMIT),
)
STEPS: tuple[Step[Moving], ...] = (*OPENING, *TIME, *CLOSING)


def move(desk: Desk, actor: Actor, meeting_id: str, request: Json, if_match: str | None) -> Json:
    """See `Meetings.change`, for a change that names neither type nor service."""
    case = Moving(desk, actor, meeting_id, request, if_match)
    run("moving", STEPS, case, desk.watch)
    return case.answer
