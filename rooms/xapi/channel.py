"""The port between what is said to a RoomOS endpoint and how it is said: one connection that carries the xAPI."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

# A tree of an answer. Every leaf is text, as over SSH: numbers and booleans of other transports are written as such
# ("50", "True"). A list is of objects with an "id" (or of texts); one that is gone has "ghost": "True". A lone item may
# stand without its list. Made by `from_json` and `from_xml`, taken apart by `answers`, read by `tree`.
Node = str | dict[str, "Node"] | list["Node"]
Path = tuple[str, ...]
Value = str | int | bool | Sequence[str]
# Called from the channel's own thread with the whole tree from its root ("Status", "Event" or "Configuration"); once
# with an empty one when the connection has ended without `close`: nothing more comes.
Listener = Callable[[dict[str, Node]], None]


class Way(StrEnum):
    """What some ways of speaking carry and others do not."""

    EVENTS = "events"  # feedback on the connection itself
    HELD = "held"  # one connection stands; its loss is noticed at once
    LEGACY_BOOKINGS = "legacy_bookings"  # the private form for software that takes no Bookings Put


class Channel(Protocol):
    """One connection to one endpoint. Safe to use from several threads. Each method may raise any RoomError.

    After `Lost`, `Unreadable`, `AuthenticationRefused` or `Untrusted` the channel is closed and stays so.
    """

    @property
    def ways(self) -> frozenset[Way]:
        """What this way of speaking carries."""
        ...

    def command(self, path: Path, parameters: Mapping[str, Value] | None = None, body: str | None = None) -> Node:
        """Do xCommand `path` and return what stands in its result ({} when nothing does), without its status.

        Parameters are as in the room's documentation; a sequence repeats the parameter. Raises NotSupported for an
        unknown command, BadParameter, Refused, RateLimited.
        """
        ...

    def status(self, path: Path) -> Node:
        """Return the tree at xStatus `path`, beginning below it; {} when there is nothing in it (no call)."""
        ...

    def configuration(self, path: Path) -> Node:
        """Return the tree at xConfiguration `path`, beginning below it."""
        ...

    def configure(self, path: Path, value: str | int | bool) -> None:  # noqa: FBT001 - a configuration's value, not a flag
        """Set the configuration at `path`."""
        ...

    def subscribe(self, path: Path, listener: Listener) -> Callable[[], None]:
        """Hear of everything at and below `path` ("Status", "Call"); return what ends it.

        Raises NotSupported without Way.EVENTS. Changes before the answer are not heard: read once after it.
        """
        ...

    def put_legacy_bookings(self, xml: str) -> None:
        """Replace the room's bookings in the form of older software. Raises NotSupported without the way."""
        ...

    def close(self) -> None:
        """End the connection and the room's session. May be called again."""
        ...
