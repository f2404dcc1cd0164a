"""How a room is reached for its panel: held, where it can be heard; else visited, and it posts its presses to us."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from rooms.drivers.held import BACK, Held, rest
from rooms.endpoint import Endpoint, Event
from rooms.errors import RoomError
from rooms.standing.touches import WATCHED

Connect = Callable[[], Endpoint]


class Line(Protocol):
    """The way to one room. `posts`: what is touched there comes by posts, not by `heard`."""

    posts: bool

    def begin(self, heard: Callable[[Event], None]) -> None:
        """Begin to hold the room, if it can be; also when a person has mended why it stopped."""
        ...

    @property
    def stopped(self) -> RoomError | None:
        """Return why the room is left alone until a person says so, None when it is not."""
        ...

    @contextmanager
    def room(self) -> Iterator[Endpoint]:
        """Give the room within the block. Raises RoomError."""
        ...

    def close(self) -> None:
        """End it. May be called again."""
        ...


class HeldLine:
    """A room that is held all the time."""

    posts = False

    def __init__(self, connect: Connect, pause: Callable[[int], float] = rest) -> None:
        self._connect, self._pause = connect, pause
        self._held: Held | None = None

    def begin(self, heard: Callable[[Event], None]) -> None:
        """Hold the room, hearing what is touched there."""
        if self._held is None:
            self._held = Held(self._connect, WATCHED, heard, self._pause)
        self._held.begin()

    @property
    def stopped(self) -> RoomError | None:
        """Return why the room is left alone, None when it is not."""
        return self._held.stopped if self._held else None

    @contextmanager
    def room(self) -> Iterator[Endpoint]:
        """Give the room as it is held now. Raises Unreachable when it is not."""
        if self._held is None:
            raise RuntimeError("not begun")
        yield self._held.endpoint()

    def close(self) -> None:
        """End the session."""
        if self._held is not None:
            self._held.close()


class VisitedLine:
    """A room that is visited when something is to be done there."""

    posts = True

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    def begin(self, heard: Callable[[Event], None]) -> None:
        """Let everything be done as for a room that was just reached."""
        heard(BACK)

    @property
    def stopped(self) -> RoomError | None:
        """Return None: each visit finds out anew."""
        return None

    @contextmanager
    def room(self) -> Iterator[Endpoint]:
        """Give a session of its own, closed after the block."""
        endpoint = self._connect()
        try:
            yield endpoint
        finally:
            endpoint.close()

    def close(self) -> None:
        """Do nothing: no session is open between visits."""
