import threading
from math import inf

import pytest

from backend.storage import deadline


def test_nobody_waits_unless_told() -> None:
    assert deadline.left() == inf
    with deadline.within(60):
        assert 0 < deadline.left() <= 60
    assert deadline.left() == inf


def test_it_is_over_also_when_the_block_fails_and_holds_in_its_own_thread() -> None:
    others: list[float] = []

    def fail() -> None:
        with deadline.within(0):
            assert deadline.left() <= 0
            thread = threading.Thread(target=lambda: others.append(deadline.left()))
            thread.start()
            thread.join()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert deadline.left() == inf
    assert others == [inf]
