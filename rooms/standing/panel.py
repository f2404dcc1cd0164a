"""The standing panel as data: which buttons a room has now, and under which ids.

Ids begin with `svmr_`, which no button of a conference's panel does, so that neither takes the other's presses.
"""

import hashlib
from typing import NamedTuple, TypeAlias

from rooms.conference.words import Language, short
from rooms.standing.words import say
from rooms.xapi.panels import Page, Panel, Row, Widget

PANEL = "svm_room"
PREFIX = "svmr_"
LINE = f"{PREFIX}line"


# What a unit is called, in Swedish and in English.
Name: TypeAlias = tuple[str, str]


class Offer(NamedTuple):
    """What the room's people can do now: join the meeting at this local time ("" for none), call this unit, get help.

    `join_is` and `unit_is` are the `digest` of what each button enters now, "" for the unit's when that is none or
    several: a press says which meeting it was for. A mark, where there is one, makes the ids new: a press of an older
    panel is told from one of this.
    """

    join: str = ""
    unit: Name | None = None
    mark: str = ""
    join_is: str = ""
    unit_is: str = ""


def panel(offer: Offer, language: Language) -> Panel:
    """Return the panel."""
    names = {
        "join": offer.join and say("join", language, time=offer.join),
        "unit": offer.unit and say("unit", language, unit=short(offer.unit[language == "en"])),
        "help": say("help", language),
    }
    meant = {"join": offer.join_is, "unit": offer.unit_is}
    rows = [
        Row("", (Widget(widget_id(button, offer.mark, meant.get(button, "")), "Button", name, "size=4"),))
        for button, name in names.items()
        if name
    ]
    line = Row("", (Widget(LINE, "Text", "", "size=4;fontSize=normal;align=center"),))
    title = say("title", language)
    page = Page(f"{PANEL}_page", title, (*rows, line))
    return Panel(PANEL, title, (page,), "HomeScreenAndCallControls", "Handset", order=2)


def widget_id(button: str, mark: str, meant: str = "") -> str:
    """Return a button's id, at most 40 signs; a mark is at most 16 letters and digits, `meant` a `digest` or ""."""
    return f"{PREFIX}{button}_{mark}_{meant}" if meant else f"{PREFIX}{button}_{mark}"


def digest(tag: str) -> str:
    """Return what a button's id, or a question's, tells of the way with this tag: 8 letters and digits."""
    return hashlib.sha256(tag.encode()).hexdigest()[:8]
