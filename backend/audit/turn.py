"""Whose turn it is to write: one feeder or purge at a time, among threads and among processes that share the anchor."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOOK_SECONDS = 0.02


class Turn:
    """A lock on a file beside the anchor. The system lets it go with the process, however that ends."""

    def __init__(self, anchor: Path) -> None:
        self._file = anchor.with_name(f"{anchor.name}.lock")
        self._mine = threading.Lock()

    @contextmanager
    def taken(self, seconds: float) -> Iterator[None]:
        """Have the turn within the block. Raises TimeoutError when others keep it longer than `seconds`, OSError."""
        until = time.monotonic() + seconds
        if not self._mine.acquire(timeout=seconds):
            raise TimeoutError
        try:
            descriptor = os.open(self._file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            try:
                _lock(descriptor, until)
                yield
            finally:
                # Closing lets the lock go.
                os.close(descriptor)
        finally:
            self._mine.release()


def _lock(descriptor: int, until: float) -> None:
    pause = threading.Event()
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise TimeoutError from None
            pause.wait(_LOOK_SECONDS)
        else:
            return
