"""A saved panel as the screen draws it: its pages, rows and widgets (roomos 6)."""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

_PLACES = {
    "homescreen": "home",
    "home": "home",
    "callcontrols": "call",
    "incall": "call",
    "homescreenandcallcontrols": "both",
    "statusbar": "both",
    "controlpanel": "both",
}
_SIZE = re.compile(r"(?:^|;)\s*size=([1-4])\s*(?:;|$)")


def drawn(panel: Element, panel_id: str, values: Mapping[str, str]) -> dict[str, Any]:
    """Return a <Panel> as JSON, with the values its widgets have now; "where" is home, call, both or nowhere."""
    place = panel.findtext("Location") or panel.findtext("Type") or "HomeScreen"
    return {
        "id": panel_id,
        "name": panel.findtext("Name") or panel_id,
        "color": panel.findtext("Color") or "",
        "icon": panel.findtext("Icon") or "",
        "where": _PLACES.get(place.strip().lower(), "nowhere"),
        "pages": [_page(page, number, values) for number, page in enumerate(panel.findall("Page"), 1)],
    }


def _page(page: Element, number: int, values: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": page.findtext("PageId") or f"page_{number}",
        "name": page.findtext("Name") or "",
        "hide_row_names": "hiderownames=1" in (page.findtext("Options") or "").lower(),
        "rows": [
            {"name": row.findtext("Name") or "", "widgets": [_widget(one, values) for one in row.findall("Widget")]}
            for row in page.findall("Row")
        ],
    }


def _widget(widget: Element, values: Mapping[str, str]) -> dict[str, Any]:
    widget_id = widget.findtext("WidgetId") or ""
    size = _SIZE.search(widget.findtext("Options") or "")
    return {
        "id": widget_id,
        "type": widget.findtext("Type") or "",
        "name": widget.findtext("Name") or "",
        "size": size[1] if size else "2",
        "value": values.get(widget_id, ""),
        "values": [
            {"key": one.findtext("Key") or "", "name": one.findtext("Name") or ""}
            for one in widget.findall("ValueSpace/Value")
        ],
    }
