"""Rounds through the rooms, one at a time, each in a thread of its own: a dead room holds up no clock."""

import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)


class Rounds:
    """Does `work` when told to; a fault is logged as `failed`, by its type alone, and ends no later round."""

    def __init__(self, name: str, work: Callable[[], object], failed: str) -> None:
        self._name = name
        self._work = work
        self._failed = failed
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_ending(self) -> bool:
        """Whether a round is to begin nothing more."""
        return self._ending.is_set()

    def begin(self) -> None:
        """Begin a round, unless one is under way."""
        with self._lock:
            if self._ending.is_set() or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._try_round, name=self._name, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End: what was begun is finished, and no more is begun."""
        self._ending.set()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _try_round(self) -> None:
        try:
            self._work()
        except Exception as fault:  # noqa: BLE001 - the next round is soon; a fault of one must not end them all
            log.warning(self._failed, error=type(fault).__name__)
