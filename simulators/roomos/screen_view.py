"""What stands on a room's screen and touch panel now, as JSON for the page."""

from collections.abc import Iterable
from typing import Any

from simulators.roomos.booking import Booking, written
from simulators.roomos.bridge import Place
from simulators.roomos.bridge_line import BridgeLine
from simulators.roomos.call import Call
from simulators.roomos.endpoint import Endpoint
from simulators.roomos.messages import Message, Slot
from simulators.roomos.screen_panels import drawn
from simulators.roomos.tree import Branch, find


def view(endpoint: Endpoint) -> dict[str, Any]:
    """Return all of it; "now" changes once a minute, and a hidden title is empty."""
    device = endpoint.device
    machine, parts = device.machine, device.parts
    widgets = {str(one["WidgetId"]): str(one["Value"]) for one in _items(machine.tree, "UserInterface", "Extensions")}
    now = machine.clock.now()
    return {
        "name": machine.text("SystemUnit", "Name") or device.identity.name,
        "power": device.supply.state,
        "standby": find(machine.tree, ("Standby", "State")),
        "now": now.replace(second=0, microsecond=0).isoformat(),
        "time_zone": machine.text("Time", "Zone"),
        "volume": find(machine.tree, ("Audio", "Volume")),
        "microphones_muted": find(machine.tree, ("Audio", "Microphones", "Mute")) == "On",
        "presentation": find(machine.tree, ("Conference", "Presentation", "Mode")),
        "calls": [_call(call) for call in parts.calls.all.values()],
        "panels": [drawn(panel, panel_id, widgets) for panel_id, panel in parts.panels.saved.items()],
        "open": parts.panels.open,
        "page": parts.panels.page,
        "bookings": _bookings(parts.bookings.stored(), parts.bookings.joinable(), hidden=_titles_hidden(endpoint)),
        "prompt": _message(parts.messages.prompt),
        "alert": _message(parts.messages.alert),
        "input": _message(parts.messages.text_input),
        "lines": [line.text for line in [parts.messages.text_line.message] if line is not None],
    }


def _items(tree: Branch, *path: str) -> Iterable[Branch]:
    found = find(tree, (*path, "Widget"))
    return found if isinstance(found, list) else []


def _call(call: Call) -> dict[str, Any]:
    return {
        "id": call.number,
        "state": str(call.step),
        "direction": "Incoming" if call.incoming else "Outgoing",
        "name": call.remote_name,
        "number": call.remote,
        "pin": call.request != "None",
        "lobby": _waits(call),
    }


def _waits(call: Call) -> bool:
    """Tell whether the bridge lets the call wait: on a real screen the bridge's picture says so."""
    leg = call.far.leg if isinstance(call.far, BridgeLine) else None
    return leg is not None and leg.place is Place.LOBBY


def _titles_hidden(endpoint: Endpoint) -> bool:
    return endpoint.device.machine.text("UserInterface", "Bookings", "Visibility", "Title") == "Hidden"


def _bookings(stored: Iterable[Booking], joinable: Iterable[Booking], *, hidden: bool) -> list[dict[str, Any]]:
    now_there = {one.id for one in joinable}
    return [
        {
            "id": one.id,
            "title": "" if hidden or one.privacy == "Private" else one.title,
            "start": written(one.start),
            "end": written(one.end),
            "joinable": one.id in now_there,
        }
        for one in stored
    ]


def _message(slot: Slot) -> dict[str, Any] | None:
    message: Message | None = slot.message
    if message is None:
        return None
    return {
        "title": message.title,
        "text": message.text,
        "type": message.kind,
        "placeholder": message.placeholder,
        "options": [{"id": number, "text": text} for number, text in message.options.items()],
    }
