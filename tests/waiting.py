"""Waiting for something to be so, as long as it takes and no longer."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 60.0
T = TypeVar("T")


def until(look: Callable[[], T], seconds: float = PATIENCE, every: float = 0.02) -> T:
    """Return the first thing `look` returns that is true, asked `every` so many seconds.

    Raises AssertionError when it takes too long.
    """
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while True:
        if found := look():
            return found
        assert time.monotonic() < deadline, "it never came to be"
        pause.wait(every)
