"""A touch panel written as the <Extensions> a device takes, one panel at a time."""

import re
from collections.abc import Iterator
from types import MappingProxyType
from xml.etree.ElementTree import Element, SubElement, tostring

from rooms.errors import BadParameter, NotSupported
from rooms.xapi.nodes import PROFILES, Profile
from rooms.xapi.panels import Location, Page, Panel, Widget
from rooms.xapi.spaces import Space, space

_NAME, _ID, _WIDGET_ID = space("text 0..255"), space("text 1..255"), space("text 1..40")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_ICON = space(
    "words Briefing|Camera|Concierge|Disc|Handset|Help|Helpdesk|Home|Hvac|Info|Input|Language|Laptop|Lightbulb|Media"
    "|Microphone|Power|Proximity|Record|Spark|Tv|Webex|General|Custom"
)
_VERSION = "1.11"
# What 9.15 calls the places it has.
_OLDER_TYPES = MappingProxyType(
    {
        "HomeScreen": "Home",
        "CallControls": "InCall",
        "HomeScreenAndCallControls": "Statusbar",
        "ControlPanel": "Statusbar",
        "Hidden": "Never",
    }
)


def as_xml(panel: Panel, profile: Profile) -> str:
    """Return the panel as software of the profile takes it.

    Raises BadParameter for a text that cannot be shown, an icon or colour that is none, and an id that is there twice;
    NotSupported for a place this software does not have.
    """
    _check(panel)
    root = Element("Extensions")
    _text(root, "Version", _VERSION)
    here = SubElement(root, "Panel")
    _text(here, "Order", str(panel.order))
    _text(here, "PanelId", panel.panel_id)
    _text(here, *_place(panel.location, profile))
    _text(here, "Icon", panel.icon)
    _text(here, "Color", panel.colour)
    _text(here, "Name", panel.name)
    _text(here, "ActivityType", "Custom")
    for page in panel.pages:
        _add_page(SubElement(here, "Page"), page)
    return tostring(root, encoding="unicode")


def _place(location: Location, profile: Profile) -> tuple[str, str]:
    if profile != PROFILES[0]:
        return "Location", location
    older = _OLDER_TYPES.get(location)
    if older is None:
        raise NotSupported(f"this software has no panels at {location}")
    return "Type", older


def _add_page(here: Element, page: Page) -> None:
    _text(here, "Name", page.name)
    _text(here, "PageId", page.page_id)
    for row in page.rows:
        line = SubElement(here, "Row")
        _text(line, "Name", row.name)
        for widget in row.widgets:
            _add_widget(SubElement(line, "Widget"), widget)
    _text(here, "Options", "" if page.row_names else "hideRowNames=1")


def _add_widget(here: Element, widget: Widget) -> None:
    _text(here, "WidgetId", widget.widget_id)
    _text(here, "Name", widget.name)
    _text(here, "Type", widget.kind)
    _text(here, "Options", widget.options)
    if widget.values:
        values = SubElement(here, "ValueSpace")
        for key, name in widget.values:
            value = SubElement(values, "Value")
            _text(value, "Key", key)
            _text(value, "Name", name)


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = words


def _check(panel: Panel) -> None:
    widgets = [widget for page in panel.pages for row in page.rows for widget in row.widgets]
    faults = {
        "PanelId": not _ID.takes(panel.panel_id),
        "PageId": not _are_ids([page.page_id for page in panel.pages], _ID),
        "WidgetId": not _are_ids([widget.widget_id for widget in widgets], _WIDGET_ID),
        "Icon": not _ICON.takes(panel.icon),
        "Color": not _COLOUR.fullmatch(panel.colour),
        "Name": not all(_NAME.takes(words) for words in _words(panel, widgets)),
    }
    for name, wrong in faults.items():
        if wrong:
            raise BadParameter(name)


def _are_ids(ids: list[str], wanted: Space) -> bool:
    return len(set(ids)) == len(ids) and all(wanted.takes(each) for each in ids)


def _words(panel: Panel, widgets: list[Widget]) -> Iterator[str]:
    yield panel.name
    for page in panel.pages:
        yield page.name
        yield from (row.name for row in page.rows)
    for widget in widgets:
        yield from (widget.name, widget.options)
        yield from (words for value in widget.values for words in value)
