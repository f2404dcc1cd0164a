"""Every driver of the table on every software, each stood up once."""

from collections.abc import Iterator

import pytest

from rooms.drivers import DRIVERS
from rooms.drivers.roomos_http import lane
from simulators.roomos.nodes import PROFILES
from tests.contract.rooms.stand import PACE, Stand, standing


@pytest.fixture(params=sorted(DRIVERS), scope="session")
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=PROFILES, scope="session")
def _stood(request: pytest.FixtureRequest, scheme: str) -> Iterator[Stand]:
    with standing(scheme, request.param) as stand:
        yield stand


@pytest.fixture(autouse=True)
def _as_fast_as_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask as much faster over HTTPS as the software endpoint's time goes faster than a room's."""
    monkeypatch.setattr(lane, "PER_SECOND", lane.PER_SECOND / PACE)


@pytest.fixture
def stand(_stood: Stand) -> Iterator[Stand]:
    """Return the stand with no call in it and nothing asked of it yet."""
    _stood.asked.clear()
    yield _stood
    _stood.clear()
