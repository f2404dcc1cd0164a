"""Keeps one room's session up: it comes back by itself, hears the same things again, and says when to look anew."""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import partial

from rooms.drivers.line import Connect, Line, Rest, rests
from rooms.endpoint import Endpoint, Event, Listener
from rooms.errors import RoomError

# Told when the room is there, at first and again: nothing from before is known to be so still, so read its state.
BACK = Event("status", (), {})
_LOST = Event("lost", (), {})
# How many signs may wait for a listener that is slow. More would be memory without end; a part left out, a lie.
MOST_WAITING = 8 * 2**20
# Seconds after the first, second, third … attempt in a row that failed. A room that starts takes a minute or two.
rest = rests((1.0, 2.0, 5.0, 15.0, 30.0, 60.0))
_LOG = logging.getLogger(__name__)


class Held:
    """A room that is held, by one thread. Safe to use from several threads; always to be closed.

    `listener` hears what happens at the paths, "lost" when the room is gone and `BACK` when it is there (again): one
    call at a time, in the order they happened, in a thread where the room may be asked. One that takes in too little
    hears "lost", and the room is reached anew. When it is left alone, and for how long: see `Line`.
    """

    def __init__(
        self, connect: Connect, paths: Sequence[tuple[str, ...]], listener: Listener, rest: Rest = rest
    ) -> None:
        self._paths, self._listener = tuple(paths), listener
        self._line = Line(connect, self._prepare, self._back, rest)
        self._lock = threading.Lock()
        # Whose words are taken note of, whose are counted, and whose are told.
        self._heard_from: Endpoint | None = None
        self._counted: Endpoint | None = None
        self._told: Endpoint | None = None
        self._signs_waiting = 0
        self._closed = False

    @property
    def stopped(self) -> RoomError | None:
        """Return why the room is left alone until a person says so, None when it is not."""
        return self._line.stopped

    def begin(self) -> None:
        """Connect, in a thread of its own; also when a person has mended why it stopped. Nothing when it is at it."""
        self._line.begin()

    def endpoint(self) -> Endpoint:
        """Return the room as connected now. Raises Unreachable when it is not, and why it stopped when it did."""
        return self._line.endpoint()

    def do(self, job: Callable[[], None]) -> None:
        """Do the job where the listener is told, after what is heard before it, whether the room is there or not."""
        self._line.do(job)

    def close(self) -> None:
        """End the session, and all attempts. May be called again, and by the listener, which hears nothing more."""
        self._closed = True
        self._line.close()

    def _prepare(self, endpoint: Endpoint) -> None:
        with self._lock:
            self._heard_from, self._counted, self._signs_waiting = endpoint, endpoint, 0
        endpoint.watch(self._paths, partial(self._heard, endpoint))

    def _heard(self, endpoint: Endpoint, event: Event) -> None:
        """Take note, in the driver's thread. Never waits."""
        with self._lock:
            if endpoint is not self._heard_from:
                return  # the last words of one that has been given up
            self._signs_waiting += _signs(event)
            if self._signs_waiting > MOST_WAITING:
                _LOG.warning("a listener to a held room takes in too little")
                self._signs_waiting += _signs(_LOST) - _signs(event)
                event = _LOST
            if event.kind == "lost":
                self._heard_from = None
            self._line.do(partial(self._tell, endpoint, event))
        if event.kind == "lost":
            self._line.drop(endpoint)

    def _back(self, endpoint: Endpoint) -> None:
        self._told = endpoint
        self._say(BACK)

    def _tell(self, endpoint: Endpoint, event: Event) -> None:
        with self._lock:
            self._signs_waiting -= _signs(event) if endpoint is self._counted else 0
        if endpoint is self._told:
            self._say(event)

    def _say(self, event: Event) -> None:
        if self._closed:
            return
        try:
            self._listener(event)
        except Exception as fault:  # noqa: BLE001 - a listener's fault must not cost the session
            _LOG.warning("a listener to a held room failed: %s", type(fault).__name__)


def _signs(event: Event) -> int:
    return 100 + sum(len(name) + len(value) for name, value in event.values.items())
