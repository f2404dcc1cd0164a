"""What a room notices of its people (roomos 3): nobody is counted asleep, nor out of calls by default."""

from typing import TYPE_CHECKING

from simulators.roomos.feedback import Subscription
from simulators.roomos.machine import Machine

if TYPE_CHECKING:
    from simulators.roomos.tree import Branch

NOT_COUNTED = -1
# How late an empty room is noticed.
EMPTY_SECONDS = 120.0


class Analytics:
    """The people in one room, as its endpoint sees them."""

    def __init__(self, machine: Machine) -> None:
        self.people = 0
        self._machine = machine
        watched = [("Status", "Call"), ("Status", "Standby"), ("Configuration", "RoomAnalytics")]
        machine.subscribe(Subscription(lambda _tree: self._look(), watched))

    def come(self, people: int) -> None:
        """Let so many be in the room. That it is empty is noticed late."""
        self.people = people
        if people:
            self._look()
        else:
            self._machine.later(EMPTY_SECONDS, self._look)

    def _look(self) -> None:
        machine = self._machine
        asleep = machine.tree_text("Standby", "State") != "Off"
        counts = bool(machine.numbers_of("Call")) or machine.text("RoomAnalytics", "PeopleCountOutOfCall") == "On"
        present = "Unknown" if asleep else "Yes" if self.people else "No"
        change: Branch = {
            "PeopleCount": {"Current": self.people if counts and not asleep else NOT_COUNTED},
            "PeoplePresence": present,
        }
        if machine.identity.profile != "9.15":
            change["RoomInUse"] = "True" if self.people or machine.numbers_of("Call") else "False"
        machine.change({"RoomAnalytics": change})
