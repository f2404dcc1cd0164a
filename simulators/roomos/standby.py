"""Awake, half awake, asleep, and deeply asleep, when a device cannot be reached (roomos 2, Standby)."""

from datetime import timedelta

from simulators.roomos.machine import Machine
from simulators.roomos.order import Handlers, Order
from simulators.roomos.power import Power, Supply
from simulators.roomos.tree import Branch

FALL_SECONDS = 2.0
NAP = timedelta(hours=8)


class Standby:
    """How awake one endpoint is."""

    def __init__(self, machine: Machine, supply: Supply) -> None:
        self._machine = machine
        self._supply = supply
        self.handlers: Handlers = {
            "Standby Activate": self._activate,
            "Standby Deactivate": lambda _order: self._become("Off"),
            "Standby Halfwake": lambda _order: self._become("Halfwake"),
            "Standby ResetTimer": lambda _order: {},
        }

    def wake(self) -> None:
        """Wake the screens: a press, a call."""
        self._become("Off")

    def sleep_deeply(self) -> None:
        """Be unreachable on purpose; before that, say when it will wake."""
        wakes = self._machine.clock.now() + NAP
        self._machine.happen(
            "Standby StandbyInitiatedDeepSleep", {"WakeupTimeUTC": wakes.strftime("%Y-%m-%dT%H:%M:%SZ")}
        )
        self._machine.later(FALL_SECONDS, lambda: self._supply.become(Power.ASLEEP))
        self._machine.clock.at(wakes, self._wake_up)

    def _wake_up(self) -> None:
        if self._supply.state is Power.ASLEEP:
            self._supply.become(Power.ON)
            self.wake()

    def _activate(self, order: Order) -> Branch:
        if self._machine.numbers_of("Call"):
            raise order.failed("Not available in a call", 1)
        if self._machine.identity.profile == "26" and self._machine.text("Standby", "Level") == "DeepSleep":
            self.sleep_deeply()
        self._become("EnteringStandby")
        self._machine.later(FALL_SECONDS, self._fall)
        return {}

    def _fall(self) -> None:
        if self._machine.tree_text("Standby", "State") == "EnteringStandby":
            self._become("Standby")

    def _become(self, state: str) -> Branch:
        self._machine.change({"Standby": {"State": state}})
        return {}
