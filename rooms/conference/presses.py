"""What each press does to a conference."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import MappingProxyType

from rooms.conference.messages import Action, Press, Pressed
from rooms.conference.moves import Step, agreed, look, to
from rooms.conference.plan import Plan
from rooms.conference.state import Course, Purpose, SiteState, Stage

_REMEMBERED_PRESSES = 50
# Out of the conference, and able to come in.
_OUT = frozenset({Stage.DECLINED, Stage.BUSY, Stage.LEFT, Stage.FAILED, Stage.UNREACHABLE, Stage.SKIPPED, Stage.ASKING})
# Nothing of ours stands there, or it is being taken away already.
_GONE = frozenset({Stage.AWAITED, Stage.SKIPPED, Stage.LEAVING, Stage.OVER})


class NotNow(Exception):
    """The press can't be done as things stand; `code` says why: `not-open`, `not-in-plan`, `not-running`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def pressed(plan: Plan, course: Course, message: Pressed, now: datetime) -> Step:
    """Do what was pressed, once. Raises NotNow."""
    if message.press_id in course.presses:
        return course, ()
    if message.site_id not in {site.site_id for site in plan.sites}:
        raise NotNow("not-in-plan")
    if message.press is not Press.BEGIN and not course.running:
        raise NotNow("not-running")
    remembered = replace(course, presses=(*course.presses, message.press_id)[-_REMEMBERED_PRESSES:])
    if not message.here and message.press in _ELSEWHERE:
        return _ELSEWHERE[message.press](plan, remembered, message.site_id, now)
    return _PRESSES[message.press](plan, remembered, message.site_id, now)


def _begin(plan: Plan, course: Course, site_id: str, now: datetime, *, here: bool = True) -> Step:
    if course.begun_at is not None:
        # Whoever presses second wants to come in.
        return _join(plan, course, site_id, now) if course.running and here else (course, ())
    if not plan.opens <= now < plan.closes:
        raise NotNow("not-open")
    ours = {site.site_id for site in plan.ours}
    if site_id not in ours:
        raise NotNow("not-in-plan")
    begun = replace(course, begun_at=now, begun_by=site_id, case_since=now if plan.cases else None)
    actions: list[Action] = []
    for site in plan.sites:
        if site.site_id not in ours:
            begun = begun.with_site(site.site_id, SiteState(Stage.AWAITED))
            continue
        own = here and site.site_id == site_id
        state = SiteState(Stage.AWAITED, agreed_at=now if own else None)
        begun, more = look(begun, site.site_id, state, Purpose.DIAL if own else Purpose.ASK)
        actions += more
    return begun, tuple(actions)


def _join(plan: Plan, course: Course, site_id: str, now: datetime) -> Step:
    state = course.sites[site_id]
    agrees = replace(state, agreed_at=now, tries=0)
    if state.stage is Stage.LOOKING and state.purpose is Purpose.ASK:
        # They answer before we have asked anew: what is being looked at is then for the call.
        return course.with_site(site_id, replace(agrees, purpose=Purpose.DIAL)), ()
    if state.stage not in _OUT or site_id not in {site.site_id for site in plan.ours}:
        return course, ()
    return look(course, site_id, agrees, Purpose.DIAL)


def _decline(_plan: Plan, course: Course, site_id: str, _now: datetime) -> Step:
    state = course.sites[site_id]
    if state.stage in _GONE or state.purpose is Purpose.LEAVE:
        return course, ()
    if state.touched and state.stage is not Stage.ASKING:
        # Also where we do not know of a call now: who hangs up is never left seen and heard.
        after = Stage.LEFT if state.call_id else Stage.DECLINED
        return look(course, site_id, replace(state, after=after), Purpose.LEAVE)
    # The room is theirs from here on: it is not put back when all is over.
    declined = to(state, Stage.DECLINED, "said-no", turn=state.turn + 1, agreed_at=None, found=None)
    return course.with_site(site_id, declined), ()


def _nothing(_plan: Plan, course: Course, _site_id: str, _now: datetime) -> Step:
    return course, ()


def _skip(_plan: Plan, course: Course, site_id: str, _now: datetime) -> Step:
    state = course.sites[site_id]
    if state.stage in {Stage.CONNECTED, Stage.SKIPPED, Stage.LEAVING}:
        return course, ()
    if not state.touched:
        return course.with_site(site_id, to(state, Stage.SKIPPED, agreed_at=None)), ()
    return look(course, site_id, replace(state, after=Stage.SKIPPED), Purpose.LEAVE)


def _retry(plan: Plan, course: Course, site_id: str, now: datetime) -> Step:
    state = course.sites[site_id]
    if state.stage not in _OUT - {Stage.ASKING} or site_id not in {site.site_id for site in plan.ours}:
        return course, ()
    return look(course, site_id, replace(state, tries=0), Purpose.DIAL if agreed(state, now) else Purpose.ASK)


def _move(by: int) -> Callable[[Plan, Course, str, datetime], Step]:
    def move(plan: Plan, course: Course, _site_id: str, now: datetime) -> Step:
        case = min(max(course.case + by, 0), max(len(plan.cases) - 1, 0))
        return (course if case == course.case else replace(course, case=case, case_since=now)), ()

    return move


def _end(_plan: Plan, course: Course, _site_id: str, now: datetime) -> Step:
    ending = replace(course, ending_at=now)
    actions: list[Action] = []
    for site_id, state in course.sites.items():
        leaving = replace(state, after=Stage.OVER, agreed_at=None)
        if state.purpose is Purpose.LEAVE:
            ending = ending.with_site(site_id, leaving)
        elif state.touched:
            ending, more = look(ending, site_id, leaving, Purpose.LEAVE)
            actions += more
        elif state.stage is not Stage.AWAITED:
            ending = ending.with_site(site_id, to(leaving, Stage.OVER))
    return ending, tuple(actions)


_PRESSES: Mapping[Press, Callable[[Plan, Course, str, datetime], Step]] = MappingProxyType(
    {
        Press.BEGIN: _begin,
        Press.JOIN: _join,
        Press.DECLINE: _decline,
        Press.SKIP: _skip,
        Press.RETRY: _retry,
        Press.NEXT: _move(1),
        Press.PREVIOUS: _move(-1),
        Press.END: _end,
    }
)
# Pressed by somebody who is not in the room: its people are asked as all others are, and answer for themselves.
_ELSEWHERE: Mapping[Press, Callable[[Plan, Course, str, datetime], Step]] = MappingProxyType(
    {Press.BEGIN: partial(_begin, here=False), Press.JOIN: _nothing, Press.DECLINE: _nothing}
)
