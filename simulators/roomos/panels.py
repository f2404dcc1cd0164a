"""The touch panel's extensions: panels, the values of their widgets, and presses (roomos 6)."""

from xml.etree.ElementTree import Element, SubElement

from simulators.roomos.errors import Failed
from simulators.roomos.http_xml import NotXml, read
from simulators.roomos.machine import Machine
from simulators.roomos.order import Handlers, Order
from simulators.roomos.panel_widgets import Widgets, origin
from simulators.roomos.tree import Branch

VERSION = "1.11"
_LISTED = ("Order", "Location", "Type", "Icon", "Color", "Name", "Visibility")
_UPDATED = ("Name", "Color", "Icon", "Location", "Visibility")


class Panels:
    """The panels of one endpoint by their id, in the order they were saved. They survive a restart."""

    def __init__(self, machine: Machine) -> None:
        self.saved: dict[str, Element] = {}
        self.open: str | None = None
        self.page = ""  # of the panel that is open
        self.widgets = Widgets(machine)
        self._machine = machine
        self.handlers: Handlers = {
            "UserInterface Extensions Panel Save": self._save,
            "UserInterface Extensions Panel Update": self._update,
            "UserInterface Extensions Panel Remove": self._remove,
            "UserInterface Extensions Panel Open": self._open,
            "UserInterface Extensions Panel Close": self._close,
            "UserInterface Extensions Panel Clicked": self._clicked,
            "UserInterface Extensions List": self._list,
            "UserInterface Extensions Clear": self._clear,
            "UserInterface Extensions Set": self._set,
            **self.widgets.handlers,
        }

    def forget(self) -> None:
        """Lose the widgets' values, as over a restart."""
        self._changed()

    def _save(self, order: Order) -> Branch:
        [panel] = _panels(order, exactly=1)
        panel_id = order.text("PanelId")
        named = panel.find("PanelId")
        if named is None:
            named = SubElement(panel, "PanelId")
        named.text = panel_id  # the command's parameter wins over what stands in the body
        self.saved.pop(panel_id, None)
        self.saved[panel_id] = panel
        self._changed()
        return {}

    def _set(self, order: Order) -> Branch:
        """Replace ALL panels (roomos 2: never on a shared room)."""
        panels = _panels(order)
        self.saved = {panel.findtext("PanelId") or f"panel_{number}": panel for number, panel in enumerate(panels, 1)}
        self._changed()
        return {}

    def _update(self, order: Order) -> Branch:
        panel = self._wanted(order)
        for name in _UPDATED:
            if name in order.values:
                found = panel.find(name)
                (SubElement(panel, name) if found is None else found).text = order.text(name)
        self._machine.happen("UserInterface Extensions Widget LayoutUpdated")
        return {}

    def _remove(self, order: Order) -> Branch:
        self._wanted(order)
        del self.saved[order.text("PanelId")]
        self._changed()
        return {}

    def _clear(self, order: Order) -> Branch:
        del order
        self.saved.clear()
        self._changed()
        return {}

    def _clicked(self, order: Order) -> Branch:
        panel = self._wanted(order)
        panel_id = order.text("PanelId")
        self._machine.happen(
            "UserInterface Extensions Panel Clicked", {"PanelId": panel_id, "Origin": origin(order), "PeripheralId": ""}
        )
        if order.session.transport == "panel" and panel.find("Page") is not None:
            self._show(order, panel_id, "")
        return {}

    def _open(self, order: Order) -> Branch:
        self._wanted(order)
        self._show(order, order.text("PanelId"), order.text("PageId"))
        return {}

    def _close(self, order: Order) -> Branch:
        if self.open is not None:
            self.open = None
            self._page(order, self.page, "Closed")
        return {}

    def _show(self, order: Order, panel_id: str, page: str) -> None:
        page = _page_id(self.saved[panel_id], page)
        if self.open is not None and (self.open, self.page) != (panel_id, page):
            self._page(order, self.page, "Closed")
        self.open, self.page = panel_id, page
        self._page(order, page, "Opened")

    def _page(self, order: Order, page: str, what: str) -> None:
        self._machine.happen("UserInterface Extensions Page Action", {"PageId": page, "Type": what})
        self._machine.happen(
            f"UserInterface Extensions Event Page{what}", {"PageId": page, "Origin": origin(order), "PeripheralId": ""}
        )

    def _list(self, order: Order) -> Branch:
        del order
        rows: list[Branch] = [
            {
                "id": number,
                "PanelId": panel_id,
                "ActivityType": panel.findtext("ActivityType") or "Custom",
                **{name: panel.findtext(name) or "" for name in _LISTED if panel.find(name) is not None},
            }
            for number, (panel_id, panel) in enumerate(self.saved.items(), 1)
        ]
        return {"Extensions": {"Version": VERSION, **({"Panel": list(rows)} if rows else {})}}

    def _wanted(self, order: Order) -> Element:
        found = self.saved.get(order.text("PanelId"))
        if found is None:
            raise order.failed("No panel has this PanelId")
        return found

    def _changed(self) -> None:
        if self.open not in self.saved:
            self.open = None
        self.widgets.renew(self.saved.values())


def _panels(order: Order, exactly: int | None = None) -> list[Element]:
    try:
        root = read(order.body.encode())
    except NotXml as fault:
        raise order.failed("Failed to parse xml") from fault
    panels = root.findall("Panel") if root.tag == "Extensions" else []
    if exactly is not None and len(panels) != exactly:
        raise Failed(order.path, f"Expected a single Panel, got {len(panels)}")
    return panels


def _page_id(panel: Element, wanted: str) -> str:
    return wanted or panel.findtext("Page/PageId") or ""
