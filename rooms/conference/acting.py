"""Which deed each action is, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from rooms.conference import deeds, desk
from rooms.conference.course import ANSWER_WITHIN
from rooms.conference.messages import (
    Action,
    Ask,
    Dial,
    Dialled,
    DialRefused,
    HasLeft,
    Leave,
    Look,
    Message,
    NoContact,
    Share,
    Tones,
)
from rooms.conference.plan import Plan, Site
from rooms.conference.state import Course
from rooms.conference.words import Language
from rooms.endpoint import Endpoint
from rooms.errors import BadParameter, Busy, NotSupported, RateLimited, Refused, RoomError

# By these the room says that there is no call.
_NO_CALL: Mapping[type[RoomError], str] = MappingProxyType(
    {
        Refused: "refused",
        BadParameter: "refused",
        NotSupported: "not-supported",
        Busy: "busy",
        RateLimited: "too-fast",
    }
)


@dataclass(frozen=True)
class Here:
    """One room at one moment of a conference. `pause` waits so many seconds, less when all is to stop."""

    room: Endpoint
    plan: Plan
    site: Site
    course: Course
    language: Language
    now: datetime
    pause: Callable[[float], object]


def act(here: Here, action: Action) -> Message | None:
    """Do the action and return what to tell of it. Raises RoomError; what is to be told then is `unanswered`."""
    return _DEEDS[type(action)](here, action)


def unanswered(action: Action, fault: RoomError) -> Message | None:
    """Return what to tell of an action that failed so."""
    if isinstance(action, Dial) and type(fault) in _NO_CALL:
        return DialRefused(action.site_id, action.turn, _NO_CALL[type(fault)])
    # A code that was not sent people type themselves; what was not shared they share.
    return None if isinstance(action, Tones | Share) else NoContact(action.site_id, action.turn)


def _look(here: Here, action: Look) -> Message:
    return deeds.look(here.room, here.plan, here.site, here.course.tag, action.turn, here.now)


def _ask(here: Here, _action: Ask) -> None:
    seconds = int(ANSWER_WITHIN.total_seconds())
    deeds.ask(here.room, desk.question(here.plan, here.course, here.language, seconds))


def _dial(here: Here, action: Dial) -> Message:
    deeds.withdraw(here.room, desk.feedback_id(here.course.tag, "join"))
    call_id = deeds.dial(here.room, here.plan, here.site, here.course.tag)
    return Dialled(action.site_id, action.turn, call_id)


def _tones(here: Here, action: Tones) -> None:
    here.room.send_tones(action.call_id, here.plan.entry(here.site).tones)


def _share(here: Here, _action: Share) -> None:
    here.room.present(here.plan.content)


def _leave(here: Here, action: Leave) -> Message:
    tag = here.course.tag
    deeds.leave(here.room, action, tag, desk.feedback_id(tag, "join"), here.pause)
    return HasLeft(action.site_id, action.turn)


_DEEDS: Mapping[type, Callable[[Here, Any], Message | None]] = MappingProxyType(
    {Look: _look, Ask: _ask, Dial: _dial, Tones: _tones, Share: _share, Leave: _leave}
)
