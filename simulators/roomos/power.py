"""Whether a device can be reached at all, and those who must know when that changes: its fronts."""

from collections.abc import Callable
from enum import StrEnum

from simulators.roomos.machine import Machine

BOOT_SECONDS = 90.0
SETTLE_SECONDS = 1.0


class Power(StrEnum):
    """What state the box is in."""

    ON = "on"
    STARTING = "starting"  # the web answers 502 (roomos 1.3), nothing else answers
    ASLEEP = "asleep"  # deep sleep: unreachable on purpose (roomos 2, Standby Level)
    OFF = "off"  # the plug is out


class Supply:
    """The power of one device. Whoever has a connection with it is told of every change."""

    def __init__(self, machine: Machine) -> None:
        self.state = Power.ON
        self._machine = machine
        self._told: list[Callable[[Power], None]] = []
        self._generation = 0

    def watch(self, told: Callable[[Power], None]) -> Callable[[], None]:
        """Let somebody know of every change; return what ends it, which may be called again."""
        self._told.append(told)

        def end() -> None:
            if told in self._told:
                self._told.remove(told)

        return end

    def become(self, state: Power) -> None:
        """Change, cutting or letting in whoever listens."""
        self._generation += 1
        self.state = state
        for told in list(self._told):
            told(state)

    def start(self) -> None:
        """Start anew, as after SystemUnit Boot or when the plug is put in; ready after `BOOT_SECONDS`."""
        self.become(Power.STARTING)
        generation = self._generation

        def ready() -> None:
            if self._generation == generation:
                self.become(Power.ON)
                self._machine.happen("BootEvent", {"Action": "Restart"})
                self._machine.happen("Bookings SyncRequired")

        self._machine.later(BOOT_SECONDS, ready)
