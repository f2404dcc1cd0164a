"""Changing a series, or what of it begins with one of its meetings: rule, time, type, co-hosts. One transaction.

What is on, has been ended or is past is left alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from backend import versions
from backend.errors import Conflict, Outdated
from backend.identity import Actor
from backend.meetings import access, history, occurrences, recurrence, series_kind, series_rows, series_splitting, times
from backend.meetings import series as all_series
from backend.meetings.desk import Desk, Json
from backend.meetings.models import Cohost, Lifecycle, Meeting
from backend.meetings.occurrences import Likeness, Move, Plan
from backend.meetings.recurrence import Pattern, Slot
from backend.meetings.removing import take_all_away
from backend.meetings.series_case import ChangingSeries
from backend.meetings.series_models import Series
from backend.steps import Kind, Step, run


def _find(case: ChangingSeries) -> None:
    session = case.session
    meeting = session.get(Meeting, case.meeting_id)
    series = session.get(Series, meeting.series_id) if meeting and meeting.series_id else None
    if meeting is None or series is None:
        case.meeting = access.require_changing(case.actor, meeting)
        _become_series(case)
        return
    case.meeting, case.series = meeting, series
    case.look()
    # Of a meeting that is erased already nobody is known; whoever may change the rest of the series may change it.
    access.require_changing(case.actor, meeting if meeting.organiser or not case.rows else case.rows[-1])
    if not versions.names(case.if_match, str(series.version)):
        raise Outdated("precondition-failed", version=series.version)
    if series.ended_at is not None:
        raise Conflict("meeting-removed")


def _become_series(case: ChangingSeries) -> None:
    meeting = case.meeting
    desk = case.desk
    history.require_current(case.session, meeting, case.if_match, case.actor, desk.directory, desk.clock.now())
    if meeting.lifecycle == Lifecycle.REMOVED:
        raise Conflict("meeting-removed")
    period = _period(case, meeting)
    zone = times.zone(case.appointment) if "time_zone" in case.appointment else meeting.time_zone
    pattern, now = all_series.read(case.appointment["recurrence"], zone, period), case.desk.clock.now()
    first = recurrence.window(pattern, now).slots[0] if meeting.end > now else Slot(meeting.start, meeting.end)
    case.series = all_series.begin(case.desk, case.session, meeting, pattern, first)
    case.session.flush()
    case.look()
    case.alike = (occurrences.same_start(),)
    case.touched.add(meeting.id)
    case.changed.append("recurrence")


def _note_appointment(case: ChangingSeries) -> None:
    item, series_item = case.appointment.get("item_id"), case.appointment.get("series_id")
    before = (case.series.appointment_item, case.series.appointment_series)
    if (item or before[0], series_item or before[1]) != before:
        all_series.note_appointment(case.series, case.rows, item, series_item)
        case.touched |= {row.id for row in case.rows}
        case.changed.append("appointment")


def _change_cohosts(case: ChangingSeries) -> None:
    if "cohosts" not in case.request:
        return
    wanted = list(case.desk.known(case.request["cohosts"]))
    if wanted == case.series.cohosts and all([each.mailbox for each in row.cohosts] == wanted for row in case.free):
        return
    case.series.cohosts = wanted
    for row in case.free:
        kept = {cohost.mailbox: cohost for cohost in row.cohosts}
        row.cohosts = [kept.get(address) or Cohost(mailbox=address) for address in wanted]
        case.touched.add(row.id)
    case.changed.append("cohosts")


def _set_rule(case: ChangingSeries) -> None:
    before = all_series.pattern_of(case.series)
    was, stood_apart = case.meeting.end, case.meeting.is_exception
    after, alike = _wanted_pattern(case, before)
    # One that was moved alone may be told to go back to where the rule has it all the time.
    goes_back = stood_apart and not case.meeting.is_exception
    if after == before and not goes_back:
        case.changed += ["time"] if case.meeting.end != was else []
        return
    all_series.set_pattern(case.series, after)
    case.alike = alike
    kind = "time" if after.rule == before.rule and after.exdates == before.exdates else "recurrence"
    case.changed += [kind] if kind not in case.changed else []


def _wanted_pattern(case: ChangingSeries, before: Pattern) -> tuple[Pattern, tuple[Likeness, ...]]:
    zone = times.zone(case.appointment) if "time_zone" in case.appointment else before.zone.key
    by_day = (occurrences.same_start(), occurrences.same_day(before.zone))
    if "recurrence" in case.appointment and case.appointment["recurrence"] is None:
        return _only(case, zone)
    if "recurrence" in case.appointment:
        period = times.asked({"start": before.start.isoformat(), "end": before.end.isoformat(), **case.request})
        after = all_series.read(case.appointment["recurrence"], zone, period)
        # From the first day of the one to that of the other: a rule for other days need not name another start.
        by = after.wall(recurrence.first(after)) - before.wall(recurrence.first(before))
        return after, (*by_day, occurrences.same_place(before, after, by)) if by else by_day
    if case.request.keys() & {"start", "end"}:
        return _moved(case, before)
    moved = replace(before, zone=ZoneInfo(zone))
    return moved, by_day


def _moved(case: ChangingSeries, before: Pattern) -> tuple[Pattern, tuple[Likeness, ...]]:
    # The meeting that is pointed at gets the time that is named; the others move as much on the wall.
    meeting, (start, end) = case.meeting, _period(case, case.meeting)
    if (start, end) == (meeting.start, meeting.end):
        return before, ()
    by = before.wall(start) - before.wall(meeting.start)
    if not by and meeting.is_exception and meeting.id not in case.fixed:
        # It keeps the day that only it has, and ends when it is asked to.
        meeting.end = end
        case.desk.conferences.change(case.session, meeting.conference_id, end=end)
        case.touched.add(meeting.id)
    if by and meeting.occurrence is not None:
        by = before.wall(start) - before.wall(meeting.occurrence)
        meeting.is_exception = meeting.is_exception and meeting.id in case.fixed
    after = recurrence.moved(before, by, end - start)
    return after, (occurrences.same_place(before, after, by),)


def _only(case: ChangingSeries, zone: str) -> tuple[Pattern, tuple[Likeness, ...]]:
    # The calendar's series became a single appointment: what is left is the meeting that is pointed at, or the next.
    now = case.desk.clock.now()
    coming = [row for row in case.rows if row.end > now]
    kept = next((row for row in coming if row.id == case.meeting.id), coming[0] if coming else case.meeting)
    only = recurrence.read("FREQ=DAILY;COUNT=1", (), ZoneInfo(zone), *_period(case, kept))
    original = kept.occurrence
    return only, (Likeness(lambda start: start == original, lambda _: True),)


def _period(case: ChangingSeries, meeting: Meeting) -> tuple[datetime, datetime]:
    return times.asked({"start": meeting.start.isoformat(), "end": meeting.end.isoformat(), **case.request})


def _bring_in_line(case: ChangingSeries) -> None:
    if not case.alike:
        return
    now = case.desk.clock.now()
    slots = recurrence.window(all_series.pattern_of(case.series), now).slots
    plan = occurrences.plan(
        series_rows.standing(case.session, case.rows, case.conferences, now), slots, case.alike, now
    )
    by_id = {row.id: row for row in case.rows}
    case.gone = [by_id[removed] for removed in plan.removed]
    take_all_away(case.desk, case.session, case.gone, "not-in-series")
    _rename(case, by_id, plan)
    for move in plan.moves:
        _move(case, by_id[move.id], move)
    case.made = all_series.make(case.desk, case.session, case.series, plan.made, case.series.link)
    case.left_alone = list(plan.left_alone)


def _rename(case: ChangingSeries, by_id: dict[str, Meeting], plan: Plan) -> None:
    # Two never stand for the same slot, not even while one takes over another's.
    renamed = [move for move in plan.moves if by_id[move.id].occurrence != move.original]
    for move in renamed:
        by_id[move.id].occurrence = None
    case.session.flush()
    for move in renamed:
        by_id[move.id].occurrence = move.original
    case.session.flush()


def _move(case: ChangingSeries, row: Meeting, move: Move) -> None:
    row.is_exception, row.time_zone = move.is_exception, case.series.time_zone
    if (row.start, row.end) != (move.start, move.end):
        row.start, row.end = move.start, move.end
        case.desk.conferences.change(case.session, row.conference_id, start=row.start, end=row.end)
        case.touched.add(row.id)


def _record(case: ChangingSeries) -> None:
    if not case.changed:
        return
    changed = [row for row in case.rows if row.id in case.touched and row.lifecycle != Lifecycle.REMOVED]
    for row in changed:
        row.version += 1
        history.note(case.session, row, case.actor.user, case.changed, case.desk.clock.now())
    case.series.version += 1
    _log(case, changed)


def _log(case: ChangingSeries, changed: Sequence[Meeting]) -> None:
    # An entry for each meeting: whoever is in one of them may know all that was done with it.
    count = len(changed) + len(case.made) + len(case.gone)
    told: dict[str, str | int] = {"scope": case.scope, "series": case.series.id, "meetings": count}
    for action, meetings, more in (
        ("meeting.changed", changed if count else [case.meeting], {"what": "+".join(case.changed)}),
        ("meeting.created", case.made, {"type": case.series.type}),
        ("meeting.removed", case.gone, {"reason": "not-in-series"}),
    ):
        case.desk.recorder.staff_each(case.session, action, case.actor, meetings, **told, **more)


def _answer(case: ChangingSeries) -> None:
    case.session.flush()
    if case.meeting.lifecycle == Lifecycle.REMOVED:
        # The rule has no place for it any more: what is told of is the next there is.
        now = case.desk.clock.now()
        coming = [row for row in series_rows.meetings(case.session, case.series.id) if row.end > now]
        case.meeting = coming[0] if coming else case.meeting
    case.answer = case.desk.body(case.session, case.meeting, case.actor, case.left_alone)


STEPS: tuple[Step[ChangingSeries], ...] = (
    Step("begin", kind=Kind.BEGIN),
    Step("find", _find),
    Step("part", series_splitting.part),
    Step("note-appointment", _note_appointment),
    Step("change-cohosts", _change_cohosts),
    Step("set-kind", series_kind.change),
    Step("set-rule", _set_rule),
    Step("split", series_splitting.split),
    Step("bring-in-line", _bring_in_line),
    Step("record", _record),
    Step("answer", _answer),
    Step("commit", kind=Kind.COMMIT),
)


def change(desk: Desk, actor: Actor, meeting_id: str, request: Json, scope: str, if_match: str | None) -> Json:  # noqa: PLR0913 - each is one part of the request
    """See `Meetings.change`, for a change of a series or of what follows one of its meetings."""
    case = ChangingSeries(desk, actor, meeting_id, request, scope, if_match)
    run("changing-series", STEPS, case, desk.watch)
    return case.answer
