from collections.abc import Iterator

import pytest

from backend.video.builtin.service import BuiltinService
from tests.backend.video.house import House, build
from tests.backend.video.services import Unruly


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    built = build(database_url)
    yield built
    built.jobs.stop()
    built.database.close()


@pytest.fixture
def meeting(house: House) -> str:
    return house.want(3)


@pytest.fixture
def unruly(house: House) -> Iterator[Unruly]:
    service = Unruly(house)
    house.services.update(builtin=service, other=BuiltinService(house.database, house.clock))
    return service
