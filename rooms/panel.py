"""The touch panel "Skyddat vårdmöte" as data: which shape a room's panel has now, and what its texts say.

The shape is saved to the room only when it changes; the texts are set one by one. Places, numbers and units only.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from rooms.conference.course import may_lead
from rooms.conference.plan import Plan
from rooms.conference.state import Course
from rooms.conference.words import Language, say, short, stage
from rooms.xapi.panels import Page, Panel, Row, Widget

PANEL = "svm_mdk"
_PREFIX = "svm_"
_MINUTE = timedelta(minutes=1)


class Shape(StrEnum):
    """What one can press on it."""

    READY = "ready"  # to begin
    LEADS = "leads"
    FOLLOWS = "follows"
    ENDING = "ending"  # nothing any more


# Which buttons stand together on a row, by their name in `words`; a button's widget is "svm_" and that name.
_BUTTONS: Mapping[Shape, Sequence[Sequence[str]]] = MappingProxyType(
    {
        Shape.READY: (("begin",),),
        Shape.LEADS: (("previous", "next"), ("join", "leave"), ("skip", "retry"), ("end",)),
        Shape.FOLLOWS: (("join", "leave"),),
        Shape.ENDING: (),
    }
)


def shape(plan: Plan, course: Course, site_id: str, now: datetime) -> Shape | None:
    """Return which panel the room has now; None for none: it is not the plan's time, or all is over."""
    if course.begun_at is None:
        return Shape.READY if plan.opens <= now < plan.closes else None
    if course.over:
        return None
    if not course.running:
        return Shape.ENDING
    return Shape.LEADS if may_lead(plan, course, site_id) else Shape.FOLLOWS


def panel(plan: Plan, of: Shape, language: Language) -> Panel:
    """Return the panel in this shape."""
    texts = ["case", "next_case", *(f"site_{place}" for place in range(len(plan.sites)))]
    rows = [
        Row("", tuple(Widget(_PREFIX + name, "Button", say(name, language), f"size={4 // len(row)}") for name in row))
        for row in _BUTTONS[of]
    ]
    lines = [Row("", (Widget(_PREFIX + name, "Text", "", "size=4;fontSize=normal;align=left"),)) for name in texts]
    page = Page(f"{PANEL}_page", say("conference", language), (*lines[:2], *rows, *lines[2:]))
    # The same place in and out of a call: the leading room presses in the middle of one.
    return Panel(PANEL, say("conference", language), (page,), "HomeScreenAndCallControls", "Spark")


def texts(plan: Plan, course: Course, language: Language, now: datetime) -> dict[str, str]:
    """Return what each text widget of the panel says now."""
    case, then = _cases(plan, course, language, now)
    shown = {"case": case, "next_case": then}
    for place, site in enumerate(plan.sites):
        known = course.sites.get(site.site_id)
        shown[f"site_{place}"] = short(site.label) + (f": {stage(known, language)}" if known else "")
    return {_PREFIX + name: text for name, text in shown.items()}


def _cases(plan: Plan, course: Course, language: Language, now: datetime) -> tuple[str, str]:
    if not plan.cases:
        return say("no-cases", language), ""
    if course.begun_at is None:
        planned = say("planned", language, cases=len(plan.cases), sites=len(plan.sites))
        return planned, say("first-case", language, unit=short(plan.cases[0].unit))
    case = plan.cases[course.case]
    gone = (now - (course.case_since or now)) // _MINUTE
    left = case.minutes - gone
    minutes = say("left", language, count=left) if left >= 0 else say("over", language, count=-left)
    following = plan.cases[course.case + 1 : course.case + 2]
    then = say("next-case", language, unit=short(following[0].unit)) if following else say("last-case", language)
    return say("case", language, number=case.number, unit=short(case.unit), minutes=minutes), then
