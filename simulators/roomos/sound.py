"""Loudspeakers and microphones (roomos 2, Audio)."""

from simulators.roomos.machine import Machine
from simulators.roomos.order import Handler, Handlers, Order
from simulators.roomos.tree import Branch

LOUDEST = 100


class Sound:
    """The sound of one endpoint."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.handlers: Handlers = {
            "Audio Volume Set": lambda order: self._volume(order.number("Level")),
            "Audio Volume Increase": lambda order: self._volume(self._level() + order.number("Steps")),
            "Audio Volume Decrease": lambda order: self._volume(self._level() - order.number("Steps")),
            "Audio Volume Mute": self._to({"VolumeMute": "On"}),
            "Audio Volume Unmute": self._to({"VolumeMute": "Off"}),
            "Audio Volume ToggleMute": lambda _order: self._show({"VolumeMute": self._other("VolumeMute")}),
            "Audio Microphones Mute": self._to({"Microphones": {"Mute": "On"}}),
            "Audio Microphones Unmute": self._to({"Microphones": {"Mute": "Off"}}),
            "Audio Microphones ToggleMute": lambda _order: self._show(
                {"Microphones": {"Mute": self._other("Microphones", "Mute")}}
            ),
        }

    def _to(self, change: Branch) -> Handler:
        def show(order: Order) -> Branch:
            del order
            return self._show(change)

        return show

    def _level(self) -> int:
        return int(self._machine.tree_text("Audio", "Volume"))

    def _other(self, *path: str) -> str:
        return "Off" if self._machine.tree_text("Audio", *path) == "On" else "On"

    def _volume(self, level: int) -> Branch:
        return self._show({"Volume": max(0, min(LOUDEST, level)), "VolumeMute": "Off"})

    def _show(self, change: Branch) -> Branch:
        self._machine.change({"Audio": change})
        return {}
