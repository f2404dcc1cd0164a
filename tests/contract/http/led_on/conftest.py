from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.clock import FixedClock
from tests.contract.http.led_on.far import PEXIP, Far
from tests.product import Caller, wired


@pytest.fixture
def caller(database_url: str, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    product = wired(tmp_path, database_url, clock, pexip=PEXIP)
    yield Caller(product, clock)
    product.stop()


@pytest.fixture
def meeting(caller: Caller) -> dict[str, Any]:
    made = caller.create()
    assert made["service"] == "pexip"
    return made


@pytest.fixture
def far(caller: Caller, meeting: dict[str, Any]) -> Far:
    return Far(caller, meeting)
