"""The web process and the worker that `benchmarks.policy_load` keeps busy: the product, and pushes to rooms in it."""

import json
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

from backend.app import People, Product, create_product
from backend.config import Entra, PexipSettings, Production
from backend.identity.demo import DemoIdentity
from backend.parts import Part
from backend.serving.application import guarded
from backend.serving.proxies import Application
from backend.serving.web import serve
from backend.web import logs
from benchmarks import push
from tests.product import ORIGIN, settings

DATA, DATABASE, PORT, KEYS = "BENCH_DATA", "BENCH_DATABASE", "BENCH_PORT", "BENCH_ROOM_KEYS"
STREAMS, SPARE, ROOMS, PAUSE_SECONDS = 1000, 60, 200, 3.0
PEXIP = PexipSettings("https://pexip.example", events_user="mätning", events_password="mätning")  # noqa: S106 - on this computer alone
GO, PUSHED, WORKER = "go", "pushed", "worker"


def told() -> Production:
    """Return the settings, with a thread for each stream and some for everybody else."""
    data = Path(os.environ[DATA])
    made = settings(data, os.environ[DATABASE], base_url=ORIGIN, stream_limit=STREAMS, pexip=PEXIP)
    return Production(
        settings=made,
        entra=Entra("https://sign-in.example", "tenant", "client", "audience", data / "people.json", None),
        listen=f"127.0.0.1:{os.environ[PORT]}",
        web=1,
        workers=1,
        threads=STREAMS + SPARE,
        notice=0,
        grace=5,
        header_seconds=30,
        body_seconds=30,
        trusted_proxies=(),
    )


def web() -> Application:
    """Make and start the web process, and push to the rooms in it again and again once that is wanted."""
    logs.configure(sys.stderr)
    threading.Thread(target=_push, daemon=True).start()
    return guarded(told(), _product)


def _product(production: Production, part: Part) -> Product:
    identity = DemoIdentity()
    return create_product(production.settings, People(identity, identity), part=part)


def _push() -> None:
    keys, go, pause = push.keys_of(json.loads(os.environ[KEYS])), Path(os.environ[DATA]) / GO, threading.Event()
    while not go.exists():
        pause.wait(0.1)
    while True:
        with tempfile.TemporaryDirectory() as folder:
            push.pushed(Path(folder), ROOMS, keys)
        with (Path(os.environ[DATA]) / PUSHED).open("a") as done:
            done.write("x")
        pause.wait(PAUSE_SECONDS)


def _work() -> None:
    logs.configure(sys.stderr)
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    product = _product(told(), Part.WORKER)
    product.start()
    ending.wait()
    product.stop()


if __name__ == "__main__":
    if sys.argv[1:] == [WORKER]:
        _work()
    else:
        serve(told(), None, "benchmarks.policy_web:web")
