"""What the device says without being asked: one registration for each expression, told to all who listen for it."""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import NamedTuple

from rooms.drivers.roomos_ssh import phrases
from rooms.drivers.roomos_ssh.waiting import Fault
from rooms.errors import Lost, NotSupported, RoomError, Unreadable
from rooms.xapi import answers, from_json, tree
from rooms.xapi.channel import Listener, Node, Path

# The most expressions that a device takes in one session, as Cisco's guide says.
MOST_EXPRESSIONS = 38
# How much may wait for listeners that are slow. More would be memory without end; a part left out would be a lie.
MOST_BYTES_WAITING = 8 * 2**20
_JOIN_SECONDS = 1.0
_LOG = logging.getLogger(__name__)


class _Registration(NamedTuple):
    path: Path
    listener: Listener


class Feedback:
    """The listeners of one session, called one after the other in a thread of their own, which the first begins."""

    def __init__(self, ask: Callable[[str], dict[str, object]], end: Callable[[Fault], None]) -> None:
        self._ask, self._end = ask, end
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        # Replaced, never changed: the thread that calls them reads it without the lock.
        self._registrations: dict[object, _Registration] = {}
        self._said: SimpleQueue[tuple[dict[str, object], int] | None] = SimpleQueue()
        self._bytes_in = self._bytes_out = 0
        self._thread: threading.Thread | None = None

    def subscribe(self, path: Path, listener: Listener) -> Callable[[], None]:
        """Register the path, unless it is already, and return what ends it for this listener.

        Raises NotSupported for a path the device does not know and for one expression too many, and what asking does.
        """
        expression, token = phrases.expression(path), object()
        with self._lock:
            if not self._counts[expression] and len(+self._counts) >= MOST_EXPRESSIONS:
                raise NotSupported(f"more than {MOST_EXPRESSIONS} things to hear of in one session")
            # First, so that nothing is missed between the device's answer and here.
            self._registrations = {**self._registrations, token: _Registration(path, listener)}
            self._begin()
            try:
                if not self._counts[expression]:
                    answers.configured(_tree(self._ask(f"xFeedback register {expression}")))
            except BaseException:
                self._leave(token)
                raise
            self._counts[expression] += 1
        return partial(self._unsubscribe, expression, token)

    def hear(self, answer: dict[str, object], size: int) -> None:
        """Take note of what was said, or with an empty one that the session has ended. Never waits."""
        if not self._registrations:
            return
        self._bytes_in += size
        if answer and self._bytes_in - self._bytes_out > MOST_BYTES_WAITING:
            self._end(partial(Lost, "more is told than the listeners take in"))
            return
        self._said.put((answer, size))

    def stop(self) -> None:
        """Let the listeners' thread end after what it does now. May be called again, and by a listener."""
        self._registrations = {}
        thread, self._thread = self._thread, None
        self._said.put(None)
        if thread is not None and thread is not threading.current_thread():
            thread.join(_JOIN_SECONDS)

    def _unsubscribe(self, expression: str, token: object) -> None:
        with self._lock:
            if not self._leave(token):
                return
            self._counts[expression] -= 1
            if not self._counts[expression]:
                with suppress(RoomError):  # an end that cannot be told has come with the session's
                    self._ask(f"xFeedback deregister {expression}")

    def _leave(self, token: object) -> bool:
        known = token in self._registrations
        self._registrations = {key: one for key, one in self._registrations.items() if key is not token}
        return known

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._tell_all, name="room feedback", daemon=True)
            self._thread.start()

    def _tell_all(self) -> None:
        while (said := self._said.get()) is not None:
            answer, size = said
            self._bytes_out += size
            self._tell(answer)
            if not answer:
                return

    def _tell(self, answer: dict[str, object]) -> None:
        try:
            said = _tree(answer)
        except Unreadable as fault:
            self._end(partial(Unreadable, str(fault)))
            return
        for path, listener in self._registrations.values():
            if not said or touches(said, path):
                try:
                    listener(said)
                except Exception as fault:  # noqa: BLE001 - one listener's fault is not the others'
                    _LOG.warning("a listener to a room failed: %s", type(fault).__name__)


def touches(node: Node, path: Path) -> bool:
    """Tell whether something at or below the path is said. One that is gone takes all below it along."""
    if not path or tree.is_ghost(node):
        return True
    if isinstance(node, list):
        named = [item for item in node if tree.text_id(item) == path[0]] if path[0].isdigit() else None
        return any(touches(item, path if named is None else path[1:]) for item in (node if named is None else named))
    if isinstance(node, dict):
        if path[0].isdigit() and tree.text_id(node) == path[0]:
            return touches(node, path[1:])
        return path[0] in node and touches(node[path[0]], path[1:])
    return False


def _tree(answer: dict[str, object]) -> dict[str, Node]:
    said = from_json.wrapped(answer)
    return said if isinstance(said, dict) else {}
