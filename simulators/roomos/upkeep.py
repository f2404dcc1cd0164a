"""Restart, what is wrong with the device, and whether it may be disturbed (roomos 2 and 3)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulators.roomos.machine import Machine
from simulators.roomos.order import Handlers, Order
from simulators.roomos.tree import Branch, at

if TYPE_CHECKING:
    from simulators.roomos.clock import Cancels

_SOON_SECONDS = 0.5
_MINUTE = 60


class Upkeep:
    """The care of one endpoint. `restart` is what SystemUnit Boot does, a moment after its answer."""

    def __init__(self, machine: Machine, restart: Callable[[], None]) -> None:
        self._machine = machine
        self._restart = restart
        self._quiet: Cancels | None = None
        self.handlers: Handlers = {
            "SystemUnit Boot": self._boot,
            "Diagnostics Run": self._run,
            "Conference DoNotDisturb Activate": self._hush,
            "Conference DoNotDisturb Deactivate": lambda _order: self._disturb("Inactive"),
        }

    def ail(self, number: int, kind: str, level: str, text: str) -> None:
        """Let something be wrong: a message of Diagnostics, whose types and levels are in roomos 3."""
        told: Branch = {"Type": kind, "Level": level, "Description": text, "References": ""}
        self._machine.change(at(("Diagnostics", "Message", number), told))

    def heal(self, number: int) -> None:
        """Let it be right again."""
        self._machine.vanish("Diagnostics", "Message", number)

    def _boot(self, order: Order) -> Branch:
        if self._machine.numbers_of("Call") and order.text("Force") != "True":
            raise order.failed("The device is in a call")
        self._machine.later(_SOON_SECONDS, self._restart)
        return {"Description": "System will restart"}

    def _run(self, order: Order) -> Branch:
        del order
        messages = self._machine.read("Status", ("Diagnostics", "Message"))
        return {"Message": messages} if messages else {}

    def _hush(self, order: Order) -> Branch:
        if self._quiet is not None:
            self._quiet.cancel()
        minutes = order.number("Timeout") or self._machine.number("Conference", "DoNotDisturb", "DefaultTimeout")
        self._quiet = self._machine.later(minutes * _MINUTE, self._wake)
        return self._disturb("Active")

    def _wake(self) -> None:
        self._disturb("Inactive")

    def _disturb(self, status: str) -> Branch:
        self._machine.change({"Conference": {"DoNotDisturb": status}})
        return {}
