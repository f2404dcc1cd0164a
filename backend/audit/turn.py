"""Whose turn it is to write: one feeder or purge at a time, among threads and processes that share anchor or store."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.audit import owners
from backend.storage import Database

_LOOK_SECONDS = 0.02


class Turn:
    """A lock on a file beside the anchor. The system lets it go with the process, however that ends.

    A store on PostgreSQL may be fed from several machines: there the turn is had in the store too, while connected.
    """

    def __init__(self, anchor: Path, store: Database) -> None:
        self._anchor = anchor
        self._file = anchor.with_name(f"{anchor.name}.lock")
        self._store = store
        self._mine = threading.Lock()

    @contextmanager
    def taken(self, seconds: float) -> Iterator[None]:
        """Have the turn within the block.

        Raises TimeoutError when others keep it longer than `seconds`, OSError, one of `storage.AWAY`.
        """
        until = time.monotonic() + seconds
        if not self._mine.acquire(timeout=seconds):
            raise TimeoutError
        try:
            descriptor = os.open(self._file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            try:
                owners.give(descriptor, owners.model_for(self._anchor))
                _lock(descriptor, until)
                with self._store.turn("access-log-turn", max(until - time.monotonic(), 0.01)):
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
