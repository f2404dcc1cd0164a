"""Three web products and one that works, in this process under the test's clock: each call goes to the next of them.

They share the database and nothing else, as processes do: what one remembers, another has to read.
"""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from backend.app import People, Product, create_product
from backend.clock import FixedClock
from backend.identity.demo import DemoIdentity
from backend.parts import Part
from tests.processes.served import WEBS
from tests.product import settings


class Spread:
    """Looks like one application; a client of it is a client of the next."""

    def __init__(self, apps: Sequence[Flask]) -> None:
        self._apps = apps
        self._turn = itertools.cycle(apps)

    def test_client(self) -> FlaskClient:
        """Return a client of the application whose turn it is."""
        return next(self._turn).test_client()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._apps[0], name)


@contextmanager
def spread(data: Path, database_url: str, clock: FixedClock) -> Iterator[Product]:
    """Wire them; what is given does the jobs of all and answers by way of the web products."""
    identity = DemoIdentity()
    people, told = People(identity, identity), settings(data, database_url)
    worker = create_product(told, people, clock, part=Part.WORKER)
    webs = [create_product(told, people, clock, part=Part.WEB) for _ in range(WEBS)]
    for web in webs:
        # Nothing else of them has a life of its own here: time is the test's.
        web.hub.start()
    app: Any = Spread([web.app for web in webs])
    yield worker._replace(app=app)
    for product in (*webs, worker):
        product.stop()
