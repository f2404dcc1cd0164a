"""Ends a process whose parent is gone: nothing we started works on by itself."""

import os
import signal
import threading
from collections.abc import Callable

_LOOK_SECONDS = 1.0


def leave_with_parent(leave: Callable[[], None] | None = None) -> None:
    """Watch the parent in the background; when it is gone, call `leave` (by default: end as by SIGTERM)."""
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent, leave or _terminate), name="parent", daemon=True).start()


def _watch(parent: int, leave: Callable[[], None]) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(_LOOK_SECONDS)
    leave()


def _terminate() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
