"""A program that books and dies by SIGKILL on the way of its entry to the log. Started by test_kill_log.py."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from backend.audit import anchor
from backend.audit.anchor import Anchor
from backend.audit.feeder import Feeder
from backend.audit.purge import Purge
from backend.audit.store import Store
from backend.audit.turn import Turn
from backend.clock import FixedClock
from backend.meetings import remembering
from tests.faults.world import die
from tests.product import Caller, wired

NOW = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)


def _die(*_arguments: Any) -> None:
    die()


def before(owner: Any, name: str) -> AbstractContextManager[Any]:
    """Die before the step."""
    return mock.patch.object(owner, name, _die)


def after(owner: Any, name: str) -> AbstractContextManager[Any]:
    """Die after the step."""
    step: Callable[..., Any] = getattr(owner, name)

    def done(*arguments: Any) -> None:
        step(*arguments)
        die()

    return mock.patch.object(owner, name, done)


MOMENTS: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "recorded, not committed": lambda: before(remembering, "remember"),
    "committed, not fed": lambda: before(Feeder, "_waiting"),
    "fed, not committed to the store": lambda: after(Store, "_row"),
    "in the store, not anchored": lambda: before(Anchor, "add"),
    "anchored, still in the outbox": lambda: before(Feeder, "_forget"),
    "out of the outbox, the job not done": lambda: after(Feeder, "_forget"),
}


# A log's very first moments: nothing was booked in peace before.
BIRTHS: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "the anchor made, its first line not written": lambda: before(anchor, "_is_torn"),
    "the first line written, its folder not seen to": lambda: before(anchor, "_sync_folder"),
    "the anchor begun, the store empty": lambda: before(Store, "append"),
}
PURGES: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "marked, nothing taken away yet": lambda: after(Purge, "_checkpoint"),
    "purged, the file of changes not emptied": lambda: before(Purge, "_empty_log_of_changes"),
    "purged, the anchor as it was": lambda: before(Purge, "_thin"),
    "a thinner anchor beside the old one": lambda: before(Path, "replace"),
    "a thinner anchor in its place": lambda: before(anchor, "_sync_folder"),
}
RESUMES: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "asked to go on, not begun": lambda: before(Turn, "taken"),
    "gone on, not anchored": lambda: before(Anchor, "add"),
    "gone on, still in the outbox": lambda: before(Feeder, "_forget"),
}
ALL = MOMENTS | BIRTHS | PURGES | RESUMES


def main(data: Path, moment: str) -> None:
    """Book one meeting in peace, unless the log is about to be born, and die at `moment`."""
    clock = FixedClock(NOW)
    caller = Caller(wired(data, f"sqlite:///{data / 'test.sqlite'}", clock), clock)
    if moment not in BIRTHS:
        _book(caller)
    if moment in PURGES:
        clock.advance(days=6 * 365)
        _book(caller)
        with mock.patch.object(anchor, "_WORTH_IT", 0), PURGES[moment]():
            caller.product.logbook.purge()
    if moment in RESUMES:
        with mock.patch.object(Store, "append", side_effect=OSError):
            _book(caller)
        clock.advance(minutes=1)
    with ALL[moment]():
        if moment in RESUMES:
            caller.product.logbook.resume()
            caller.product.jobs.drain()
        _book(caller)


def _book(caller: Caller) -> None:
    caller.create()
    caller.product.logbook.look()
    caller.product.jobs.drain()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
