"""The server that `benchmarks.policy` asks: Pexip's routes, and one without a database behind the same middleware."""

import gc
import os
import sys
from pathlib import Path

from flask import Response
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from backend.clock import SystemClock
from backend.config import PexipSettings, Settings
from backend.policy_side import application, wire
from backend.serving.bodies import Bodies
from backend.serving.policy import TURN_SECONDS
from backend.serving.proxies import Application, Proxies
from backend.video.pexip.policy.hurried import hurried
from backend.web import logs

SECRET = b"only for measuring, thirty-two b"
_MADE_UP = "mätning"
PEXIP = PexipSettings(node="https://pexip.example", policy_user="pexip", policy_password=_MADE_UP)
THREADS = 5


def answers() -> Application:
    """Make the application as `backend.serving.policy` does, with `/bare` besides."""
    logs.configure(sys.stderr)
    sys.setswitchinterval(TURN_SECONDS)
    url = os.environ["BENCH_DATABASE"]
    settings = Settings("https://vardmote.example", url, Path(), SECRET, "", Path(), pexip=PEXIP)
    app = application(wire(settings, PEXIP, SystemClock(), hurried(url)))

    @app.get("/bare")
    def bare() -> Response:
        return Response('{"status": "success", "action": "reject"}', content_type="application/json")

    gc.collect()
    gc.freeze()
    return Proxies(Bodies(app, 1024, 1), ())


if __name__ == "__main__":
    Server(
        "benchmarks.policy_server:answers",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        factory=True,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        log_access=False,
    ).serve()
