from collections.abc import Iterator

import pytest

from tests.backend.video.house import House, build


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    built = build(database_url)
    yield built
    built.jobs.stop()
    built.database.close()


@pytest.fixture
def meeting(house: House) -> str:
    return house.want(3)
