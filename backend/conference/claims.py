"""Which conference has which room in this process: two never show, or take away, their panels in one room."""

import threading


class Claims:
    """Rooms and who has them. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owners: dict[str, str] = {}

    def take(self, room_id: str, owner: str) -> bool:
        """Take the room; False when somebody else has it."""
        with self._lock:
            return self._owners.setdefault(room_id, owner) == owner

    def give_back(self, owner: str) -> None:
        """Give back every room of this owner."""
        with self._lock:
            self._owners = {room_id: other for room_id, other in self._owners.items() if other != owner}
