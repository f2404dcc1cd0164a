"""A program that books and dies by SIGKILL on the way of its entry to the log. Started by test_kill_log.py."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from backend.audit.anchor import Anchor
from backend.audit.feeder import Feeder
from backend.audit.store import Store
from backend.clock import FixedClock
from backend.meetings import remembering
from tests.faults.dying import die
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


def main(data: Path, moment: str) -> None:
    """Book one meeting in peace, then another one, dying at `moment`."""
    caller = Caller(wired(data, f"sqlite:///{data / 'test.sqlite'}", FixedClock(NOW)), FixedClock(NOW))
    caller.create()
    with MOMENTS[moment]():
        caller.create()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
