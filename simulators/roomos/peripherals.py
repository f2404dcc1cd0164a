"""What is connected to a device; control systems announce themselves (roomos 1.1) and are lost when silent."""

from itertools import count
from typing import TYPE_CHECKING

from simulators.roomos.machine import Machine
from simulators.roomos.order import Handlers, Order
from simulators.roomos.tree import Branch, at

if TYPE_CHECKING:
    from simulators.roomos.clock import Cancels

_SECONDS = 60
_PANEL: Branch = {
    "ID": "02:00:00:00:00:01",
    "Type": "TouchPanel",
    "Name": "Touch panel",
    "Status": "Connected",
    "Location": "InsideRoom",
    "SerialNumber": "",
    "SoftwareInfo": "",
    "HardwareInfo": "",
    "UpgradeStatus": "None",
}
_SHOWN = ("ID", "Type", "Name", "SerialNumber", "SoftwareInfo", "HardwareInfo")


class Peripherals:
    """All that is connected to one endpoint; its touch panel always is."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._numbers: dict[str, int] = {}
        self._timers: dict[str, Cancels] = {}
        self._next = count(2)
        self.handlers: Handlers = {
            "Peripherals Connect": self._connect,
            "Peripherals HeartBeat": self._beat,
            "Peripherals List": self._list,
        }
        self.forget()

    def forget(self) -> None:
        """Lose all but the touch panel, as over a restart."""
        for timer in self._timers.values():
            timer.cancel()
        for number in self._numbers.values():
            self._machine.vanish("Peripherals", "ConnectedDevice", number)
        self._timers.clear()
        self._numbers.clear()
        self._show(1, _PANEL)

    def _connect(self, order: Order) -> Branch:
        name = order.text("ID")
        number = self._numbers.setdefault(name, 0) or next(self._next)
        self._numbers[name] = number
        shown: Branch = {key: order.text(key) for key in _SHOWN}
        self._show(number, {**shown, "Status": "Connected", "UpgradeStatus": "None"})
        self._expect(name, _SECONDS)
        return {}

    def _beat(self, order: Order) -> Branch:
        name = order.text("ID")
        if name not in self._numbers:
            raise order.failed("No such peripheral is connected")
        self._show(self._numbers[name], {"Status": "Connected"})
        self._expect(name, order.number("Timeout"))
        return {}

    def _list(self, order: Order) -> Branch:
        del order
        devices = self._machine.read("Status", ("Peripherals", "ConnectedDevice"))
        return {"Device": devices} if devices else {}

    def _expect(self, name: str, seconds: int) -> None:
        if name in self._timers:
            self._timers[name].cancel()
        number = self._numbers[name]
        self._timers[name] = self._machine.later(seconds, lambda: self._show(number, {"Status": "LostConnection"}))

    def _show(self, number: int, change: Branch) -> None:
        self._machine.change(at(("Peripherals", "ConnectedDevice", number), change))
