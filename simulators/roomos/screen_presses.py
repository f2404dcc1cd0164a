"""What somebody in the room can press, as the commands and events it is to the device."""

from collections.abc import Callable, Mapping
from typing import Any

from simulators.roomos.endpoint import HAND, Endpoint, join
from simulators.roomos.power import Power

Press = Callable[[Endpoint, Mapping[str, Any]], None]
_EXTENSIONS = "UserInterface Extensions"


def _command(path: str, **parameters: str) -> Press:
    """Return a press that is a command; each parameter takes its value from a key of what was pressed."""

    def press(endpoint: Endpoint, action: Mapping[str, Any]) -> None:
        _do(endpoint, path, {name: action[key] for name, key in parameters.items()})

    return press


def _do(endpoint: Endpoint, path: str, values: Mapping[str, str | int]) -> None:
    endpoint.device.command(HAND, tuple(path.split()), values)


def _mute(endpoint: Endpoint, action: Mapping[str, Any]) -> None:
    _do(endpoint, f"Audio Microphones {'Mute' if action['muted'] is True else 'Unmute'}", {})


def _volume(endpoint: Endpoint, action: Mapping[str, Any]) -> None:
    steps = int(action["steps"])
    _do(endpoint, f"Audio Volume {'Increase' if steps > 0 else 'Decrease'}", {"Steps": abs(steps)})


def _widget(endpoint: Endpoint, action: Mapping[str, Any]) -> None:
    """Press a widget, as a finger does: it goes down, up, and that was a click; a new value is told by itself."""
    kinds = ["Changed"] if action["type"] == "changed" else ["Pressed", "Released", "Clicked"]
    for kind in kinds:
        values = {"WidgetId": str(action["widget"]), "Type": kind, "Value": str(action["value"])}
        _do(endpoint, f"{_EXTENSIONS} Widget Action", values)


def _wake(endpoint: Endpoint, _: Mapping[str, Any]) -> None:
    """Touch the panel: that wakes from deep sleep as well."""
    if endpoint.device.supply.state is Power.ASLEEP:
        endpoint.device.supply.become(Power.ON)
    _do(endpoint, "Standby Deactivate", {})


PRESSES: Mapping[str, Press] = {
    "accept": _command("Call Accept", CallId="call"),
    "reject": _command("Call Reject", CallId="call"),
    "hang-up": _command("Call Disconnect", CallId="call"),
    "tones": _command("Call DTMFSend", CallId="call", DTMFString="tones"),
    "panel": _command(f"{_EXTENSIONS} Panel Clicked", PanelId="panel"),
    "widget": _widget,
    "page": _command(f"{_EXTENSIONS} Panel Open", PanelId="panel", PageId="page"),
    "close": _command(f"{_EXTENSIONS} Panel Close"),
    "option": _command("UserInterface Message Prompt Response", OptionId="option"),
    "input": _command("UserInterface Message TextInput Response", Text="text"),
    "dismiss": _command("UserInterface Message Alert Clear"),
    "join": lambda endpoint, action: join(endpoint.device, str(action["booking"])),
    "wake": _wake,
    "mute": _mute,
    "volume": _volume,
}
