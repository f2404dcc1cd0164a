"""What a process tells of itself is told for as long as it lives, whatever the database says meanwhile."""

import threading

import pytest
from sqlalchemy.exc import InternalError, ProgrammingError

from backend.serving.keep_doing import keep_doing


@pytest.mark.parametrize("kind", [InternalError, ProgrammingError, ValueError])
def test_what_fails_once_is_done_again(kind: type[Exception]) -> None:
    done = threading.Event()
    fault = kind("read only", None, Exception("standby")) if kind is not ValueError else kind()
    faults = [fault]

    def work() -> None:
        if faults:
            raise faults.pop()
        done.set()
        # It goes on for as long as the process lives: let it rest.
        threading.Event().wait()

    keep_doing(work, 0.001, "tested")
    assert done.wait(5.0)
