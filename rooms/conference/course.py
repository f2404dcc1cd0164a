"""What comes next: a pure function from how a conference stands and what happened to how it stands then and what to do.

The rules, in order of weight:
- No room is dialled whose people have not said yes since we last lost contact with it, by the press that began it or
  on their own panel. One that takes calls without its people is not used.
- Before each dial, also a repeated one, the room is looked at. One in another call or another's booking is left alone.
- What is dialled is written down first. After a lost answer or a killed controller the room is looked at: a call of
  ours is taken up, and where there is none its people are asked again. Nobody is dialled twice.
- Only calls with our tag are ever hung up, and only by a press. Time ends no call; but when the plan's time is over
  nobody is asked any more who does not ask themselves.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from rooms.conference.messages import (
    Action,
    Ask,
    CallChanged,
    Dial,
    Dialled,
    DialRefused,
    HasLeft,
    LineBack,
    LineLost,
    Looked,
    Message,
    NoContact,
    Pressed,
    Resumed,
    Seen,
    Share,
    Tick,
    Tones,
)
from rooms.conference.moves import LOOK_AFTER, LOOK_LATE, Step, agreed, failed, leave, look, to
from rooms.conference.plan import Plan
from rooms.conference.presses import pressed
from rooms.conference.state import Course, Purpose, SiteState, Stage

ANSWER_WITHIN = timedelta(minutes=2)
CONNECT_WITHIN = timedelta(seconds=90)
_IN_CALL = frozenset({Stage.DIALLING, Stage.CONNECTED})
_WORKING = frozenset({Stage.LOOKING, Stage.ASKING, Stage.DIALLING, Stage.LEAVING})
_FINISHED = frozenset({Stage.SKIPPED, Stage.OVER})


def step(plan: Plan, course: Course, message: Message, now: datetime) -> Step:
    """Return how the conference stands after this, and what to do. Raises NotNow for a press that can't be done."""
    after, actions = _HANDLERS[type(message)](plan, course, message, now)
    return (course, ()) if after == course and not actions else (replace(after, version=course.version + 1), actions)


def may_lead(plan: Plan, course: Course, site_id: str) -> bool:
    """Tell whether the room's panel steers the conference: the presenter's, and the one that began it."""
    return site_id in {plan.presenter, course.begun_by}


def _looked(plan: Plan, course: Course, message: Looked, now: datetime) -> Step:
    state = course.sites.get(message.site_id)
    if state is None or state.stage is not Stage.LOOKING or state.turn != message.turn:
        return course, ()
    ours = tuple(call for call in message.calls if call.ours)
    others = any(not call.ours for call in message.calls)
    if state.purpose is Purpose.LEAVE:
        if ours or state.touched:
            return leave(course, message.site_id, state, ours, now, restore=not others)
        return course.with_site(message.site_id, _finished(state)), ()
    if ours:
        return _still_ours(plan, course, message, ours, now)
    taken = "call" if others else "booking" if message.booked else "auto-answer" if message.answers_alone else ""
    if taken or (state.purpose is Purpose.ASK and now >= plan.closes):
        rest = to(state, Stage.BUSY if taken else Stage.DECLINED, taken or "closed", agreed_at=None, call_id=None)
        # Whoever is in the room has it as they want it: it is not put back when all is over.
        return course.with_site(message.site_id, replace(rest, found=None)), ()
    return _free(course, message, now)


def _still_ours(plan: Plan, course: Course, message: Looked, ours: tuple[Seen, ...], now: datetime) -> Step:
    state = course.sites[message.site_id]
    if len(ours) < len(message.calls) and not ours[0].connected:
        return leave(course, message.site_id, replace(state, after=Stage.BUSY), ours, now, restore=False)
    # That the code was to be sent is not that it was: a call that still asks for it gets it.
    known = course.with_site(message.site_id, replace(state, stage=Stage.DIALLING, tones_sent=False))
    return _seen(plan, known, message.site_id, ours[0], now)


def _free(course: Course, message: Looked, now: datetime) -> Step:
    site_id, state = message.site_id, course.sites[message.site_id]
    found = state.found if state.touched else message.found
    known = replace(state, turn=state.turn + 1, purpose=None, call_id=None, touched=True, reason="", found=found)
    if state.purpose is Purpose.DIAL:
        dialling = replace(known, stage=Stage.DIALLING, tones_sent=False, shared=False, again_at=now + CONNECT_WITHIN)
        return course.with_site(site_id, dialling), (Dial(site_id, known.turn),)
    asking = replace(known, stage=Stage.ASKING, again_at=now + ANSWER_WITHIN)
    return course.with_site(site_id, asking), (Ask(site_id, known.turn),)


def _no_contact(plan: Plan, course: Course, message: NoContact, now: datetime) -> Step:
    state = course.sites.get(message.site_id)
    if state is None or state.turn != message.turn or state.stage not in _WORKING:
        return course, ()
    if state.stage is Stage.LEAVING or state.purpose is Purpose.LEAVE:
        waiting = replace(state, stage=Stage.LEAVING, again_at=now + (LOOK_AFTER if now < plan.closes else LOOK_LATE))
        return course.with_site(message.site_id, waiting), ()
    return course.with_site(message.site_id, _away_from(state, plan, now)), ()


def _dialled(_plan: Plan, course: Course, message: Dialled, _now: datetime) -> Step:
    state = course.sites.get(message.site_id)
    if state is None:
        return course, ()
    if state.stage is Stage.DIALLING and state.turn == message.turn:
        return course.with_site(message.site_id, replace(state, call_id=message.call_id)), ()
    if state.stage in _FINISHED:
        # It was dialled before we wanted to leave, and we looked before it was there.
        return _away(course, message.site_id, state.stage)
    return course, ()


def _dial_refused(_plan: Plan, course: Course, message: DialRefused, now: datetime) -> Step:
    state = course.sites.get(message.site_id)
    if state is None or state.stage is not Stage.DIALLING or state.turn != message.turn:
        return course, ()
    return course.with_site(message.site_id, failed(state, message.reason, now)), ()


def _call_changed(plan: Plan, course: Course, message: CallChanged, now: datetime) -> Step:
    state = course.sites.get(message.site_id)
    if state is None:
        return course, ()
    known = state.stage is Stage.DIALLING and message.call.call_id == state.call_id
    if not message.call.ours and not known:
        # Its people took another call between our look and our dial: ours gives way.
        late = state.stage is Stage.DIALLING and message.call.connected and not message.gone
        return _away(course, message.site_id, Stage.BUSY) if late else (course, ())
    if message.gone:
        return _gone(course, message, state, now), ()
    if state.stage in _FINISHED:
        return _away(course, message.site_id, state.stage)
    settled = state.stage is Stage.CONNECTED and not message.call.connected
    if settled or state.stage in {Stage.LEAVING, Stage.LOOKING}:
        return course, ()
    return _seen(plan, course, message.site_id, message.call, now)


def _away(course: Course, site_id: str, after: Stage) -> Step:
    return look(course, site_id, replace(course.sites[site_id], after=after), Purpose.LEAVE)


def _gone(course: Course, message: CallChanged, state: SiteState, now: datetime) -> Course:
    if state.call_id not in {None, message.call.call_id}:
        return course
    if state.stage is Stage.DIALLING:
        return course.with_site(message.site_id, failed(state, message.reason or "call-failed", now))
    if state.stage is Stage.CONNECTED:
        return course.with_site(message.site_id, to(state, Stage.LEFT, call_id=None, agreed_at=None, found=None))
    return course


def _seen(plan: Plan, course: Course, site_id: str, call: Seen, now: datetime) -> Step:
    state, actions = course.sites[site_id], list[Action]()
    if call.pin_wanted and not state.tones_sent and plan.entry(plan.site(site_id)).tones:
        actions.append(Tones(site_id, call.call_id))
    shares = call.connected and not state.shared and site_id == plan.presenter and bool(plan.content)
    if shares:
        # Once in a call: what the presenter shows afterwards, perhaps another patient, goes out by their own press.
        actions.append(Share(site_id))
    known = replace(
        to(state, Stage.CONNECTED if call.connected else Stage.DIALLING),
        call_id=call.call_id,
        touched=True,
        tones_sent=state.tones_sent or any(isinstance(action, Tones) for action in actions),
        shared=state.shared or shares,
        tries=0 if call.connected else state.tries,
        again_at=None if call.connected else now + CONNECT_WITHIN,
    )
    return course.with_site(site_id, known), tuple(actions)


def _has_left(_plan: Plan, course: Course, message: HasLeft, _now: datetime) -> Step:
    state = course.sites.get(message.site_id)
    if state is None or state.stage is not Stage.LEAVING or state.turn != message.turn:
        return course, ()
    return course.with_site(message.site_id, _finished(state)), ()


def _line_lost(plan: Plan, course: Course, message: LineLost, now: datetime) -> Step:
    state = course.sites.get(message.site_id)
    if state is None:
        return course, ()
    if state.stage not in _IN_CALL | {Stage.ASKING, Stage.LOOKING} or state.purpose is Purpose.LEAVE:
        # Whatever the room waits for: when it is back other people may be in it, who have said nothing.
        return course.with_site(message.site_id, replace(state, agreed_at=None)), ()
    # A turn further: what was to be done in the room is not begun when it is back.
    return course.with_site(message.site_id, replace(_away_from(state, plan, now), turn=state.turn + 1)), ()


def _away_from(state: SiteState, plan: Plan, now: datetime) -> SiteState:
    again = now + (LOOK_AFTER if now < plan.closes else LOOK_LATE)
    return to(state, Stage.UNREACHABLE, "no-contact", again_at=again, agreed_at=None)


def _line_back(_plan: Plan, course: Course, message: LineBack, now: datetime) -> Step:
    state = course.sites.get(message.site_id)
    due = state is not None and state.stage in {Stage.UNREACHABLE, Stage.LEAVING}
    return _due(course, message.site_id, now) if due else (course, ())


def _tick(_plan: Plan, course: Course, _message: Tick, now: datetime) -> Step:
    actions: list[Action] = []
    for site_id, state in course.sites.items():
        if state.again_at is not None and state.again_at <= now:
            course, more = _due(course, site_id, now)
            actions += more
    return course, tuple(actions)


def _resumed(_plan: Plan, course: Course, _message: Resumed, now: datetime) -> Step:
    actions: list[Action] = []
    for site_id, state in course.sites.items():
        # Nobody held the line: others may have come into the room since its people said yes.
        course = course.with_site(site_id, replace(state, agreed_at=None))
        if state.stage in _WORKING | _IN_CALL | {Stage.UNREACHABLE}:
            course, more = _due(course, site_id, now)
            actions += more
    return course, tuple(actions)


def _finished(state: SiteState) -> SiteState:
    left = replace(state, call_id=None, agreed_at=None, touched=False, found=None, shared=False)
    return to(left, state.after, "call" if state.after is Stage.BUSY else "", after=Stage.OVER)


def _due(course: Course, site_id: str, now: datetime) -> Step:
    state = course.sites[site_id]
    if state.stage is Stage.ASKING and state.again_at is not None and state.again_at <= now:
        return course.with_site(site_id, to(state, Stage.DECLINED, "no-answer", agreed_at=None)), ()
    if state.stage is Stage.LEAVING or state.purpose is Purpose.LEAVE:
        return look(course, site_id, state, Purpose.LEAVE)
    if state.stage is Stage.FAILED and agreed(state, now):
        return look(course, site_id, state, Purpose.DIAL)
    # What was under way there is not known: a call of ours is taken up, else its people are asked.
    return look(course, site_id, state, Purpose.ASK)


_HANDLERS: MappingProxyType[type, Callable[[Plan, Course, Any, datetime], Step]] = MappingProxyType(
    {
        Pressed: pressed,
        Looked: _looked,
        NoContact: _no_contact,
        Dialled: _dialled,
        DialRefused: _dial_refused,
        CallChanged: _call_changed,
        HasLeft: _has_left,
        LineLost: _line_lost,
        LineBack: _line_back,
        Tick: _tick,
        Resumed: _resumed,
    }
)
