"""Removing a series, or what of it begins with one of its meetings. What is on goes on until its host ends it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from backend import versions
from backend.errors import Outdated
from backend.identity import Actor
from backend.meetings import access, history, recurrence, series_rows, series_view
from backend.meetings import series as all_series
from backend.meetings.desk import Case, Desk
from backend.meetings.models import Lifecycle, Meeting
from backend.meetings.occurrences import Fixed, Left
from backend.meetings.removing import take_all_away, take_away
from backend.meetings.series_case import ALL
from backend.meetings.series_models import Series
from backend.steps import OVER, Kind, Outcome, Step, run


@dataclass
class RemovingSeries(Case):
    """Somebody's wish that the rest of a series goes."""

    meeting_id: str
    scope: str
    if_match: str | None
    series: Series = field(init=False)
    rows: Sequence[Meeting] = field(init=False)
    gone: list[Meeting] = field(default_factory=list)
    left_alone: list[Left] = field(default_factory=list)


def _find(case: RemovingSeries) -> Outcome | None:
    meeting = case.session.get(Meeting, case.meeting_id)
    series = case.session.get(Series, meeting.series_id) if meeting and meeting.series_id else None
    if meeting is None or series is None:
        case.meeting = access.require_removing(case.actor, meeting)
        if case.meeting.lifecycle != Lifecycle.REMOVED:
            desk = case.desk
            history.require_current(
                case.session, case.meeting, case.if_match, case.actor, desk.directory, desk.clock.now()
            )
        return _take_one(case)
    case.meeting, case.series = meeting, series
    case.rows = series_rows.meetings(case.session, series.id)
    access.require_removing(case.actor, meeting if meeting.organiser or not case.rows else case.rows[-1])
    if series.ended_at is not None:
        return OVER
    if not versions.names(case.if_match, str(series.version)):
        raise Outdated("precondition-failed", version=series.version)
    return None


def _take_one(case: RemovingSeries) -> Outcome:
    # A meeting of its own is all there is of it, whatever was asked.
    if take_away(case.desk, case.session, case.meeting, "removed-by-booker"):
        case.desk.recorder.staff(case.session, "meeting.removed", case.actor, case.meeting)
    return OVER


def _take_away(case: RemovingSeries) -> None:
    at = case.meeting.occurrence if case.scope != ALL else None
    by_id = {row.id: row for row in case.rows}
    held = series_rows.conferences(case.session, case.rows)
    for each in series_rows.standing(case.session, case.rows, held, case.desk.clock.now()):
        if at is not None and each.original < at:
            continue
        if each.fixed is None:
            case.gone.append(by_id[each.id])
        else:
            case.left_alone.append(Left(each.id, each.start, each.fixed))
    take_all_away(case.desk, case.session, case.gone, "removed-by-booker")


def _end(case: RemovingSeries) -> None:
    series, at = case.series, case.meeting.occurrence
    pattern = all_series.pattern_of(series)
    if case.scope != ALL and at is not None and recurrence.begins_before(pattern, at):
        all_series.set_pattern(series, recurrence.until(pattern, at))
        series.version += 1
    else:
        all_series.close(case.session, series, case.desk.clock.now())


def _record(case: RemovingSeries) -> None:
    told: dict[str, str | int] = {"scope": case.scope, "series": case.series.id, "meetings": len(case.gone)}
    if case.gone:
        case.desk.recorder.staff_each(case.session, "meeting.removed", case.actor, case.gone, **told)
    else:
        # All that stood is on, ended or past: only that it does not go on was decided.
        case.desk.recorder.staff_each(
            case.session, "meeting.changed", case.actor, [case.meeting], what="recurrence", **told
        )


STEPS: tuple[Step[RemovingSeries], ...] = (
    Step("begin", kind=Kind.BEGIN),
    Step("find", _find),
    Step("take-away", _take_away),
    Step("end-series", _end),
    Step("record", _record),
    Step("commit", kind=Kind.COMMIT),
)


def remove(desk: Desk, actor: Actor, meeting_id: str, scope: str, if_match: str | None = None) -> list[dict[str, Any]]:
    """See `Meetings.remove`, for a series or what follows one of its meetings; those that are on and go on."""
    case = RemovingSeries(desk, actor, meeting_id, scope, if_match)
    run("removing-series", STEPS, case, desk.watch)
    live = [left for left in case.left_alone if left.reason == Fixed.LIVE]
    return series_view.left_alone(live, ZoneInfo(case.meeting.time_zone))
