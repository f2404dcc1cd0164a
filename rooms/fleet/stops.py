"""The rooms that turned us away, kept until a person says that they may be tried again."""

import threading
from collections.abc import Iterable, Mapping
from typing import Protocol


class Stops(Protocol):
    """Where it is kept which rooms are not to be tried. Used from several threads."""

    def all(self) -> Mapping[str, str]:
        """Return why, by room id: `authentication-refused` or `untrusted`."""
        ...

    def stop(self, room_id: str, why: str) -> None:
        """Keep the room from being tried."""
        ...

    def release(self, room_ids: Iterable[str]) -> None:
        """Let the rooms be tried again: a person said so."""
        ...


class StopsInMemory:
    """Stops that are forgotten with the process: for tests and scripts of one run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopped: dict[str, str] = {}

    def all(self) -> Mapping[str, str]:
        """Return why, by room id."""
        with self._lock:
            return dict(self._stopped)

    def stop(self, room_id: str, why: str) -> None:
        """Keep the room from being tried."""
        with self._lock:
            self._stopped[room_id] = why

    def release(self, room_ids: Iterable[str]) -> None:
        """Let the rooms be tried again."""
        with self._lock:
            for room_id in room_ids:
                self._stopped.pop(room_id, None)
