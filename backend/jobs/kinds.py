"""The kinds of jobs there are: who does them, how often they may fail, and which go first."""

from typing import NamedTuple

from backend.jobs.service import Handler

_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 300.0


class Kind(NamedTuple):
    """What was said of one kind when it was registered."""

    handler: Handler
    attempts: int
    priority: int


class Kinds:
    """What every engine is told of the jobs it is to do."""

    def __init__(self) -> None:
        self.by_name: dict[str, Kind] = {}

    def register(self, kind: str, handler: Handler, attempts: int, priority: int) -> None:
        """Take a kind on. Raises ValueError when it has a handler already."""
        if kind in self.by_name:
            raise ValueError(f"{kind} has a handler already")
        self.by_name[kind] = Kind(handler, attempts, priority)

    def require(self, kind: str) -> Kind:
        """Return the kind. Raises ValueError for one nobody handles."""
        if kind not in self.by_name:
            raise ValueError(f"nobody handles {kind}")
        return self.by_name[kind]


def pause_after(failures: int) -> float:
    """Return how many seconds a job rests after so many failures: longer and longer, five minutes at most."""
    return float(min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (failures - 1)))
