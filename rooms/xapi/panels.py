"""Touch panels: what stands on one, and which of them a room has."""

from dataclasses import dataclass
from typing import Literal

from rooms.endpoint import Capability
from rooms.errors import BadParameter, Refused, Unreadable
from rooms.xapi import tree
from rooms.xapi.from_xml import read_xml
from rooms.xapi.session import Session

_PATH = ("UserInterface", "Extensions")
Location = Literal["HomeScreen", "CallControls", "HomeScreenAndCallControls", "ControlPanel", "RoomScheduler", "Hidden"]
WidgetKind = Literal[
    "Button", "ToggleButton", "Text", "Slider", "GroupButton", "IconButton", "Spinner", "DirectionalPad", "Spacer"
]


@dataclass(frozen=True)
class Widget:
    """One thing to press or read. `options` as "size=4;align=center"; `values` are a GroupButton's keys and names."""

    widget_id: str
    kind: WidgetKind
    name: str = ""
    options: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Row:
    """One row of widgets."""

    name: str
    widgets: tuple[Widget, ...]


@dataclass(frozen=True)
class Page:
    """One page behind a panel's button."""

    page_id: str
    name: str
    rows: tuple[Row, ...] = ()
    row_names: bool = False


@dataclass(frozen=True)
class Panel:
    """One button on the panel, with the pages it opens; without pages the press itself is the event."""

    panel_id: str
    name: str
    pages: tuple[Page, ...] = ()
    location: Location = "HomeScreen"
    icon: str = "Handset"
    colour: str = "#1170CF"
    order: int = 1


def save(session: Session, panel_id: str, xml: str) -> None:
    """Save the panel. Raises BadParameter for an XML that does not hold exactly one panel, before it is sent."""
    session.need(Capability.PANELS)
    try:
        found = tree.items(read_xml(xml), "Extensions", "Panel")
    except Unreadable as fault:
        raise BadParameter("body") from fault
    if len(found) != 1:
        raise BadParameter("body")
    session.do(Capability.PANELS, (*_PATH, "Panel", "Save"), {"PanelId": panel_id}, xml)


def remove(session: Session, panel_id: str) -> None:
    """Take the panel away; one that is gone is no error."""
    try:
        session.do(Capability.PANELS, (*_PATH, "Panel", "Remove"), {"PanelId": panel_id})
    except (Refused, BadParameter):
        if panel_id in read(session):
            raise


def read(session: Session) -> tuple[str, ...]:
    """Return the ids of all panels on the device."""
    result = session.do(Capability.PANELS, (*_PATH, "List"))
    found = (tree.text(panel, "PanelId") for panel in tree.items(result, "Extensions", "Panel"))
    return tuple(panel_id for panel_id in found if panel_id)
