"""A lock that one process at a time can hold, and that is let go when the process dies, however it dies."""

import fcntl
import os
from pathlib import Path

from backend.errors import VardmoteError


class EngineBusy(VardmoteError):
    """Another process works on the same queue; stop it first, or let it do the work."""


class ProcessLock:
    """An exclusive lock on a file. The system releases it with the process, so a crash never leaves it behind."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises EngineBusy when another process has it."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise EngineBusy(str(self._path)) from error
        self._descriptor = descriptor

    def release(self) -> None:
        """Let the lock go; nothing happens when it isn't held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
