"""What is told of a conference over the API: its plan, where its sites are, and what may be pressed now."""

from collections.abc import Collection, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

import structlog

from backend.conference.models import ConferenceCourse, ConferencePlan
from backend.conference.planning import shown
from backend.conference.words import REFUSALS
from backend.errors import Conflict
from rooms.conference import words
from rooms.conference.desk import possible
from rooms.conference.messages import Press
from rooms.conference.plan import Plan
from rooms.conference.state import Course, SiteState, read

Json = dict[str, Any]
log = structlog.get_logger(__name__)


class State(StrEnum):
    """How far a conference has come."""

    PLANNED = "planned"
    OPEN = "open"
    RUNNING = "running"
    OVER = "over"
    WITHDRAWN = "withdrawn"


def course_of(row: ConferenceCourse | None) -> Course:
    """Return the course that was written down, or one that has not begun."""
    return read(row.text) if row is not None else Course("")


def readable(row: ConferenceCourse | None, plan_id: str) -> Course | None:
    """Return the course, None for one that is spoilt or a newer version's: it must not take other conferences with it.

    The row is left as it is.
    """
    try:
        return course_of(row)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        log.warning("conference.unreadable", conference=plan_id, detail=type(fault).__name__)
        return None


def require_readable(row: ConferenceCourse | None, plan_id: str) -> Course:
    """Return the course. Raises Conflict (conference-unreadable)."""
    course = readable(row, plan_id)
    if course is None:
        raise Conflict("conference-unreadable", REFUSALS["conference-unreadable"])
    return course


def state(row: ConferencePlan, course: Course, now: datetime) -> State:
    """Return how far it has come."""
    if row.withdrawn_at is not None:
        return State.WITHDRAWN
    if row.over_at is not None or course.over:
        return State.OVER
    if course.begun_at is not None:
        return State.RUNNING
    if now >= row.closes:
        return State.OVER
    return State.OPEN if now >= row.opens else State.PLANNED


def view(row: ConferencePlan, course: Course, may: Collection[Press], now: datetime, *, may_change: bool) -> Json:
    """Return the conference as the API tells it to somebody who may press these."""
    now_in = state(row, course, now)
    begun = course.begun_at is not None
    return {
        "id": row.id,
        "unit": row.unit,
        "opens": row.opens.isoformat(),
        "closes": row.closes.isoformat(),
        "presenter": row.presenter,
        "content": row.content,
        "sites": [{**site, **_stage(course.sites.get(site["id"]))} for site in row.sites],
        "cases": row.cases,
        "state": now_in,
        "ending": now_in is State.RUNNING and course.ending_at is not None,
        "case": course.case if begun and row.cases else None,
        "case_since": _moment(course.case_since),
        "begun_at": _moment(course.begun_at),
        "begun_by": course.begun_by or None,
        "presses": [
            {"press": press, "sites": sites} for press, sites in presses(shown(row), course, now_in) if press in may
        ],
        "may_change": may_change and now_in not in {State.OVER, State.WITHDRAWN},
        "place": row.place,
        "version": row.version,
    }


def presses(plan: Plan, course: Course, now_in: State) -> Iterator[tuple[Press, list[str]]]:
    """Yield what may be pressed now, with the sites it may name; none for a press that names none."""
    if now_in is State.OPEN:
        yield Press.BEGIN, []
    if now_in is not State.RUNNING or not course.running:
        return
    if course.case + 1 < len(plan.cases):
        yield Press.NEXT, []
    if course.case > 0:
        yield Press.PREVIOUS, []
    for press in (Press.SKIP, Press.RETRY):
        if sites := [site.site_id for site in plan.sites if possible(course, press, site)]:
            yield press, sites
    yield Press.END, []


def _stage(known: SiteState | None) -> Json:
    if known is None:
        return {"stage": None, "stage_sv": "", "stage_en": "", "reason": ""}
    sv, en = words.stage(known, "sv"), words.stage(known, "en")
    return {"stage": known.stage, "stage_sv": sv, "stage_en": en, "reason": known.reason}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
