"""Where a conference is written down, so that another controller can take it up."""

from threading import Lock
from typing import Protocol


class Stale(Exception):
    """Somebody else has written since: another controller has taken the conference over."""


class StateStore(Protocol):
    """Keeps one conference's text. Versions count what was written: 0 before the first."""

    def load(self) -> str | None:
        """Return what was written last, None when nothing was."""
        ...

    def save(self, text: str, expected_version: int) -> None:
        """Write the text as version `expected_version` + 1 and return when it will survive us. Raises Stale."""
        ...


class Memory:
    """A store that lasts as long as the program: for a conference that nobody has to take up."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._text: str | None = None
        self._version = 0

    def load(self) -> str | None:
        """Return what was written last."""
        with self._lock:
            return self._text

    def save(self, text: str, expected_version: int) -> None:
        """Write the text. Raises Stale."""
        with self._lock:
            if self._version != expected_version:
                raise Stale
            self._text, self._version = text, expected_version + 1
