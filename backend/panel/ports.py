"""What the panels need of others, as little as that is."""

from typing import Protocol

from rooms.standing.rule import Way


class AddressBook(Protocol):
    """With whom else rooms may call."""

    def way(self, entry: str) -> Way | None:
        """Return the way of an entry by its code, None when there is none."""
        ...


class Cases(Protocol):
    """The support cases."""

    def open(self, room_id: str, problem: str) -> str:
        """Open a case; the one there is when the same was asked a moment ago. Raises ValueError."""
        ...
