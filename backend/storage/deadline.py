"""Until when somebody waits for an answer: told once, for all that is asked of the database for its sake.

It holds in the thread that told it. What is asked elsewhere has no such limit.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf


class _Told(threading.local):
    until = inf


_told = _Told()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let whoever waits for what is asked within the block wait so many seconds in all."""
    _told.until = time.monotonic() + seconds
    try:
        yield
    finally:
        _told.until = inf


def until() -> float:
    """Return the end, by the clock of `time.monotonic`; without end where nobody waits."""
    return _told.until


def left() -> float:
    """Return the seconds that are left, 0 or fewer when there are none."""
    return _told.until - time.monotonic()
