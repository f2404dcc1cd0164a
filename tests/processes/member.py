"""One process of the house in `house.py`: pages or work, with the demo's people. Started by it and by nothing else."""

import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path

from backend.app import People, Product, create_product
from backend.config import Entra, Production, Settings, demo_settings
from backend.identity.demo import DemoIdentity
from backend.parts import Part
from backend.serving.application import guarded
from backend.serving.proxies import Application
from backend.web import logs
from tests.processes import deeds
from tests.product import ORIGIN, settings

DATA, URL, PORT = "VARDMOTE_TEST_DATA", "VARDMOTE_TEST_URL", "VARDMOTE_TEST_PORT"
# The port of the one address people reach the house by, when it is a demo; the origin, when production has another.
DEMO, BASE = "VARDMOTE_TEST_DEMO", "VARDMOTE_TEST_BASE"
THREADS = 48


def told() -> Settings:
    """Return the settings of this process's house."""
    data, url = Path(os.environ[DATA]), os.environ[URL]
    if port := os.environ.get(DEMO):
        return replace(demo_settings(data, int(port), os.environ), database_url=url, stream_limit=THREADS - 16)
    return settings(data, url, base_url=os.environ.get(BASE, ORIGIN), stream_limit=THREADS - 16)


def _product(part: Part) -> Product:
    identity = DemoIdentity()
    return create_product(told(), People(identity, identity), part=part)


def web() -> Application:
    """Make and start one web process, with all that stands before it in production."""
    logs.configure(sys.stderr)
    people = Path(os.environ[DATA]) / "people.json"
    production = Production(
        settings=told(),
        entra=Entra("https://sign-in.example", "tenant", "client", "audience", people, None),
        listen=f"127.0.0.1:{os.environ[PORT]}",
        web=1,
        workers=1,
        threads=THREADS,
        notice=0,
        grace=10,
        header_seconds=10,
        body_seconds=10,
        trusted_proxies=(),
    )
    return guarded(production, lambda _, part: _product(part))


def work() -> None:
    """Work until told to end."""
    logs.configure(sys.stderr)
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    with deeds.done_here():
        product = _product(Part.WORKER)
    product.start()
    ending.wait()
    product.stop()


if __name__ == "__main__":
    work()
