"""What the Conferencing Nodes know of the configuration: what was written, some time after it was written."""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from simulators.pexip.management.fields import Row


class Room(NamedTuple):
    """A Virtual Meeting Room as it was written: its row, its aliases, whom it dials, and what its links are called."""

    row: Row
    aliases: tuple[str, ...]
    dials: tuple[Row, ...] = ()
    theme: str = ""
    host_group: str = ""
    guest_group: str = ""


class Replica:
    """The rooms as the nodes know them, `delay` seconds behind. `clock` counts seconds."""

    def __init__(self, delay: float, clock: Callable[[], float]) -> None:
        self.delay = delay
        self._clock = clock
        self._coming: deque[tuple[float, int, Room | None]] = deque()
        self._rooms: dict[int, Room] = {}
        self._by_alias: dict[str, int] = {}

    def write(self, number: int, room: Room | None) -> None:
        """Take in what was written of a room; None: it was deleted."""
        self._coming.append((self._clock() + self.delay, number, room))

    def find(self, alias: str) -> Room | None:
        """Return the room with the alias, as far as the nodes know. An alias is compared whole, without case."""
        self._catch_up()
        number = self._by_alias.get(alias.lower())
        return None if number is None else self._rooms[number]

    def _catch_up(self) -> None:
        now = self._clock()
        while self._coming and self._coming[0][0] <= now:
            _, number, room = self._coming.popleft()
            old = self._rooms.pop(number, None)
            for alias in old.aliases if old else ():
                self._by_alias.pop(alias.lower(), None)
            if room is not None:
                self._rooms[number] = room
                self._by_alias |= dict.fromkeys(map(str.lower, room.aliases), number)
