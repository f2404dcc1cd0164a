"""What the service holds, whoever asks for it and however."""

import itertools
import threading
from dataclasses import asdict, dataclass
from typing import Any

Json = dict[str, Any]


@dataclass
class Room:
    """One conference, under the key its maker gave. `people` are those in it right now."""

    service: str
    reference: str
    key: str
    start: str
    end: str
    limit: int | None
    people: int = 0


class Hall:
    """Every conference of every service that this program plays. The same key never gives a second one."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def create(self, service: str, asked: Json) -> Json:
        """Make a conference, or return the one that is under the key."""
        with self._lock:
            for room in self._rooms.values():
                if (room.service, room.key) == (service, asked["key"]):
                    return asdict(room)
            reference = f"{service}-{next(self._numbers)}"
            room = Room(service, reference, asked["key"], asked["start"], asked["end"], asked["limit"])
            self._rooms[reference] = room
            return asdict(room)

    def change(self, service: str, reference: str, asked: Json) -> Json | None:
        """Change times and limit; None when there is no such conference."""
        with self._lock:
            room = self._rooms.get(reference)
            if room is None or room.service != service:
                return None
            room.start, room.end, room.limit = asked["start"], asked["end"], asked["limit"]
            return asdict(room)

    def remove(self, service: str, reference: str) -> None:
        """Take a conference away; one that is not there is no error."""
        with self._lock:
            room = self._rooms.get(reference)
            if room is not None and room.service == service:
                del self._rooms[reference]

    def held(self, service: str | None = None, key: str | None = None) -> list[Json]:
        """Return the conferences there are: of one service, under one key."""
        with self._lock:
            return [
                asdict(room)
                for room in self._rooms.values()
                if service in (None, room.service) and key in (None, room.key)
            ]

    def seat(self, reference: str, people: int) -> None:
        """Say how many are in a conference."""
        with self._lock:
            self._rooms[reference].people = people

    def clear(self) -> None:
        """Take everything away."""
        with self._lock:
            self._rooms.clear()
