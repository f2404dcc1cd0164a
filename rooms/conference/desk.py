"""What people press in rooms, understood: a press of the conference, a question back to them, or a text.

A device's event has no number. One that comes again within a second from the same room is the same press; the next and
the previous case are the same press from whichever room.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from rooms.conference.course import may_lead
from rooms.conference.messages import Press
from rooms.conference.plan import Joins, Plan, Site
from rooms.conference.state import Course, SiteState, Stage
from rooms.conference.words import Language, say, short
from rooms.endpoint import Event, Prompt

SAME_PRESS = timedelta(seconds=1)
_ANSWER_SECONDS = 30
_MOST_OPTIONS = 5
_PRESSES: Mapping[str, Press] = MappingProxyType(
    {
        "begin": Press.BEGIN,
        "join": Press.JOIN,
        "leave": Press.DECLINE,
        "next": Press.NEXT,
        "previous": Press.PREVIOUS,
    }
)
_LEADERS = frozenset({"next", "previous", "skip", "retry", "end"})
_MOVES = frozenset({"next", "previous"})
_ASKED = MappingProxyType({1: Press.JOIN, 2: Press.DECLINE})
_NOT_SKIPPED = frozenset({Stage.CONNECTED, Stage.SKIPPED, Stage.LEAVING, Stage.OVER})
_TRIED_AGAIN = frozenset({Stage.DECLINED, Stage.BUSY, Stage.LEFT, Stage.FAILED, Stage.UNREACHABLE, Stage.SKIPPED})


class Touch(NamedTuple):
    """What somebody touched in a room: a button by its name, or an option of our question."""

    button: str = ""
    asked: tuple[str, ...] = ()  # what the question was about
    option: int = 0


class Meant(NamedTuple):
    """A press of the conference, about this site."""

    press: Press
    site_id: str


@dataclass(frozen=True)
class Said:
    """A text for the people in the room."""

    text: str


def touched(event: Event, tag: str) -> Touch | None:
    """Return what an event tells of our panel or our questions; None for all else."""
    if event.kind != "event":
        return None
    widget = event.values.get("WidgetId", "")
    if event.path[-2:] == ("Widget", "Action") and widget.startswith("svm_"):
        return Touch(button=widget.removeprefix("svm_")) if event.values.get("Type", "").lower() == "clicked" else None
    about, option = event.values.get("FeedbackId", ""), event.values.get("OptionId", "")
    if event.path[-2:] == ("Prompt", "Response") and about.startswith(feedback_id(tag)) and option.isdecimal():
        return Touch(asked=tuple(about.removeprefix(feedback_id(tag)).split("|")), option=int(option))
    return None


def feedback_id(tag: str, *about: str) -> str:
    """Return the id of our question about this."""
    return f"svm|{tag}|" + "|".join(about)


def question(plan: Plan, course: Course, language: Language, seconds: int) -> Prompt:
    """Return what a called room's people are asked."""
    place = short(plan.site(course.begun_by).label)
    options = (say("join", language), say("not-now", language))
    text = say("asked", language, place=place)
    return Prompt(feedback_id(course.tag, "join"), say("title", language), text, options, seconds)


def possible(course: Course, press: Press, site: Site) -> bool:
    """Tell whether the site can be skipped, or tried again, as things stand."""
    state = course.sites.get(site.site_id, SiteState(Stage.OVER))
    if press is Press.SKIP:
        return state.stage not in _NOT_SKIPPED
    return site.joins is Joins.ROOM and state.stage in _TRIED_AGAIN


class Desk:
    """Understands touches, each once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._last: dict[tuple[str, Touch], datetime] = {}

    def understand(
        self, course: Course, site_id: str, touch: Touch, language: Language, now: datetime
    ) -> Meant | Prompt | Said | None:
        """Return what it means; None for nothing, for a press told again, and for one the room has no button for."""
        room = "" if touch.button in _MOVES else site_id
        before = self._last.get((room, touch))
        if before is not None and timedelta(0) <= now - before < SAME_PRESS:
            return None
        self._last[room, touch] = now
        what = touch.asked[0] if touch.asked else touch.button
        if what in _LEADERS and not may_lead(self._plan, course, site_id):
            return None
        if touch.asked:
            return self._answered(course, site_id, touch, language)
        if what in _PRESSES:
            return Meant(_PRESSES[what], site_id)
        if what == "end":
            options = (say("end-it", language), say("keep", language))
            about = feedback_id(course.tag, "end")
            return Prompt(about, say("end", language), say("sure", language), options, _ANSWER_SECONDS)
        return self._which(course, what, 0, language) if what in {"skip", "retry"} else None

    def _answered(self, course: Course, site_id: str, touch: Touch, language: Language) -> Meant | Prompt | Said | None:
        match touch.asked:
            case ("join",) if touch.option in _ASKED:
                return Meant(_ASKED[touch.option], site_id)
            case ("end",) if touch.option == 1:
                return Meant(Press.END, site_id)
            case ("skip" | "retry" as what, places, more):
                offered = [int(place) for place in places.split(",") if place.isdecimal()]
                if 0 < touch.option <= len(offered) and offered[touch.option - 1] < len(self._plan.sites):
                    return Meant(Press(what), self._plan.sites[offered[touch.option - 1]].site_id)
                if more and touch.option == len(offered) + 1 and offered:
                    return self._which(course, what, offered[-1] + 1, language)
        return None

    def _which(self, course: Course, what: str, first: int, language: Language) -> Prompt | Said:
        """Ask which site is meant. The question's id holds the places, so that no other controller mistakes them."""
        sites = self._plan.sites
        places = [place for place in range(first, len(sites)) if possible(course, Press(what), sites[place])]
        if not places:
            return Said(say("nobody", language))
        offered = places if len(places) <= _MOST_OPTIONS else places[: _MOST_OPTIONS - 1]
        more = len(offered) < len(places)
        options = [short(self._plan.sites[place].label) for place in offered]
        about = feedback_id(course.tag, what, ",".join(map(str, offered)), "more" if more else "")
        options += [say("more", language)] if more else []
        return Prompt(about, say(what, language), say("which", language), tuple(options), _ANSWER_SECONDS)
