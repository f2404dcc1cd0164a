"""One house of processes per module, on a database of its own."""

import os
from collections.abc import Iterator

import pytest

from tests import postgres
from tests.conftest import Place
from tests.processes.house import House


@pytest.fixture(scope="module")
def house(
    request: pytest.FixtureRequest, postgresql: Place, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """As many web processes and workers as the module's HOUSE says; whoever is gone is begun anew before a test."""
    webs, workers = request.module.HOUSE
    name = postgres.named(postgresql.url, f"house_{os.getpid()}")
    opened = House(tmp_path_factory.mktemp("house"), postgres.create(postgresql.url, name, postgresql.template))
    try:
        opened.begin(webs, workers)
        yield opened
    finally:
        opened.end()
        postgres.drop(postgresql.url, name)


@pytest.fixture(autouse=True)
def _whole(house: House) -> None:
    house.mend()
