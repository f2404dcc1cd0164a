from collections.abc import Callable

import pytest

from tests.backend.video.house import House
from tests.backend.video.pexip.hooks.hall import Hall, ready


@pytest.fixture
def new_hall(house: House) -> Callable[[], Hall]:
    return ready(house)


@pytest.fixture
def hall(new_hall: Callable[[], Hall]) -> Hall:
    return new_hall()
