from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backend.video.house import House, build


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    built = build(tmp_path / "house.sqlite")
    yield built
    built.jobs.stop()
    built.database.close()


@pytest.fixture
def meeting(house: House) -> str:
    return house.want(3)
