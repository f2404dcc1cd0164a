"""One process at a time works on the embedded queue."""

from pathlib import Path

import pytest

from backend.jobs.lock import EngineBusy, ProcessLock


def test_the_second_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    first, second = ProcessLock(tmp_path / "lock"), ProcessLock(tmp_path / "lock")
    first.acquire()
    with pytest.raises(EngineBusy):
        second.acquire()
    first.release()
    second.acquire()
    second.release()
