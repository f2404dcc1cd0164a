"""The widgets on the panels: their values, and what happens when somebody presses one (roomos 6).

Which values a kind of widget takes beyond those of ToggleButton and Slider is in no source, so any text is taken.
"""

from collections.abc import Callable, Iterable, Mapping
from xml.etree.ElementTree import Element

from simulators.roomos.machine import Machine
from simulators.roomos.order import Handlers, Order
from simulators.roomos.tree import Branch, at

_SLIDER = 255
_FITS: Mapping[str, Callable[[str], bool]] = {
    "ToggleButton": lambda value: value.lower() in {"on", "off"},
    "Slider": lambda value: value.isdecimal() and int(value) <= _SLIDER,
}
_KEEPS = frozenset({"ToggleButton", "Slider", "GroupButton"})


class Widgets:
    """All widgets of one endpoint's panels."""

    def __init__(self, machine: Machine) -> None:
        self.values: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._machine = machine
        self.handlers: Handlers = {
            "UserInterface Extensions Widget SetValue": self._set,
            "UserInterface Extensions Widget UnsetValue": self._unset,
            "UserInterface Extensions Widget Action": self._action,
        }

    def renew(self, panels: Iterable[Element]) -> None:
        """Begin anew with what stands on the panels; the values are lost, and that is told (LayoutUpdated)."""
        for number in self._numbers.values():
            self._machine.vanish("UserInterface", "Extensions", "Widget", number)
        widgets = [widget for panel in panels for widget in panel.iter("Widget")]
        self._kinds = {widget.findtext("WidgetId") or "": widget.findtext("Type") or "" for widget in widgets}
        self._numbers = {widget_id: number for number, widget_id in enumerate(self._kinds, 1)}
        self.values.clear()
        for widget_id in self._kinds:
            self._show(widget_id)
        self._machine.happen("UserInterface Extensions Widget LayoutUpdated")

    def _set(self, order: Order) -> Branch:
        widget_id, value = self._wanted(order), order.text("Value")
        if not _FITS.get(self._kinds[widget_id], _any)(value):
            raise order.failed("Invalid value for the widget")
        self.values[widget_id] = value
        self._show(widget_id)
        return {}

    def _unset(self, order: Order) -> Branch:
        widget_id = self._wanted(order)
        self.values.pop(widget_id, None)
        self._show(widget_id)
        return {}

    def _action(self, order: Order) -> Branch:
        widget_id, value, kind = self._wanted(order), order.text("Value"), order.text("Type").lower()
        if kind in {"changed", "released"} and self._kinds[widget_id] in _KEEPS and value:
            self.values[widget_id] = value
            self._show(widget_id)
        self._machine.happen(
            "UserInterface Extensions Widget Action",
            {"WidgetId": widget_id, "Type": kind, "Value": value, "Origin": origin(order), "PeripheralId": ""},
        )
        return {}

    def _wanted(self, order: Order) -> str:
        widget_id = order.text("WidgetId")
        if widget_id not in self._kinds:
            raise order.failed("No widget has this WidgetId")
        return widget_id

    def _show(self, widget_id: str) -> None:
        shown: Branch = {"WidgetId": widget_id, "Value": self.values.get(widget_id, "")}
        number = self._numbers[widget_id]
        self._machine.change(at(("UserInterface", "Extensions", "Widget", number), shown))


def origin(order: Order) -> str:
    """Tell who pressed: somebody at the panel, or a program."""
    return "local" if order.session.transport == "panel" else "remote"


def _any(value: str) -> bool:
    del value
    return True
