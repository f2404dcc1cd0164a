"""Coroutines of tests run to their end also where a loop runs already, as under Playwright."""

import pytest

from tests.loops import ran


async def seven() -> int:
    return 7


async def failing() -> None:
    raise LookupError


async def within_a_loop() -> int:
    return ran(seven())


def test_a_loop_that_runs_already_is_in_nobodys_way() -> None:
    assert ran(within_a_loop()) == 7
    with pytest.raises(LookupError):
        ran(failing())
