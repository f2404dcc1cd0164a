"""Pexip's own client packages through our policy: a node of the simulator asks it over HTTP at every call.

Each person has an alias of their own, as our door gives it; the service makes them, and the process that answers Pexip
serves the answers, on a database of its own.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from werkzeug.serving import WSGIRequestHandler, make_server

from backend.clock import SystemClock
from backend.config import HostEntry, PexipSettings
from backend.policy_side import application, wire
from backend.storage import Database
from backend.video.models import Conference
from backend.video.pexip.policy.hurried import hurried
from backend.video.pexip.service import PexipService
from backend.video.service import ConferenceRequest, Means, Redirect, Role
from simulators.pexip import wiring
from simulators.pexip.wanted import Wanted
from tests.product import SECRET, settings
from tests.simulators.pexip.judging import CONTENT, judged

USER, PASSWORD = "pexip", "a-made-up-password-for-policy"
LIMIT = 6
GUESTS = 12
# What the judge calls two of its guests, and what we call them.
NAMES = {"Första gästen": "Person 0", "Gäst två": "Person 1"}


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing: a test's output is its own."""


@contextmanager
def asked_over_http(pexip: PexipSettings, data: Path, url: str) -> Iterator[str]:
    """Serve what Pexip asks, as the process of its own does; yield where."""
    database = hurried(url)
    app = application(wire(settings(data, url, pexip=pexip), pexip, SystemClock(), database))
    web = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{web.server_port}"
    web.shutdown()
    web.server_close()
    thread.join()
    database.close()


def way(led: Redirect) -> dict[str, str]:
    """Return how the judge comes in by a link; the node itself is elsewhere."""
    assert "pin" not in urlsplit(led.url).query
    alias = urlsplit(led.url).path.rpartition("/")[2]
    return {"alias": alias, "pin": led.pin or "none"}


@pytest.mark.parametrize("host_entry", [HostEntry.ALIAS, HostEntry.PIN])
def test_the_vendors_clients_meet_by_the_ways_we_give(database_url: str, tmp_path: Path, host_entry: HostEntry) -> None:
    pexip = PexipSettings(
        node="https://pexip.example.test", policy_user=USER, policy_password=PASSWORD, host_entry=host_entry
    )
    database, clock = Database(database_url), SystemClock()
    service = PexipService(database, clock, Means(None, SECRET, pexip))
    start = clock.now() + timedelta(minutes=5)
    request = ConferenceRequest(
        "k1", start, start + timedelta(hours=1), LIMIT, lobby=True, protected=True, language="sv"
    )
    reference = service.create(request)
    with database.write() as session:
        session.add(
            Conference(
                id="c1", key=request.key, service="pexip", reference=reference, start=request.start, end=request.end,
                participant_limit=LIMIT, language="sv", state="ready", state_at=start,
            )
        )  # fmt: skip
    with asked_over_http(pexip, tmp_path, database_url) as address:
        wanted = Wanted(0, policy_url=address, policy_user=USER, policy_password=PASSWORD)
        site, ready = wiring.start(wanted)
        with site:
            guests = [
                way(service.entry(reference, Role.GUEST, f"Person {number}", f"p{number}")) for number in range(GUESTS)
            ]
            place: dict[str, Any] = {
                "base": ready["base_url"],
                "host": way(service.entry(reference, Role.HOST, "Värd", "p-host")),
                "guests": guests,
                "names": NAMES,
                "asks": "none" if host_entry is HostEntry.PIN else None,
                "starts": "order",
                "locked": True,
                "limit": LIMIT,
            }
            assert judged(place) == CONTENT
            told = requests.post(ready["control"], json={"policy": {}}, timeout=10).json()
    database.close()
    assert {one["outcome"] for one in told["asked"]} == {"continue", "reject"}
    assert not told["complaints"]
