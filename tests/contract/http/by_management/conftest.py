"""A region whose Pexip is led by its Management Node, with a node that calls come to."""

from collections.abc import Iterator

import pytest

from backend.storage import Database
from tests.backend.video.pexip.node import Region, region
from tests.simulators.pexip.stand import Loop, looping, staged


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    with looping() as made:
        yield made


@pytest.fixture
def pexip(loop: Loop, database: Database) -> Iterator[Region]:
    with region(loop, database) as opened, staged(loop=loop, scale=1.0) as stage:
        loop.do(lambda: opened.node.management.attach(stage.cluster, {}))
        yield opened
