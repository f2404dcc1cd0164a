"""Who waits for which answer: requests in the air by their tags, each answered once or failed with the connection."""

import threading
from collections.abc import Callable
from functools import partial
from itertools import count

from rooms.errors import NotSupported, RoomError

# Makes the error anew for each who gets it: one that is raised in several threads would carry all their tracebacks.
Fault = Callable[[], RoomError]
_NOT_RECOGNIZED = partial(NotSupported, "the device did not recognize the line")


class Waiter:
    """One request in the air. Set from the reader's thread, waited for in the asker's."""

    __slots__ = ("_settled", "answer", "fault")

    def __init__(self) -> None:
        # A bare lock is the cheapest thing to wait for; there is one for every request.
        self._settled = threading.Lock()
        self._settled.acquire()
        self.answer: dict[str, object] = {}
        self.fault: Fault | None = None

    def settle(self, answer: dict[str, object] | None = None, fault: Fault | None = None) -> None:
        """Hand over the answer or the fault. To be called once: whoever takes it out of the waiting does."""
        self.answer, self.fault = answer or {}, fault
        self._settled.release()

    def wait(self, seconds: float) -> bool:
        """Wait for either, and tell whether it came in time."""
        return self._settled.acquire(timeout=seconds)


class Waiting:
    """All requests in the air of one session. Every operation is one on a dict, so that no lock is needed."""

    def __init__(self) -> None:
        self._tags = count(1)
        self._waiters: dict[str, Waiter] = {}
        self._lines = 0
        self._suspects: set[str] = set()

    def begin(self) -> tuple[str, Waiter]:
        """Return a new tag and who waits for it."""
        tag, waiter = str(next(self._tags)), Waiter()
        self._waiters[tag] = waiter
        return tag, waiter

    def answered(self, tag: str, answer: dict[str, object]) -> None:
        """Hand the answer to who waits for it. One that nobody waits for is let go."""
        waiter = self._waiters.pop(tag, None)
        if waiter is not None:
            waiter.settle(answer)
        if self._suspects:
            self._suspects.discard(tag)
            self._judge()

    def not_recognized(self) -> None:
        """Note that the device did not understand one line; it does not say which.

        The line is known as soon as all others that were in the air have been answered.
        """
        self._lines += 1
        self._suspects = set(self._waiters)
        self._judge()

    def fail(self, fault: Fault) -> None:
        """Let all who wait have the fault."""
        for tag in tuple(self._waiters):
            self._refuse(tag, fault)

    def forget(self, tag: str) -> None:
        """Let a request go that was never sent."""
        self._waiters.pop(tag, None)

    def _judge(self) -> None:
        if len(self._suspects) > self._lines:
            return
        for tag in self._suspects:
            self._refuse(tag, _NOT_RECOGNIZED)
        self._lines, self._suspects = 0, set()

    def _refuse(self, tag: str, fault: Fault) -> None:
        waiter = self._waiters.pop(tag, None)
        if waiter is not None:
            waiter.settle(fault=fault)
