"""What each action does in a room, over its endpoint. Nothing here decides; all of it may raise RoomError."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import datetime, timedelta

from rooms import endpoint as port
from rooms.conference.messages import Leave, Looked, Seen
from rooms.conference.plan import Plan, Site
from rooms.conference.state import AsFound
from rooms.conference.words import say
from rooms.endpoint import Booking, Call, CallState, Capability, Endpoint, Prompt, State
from rooms.errors import BadParameter, Busy, Lost, NotSupported, Refused

# What a room does not have, or not now, is done without.
_DONE_WITHOUT = (NotSupported, Refused, BadParameter)
_ENDED = frozenset({CallState.DISCONNECTING, CallState.IDLE})
_STANDS = frozenset({CallState.CONNECTED, CallState.ON_HOLD})
_ASLEEP = frozenset({"Standby", "EnteringStandby"})
_GLANCES = 50


def look(room: Endpoint, plan: Plan, site: Site, tag: str, turn: int, now: datetime) -> Looked:  # noqa: PLR0913 - a look is at one room, for one conference, now
    """Read the room's calls, what is booked in it now, and how it is to be put back."""
    state = room.state()
    layout = room.layout() if site.layout and Capability.LAYOUT in room.capabilities() else ""
    bookings = room.bookings() if Capability.BOOKINGS_READ in room.capabilities() else ()
    return Looked(
        site.site_id,
        turn,
        calls(state, tag),
        booked=any(_is_others(booking, {tag, plan.plan_id}, now) for booking in bookings),
        answers_alone=state.auto_answer,
        found=AsFound(state.volume, state.standby, layout),
    )


def calls(state: State, tag: str) -> tuple[Seen, ...]:
    """Return the calls that have not come to their end. A meeting of another service is a call of others'."""
    here = tuple(seen(call, tag) for call in state.calls if call.state not in _ENDED)
    return (*here, Seen("", ours=False, connected=True)) if state.elsewhere else here


def ending(state: State) -> frozenset[str]:
    """Return the ids of the calls that are on their way out."""
    return frozenset(call.call_id for call in state.calls if call.state in _ENDED)


def seen(call: Call, tag: str) -> Seen:
    """Return what a conference has to know of a call."""
    return Seen(call.call_id, call.booking_id == tag, call.state in _STANDS, call.pin_wanted)


def ask(room: Endpoint, question: Prompt) -> None:
    """Wake the room and put the question. A room that can't be asked has its panel."""
    for deed in (room.wake, lambda: room.ask(question)):
        with suppress(*_DONE_WITHOUT):
            deed()


def dial(room: Endpoint, plan: Plan, site: Site, tag: str) -> str:
    """Set camera and layout as far as the room has them, dial, and return the call's id.

    Raises Busy, having touched nothing, when a call has come since the room was looked at.
    """
    if calls(room.state(), tag):
        raise Busy("a call has come meanwhile")
    if site.camera_preset is not None:
        with suppress(*_DONE_WITHOUT):
            room.activate_camera_preset(site.camera_preset)
    if site.layout:
        with suppress(*_DONE_WITHOUT):
            room.set_layout(site.layout)
    # Else the number would stand on the screen.
    return room.dial(port.Dial(plan.entry(site).number, booking_id=tag, display_name=say("title", "sv")))


def withdraw(room: Endpoint, feedback_id: str) -> None:
    """Take our question away, if the room has it."""
    with suppress(*_DONE_WITHOUT):
        room.withdraw(feedback_id)


def leave(room: Endpoint, action: Leave, tag: str, feedback_id: str, pause: Callable[[float], object]) -> None:
    """Hang up those of the calls that are ours, see them gone, take our question away, and put the room back.

    Raises Lost when a call does not go.
    """
    if action.shared:
        with suppress(*_DONE_WITHOUT):
            room.present(None)
    # Looked at anew: a room that was restarted gives its calls' numbers to others.
    ours = {call.call_id for call in room.state().calls if call.call_id in action.call_ids and call.booking_id == tag}
    for call_id in sorted(ours):
        room.hang_up(call_id)
    state = _rid(room, ours, pause)
    withdraw(room, feedback_id)
    if action.restore and action.found and not state.calls:
        _put_back(room, action.found, state)


def _rid(room: Endpoint, call_ids: AbstractSet[str], pause: Callable[[float], object]) -> State:
    """Return the room's state when none of the calls is left: a call on its way out loses its tag before its number."""
    for _ in range(_GLANCES):
        state = room.state()
        if call_ids.isdisjoint(call.call_id for call in state.calls):
            return state
        pause(0.1)
    raise Lost("a call that was hung up is still there")


def _put_back(room: Endpoint, found: AsFound, state: State) -> None:
    with suppress(*_DONE_WITHOUT):
        if found.volume not in {None, state.volume}:
            room.set_volume(found.volume or 0)
    with suppress(*_DONE_WITHOUT):
        if found.layout:
            room.set_layout(found.layout)
    with suppress(*_DONE_WITHOUT):
        # Never dark over people who have stayed, or something they show.
        if found.standby in _ASLEEP and not state.people and state.presenting == "Off":
            room.sleep()


def _is_others(booking: Booking, own: set[str], now: datetime) -> bool:
    begins, ends = booking.start - timedelta(seconds=booking.early_seconds), timedelta(minutes=booking.minutes)
    return booking.booking_id not in own and begins <= now < booking.start + ends
