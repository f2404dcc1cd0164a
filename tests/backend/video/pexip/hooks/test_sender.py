"""The simulated nodes' own sender, over the network, against our route: tried again, out of order, from two nodes."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.serving import make_server

from backend.video.pexip.hooks import routes
from backend.video.pexip.hooks.models import PexipEvent
from backend.video.pexip.sign_in import WRONG, SignIn
from simulators.pexip.configuration import Configuration
from simulators.pexip.sink import Misdeed, Receiver
from tests.backend.video.house import START, House, build
from tests.backend.video.pexip.hooks.hall import PASSWORD, USER, Hall, ready
from tests.simulators.pexip.stand import Staged, staged
from tests.waiting import until

NODES = ("127.0.0.1", "127.0.0.2")


class Proxy:
    """Lets through, or answers as one whose product is not there."""

    def __init__(self, app: Flask) -> None:
        self.app, self.refusals = app.wsgi_app, 0

    def __call__(self, environ: Any, start: Any) -> Any:
        if not self.refusals:
            return self.app(environ, start)
        self.refusals -= 1
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start("502 Bad Gateway", [("Content-Length", "0")])
        return [b""]


@contextmanager
def served(hall: Hall) -> Iterator[tuple[Proxy, str]]:
    app = Flask("test")
    app.register_blueprint(routes.blueprint(hall.intake, SignIn("events", USER, PASSWORD, hall.house.clock)))
    proxy = Proxy(app)
    server = make_server("127.0.0.1", 0, proxy, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield proxy, f"http://127.0.0.1:{server.server_port}/hooks/pexip/events"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def hall(house: House) -> Hall:
    # The nodes' clocks go; ours stands still, and not before them.
    house.clock.advance(seconds=time.time() - START.timestamp() + 600)
    return ready(house)()


@contextmanager
def playing(hall: Hall, *, bulk: bool = False, password: str = "") -> Iterator[tuple[Staged, Proxy]]:
    with served(hall) as (proxy, url):
        receiver = Receiver(url, USER, password or PASSWORD, bulk=bulk, longest_wait=4)
        # Not so fast that a busy machine makes the nodes give up.
        with staged(receiver, nodes=NODES, scale=0.05) as stage:
            yield stage, proxy


def act(stage: Staged, hall: Hall) -> None:
    """A host and two guests come, on two nodes; one guest is let in, the other one gives up."""
    conference = stage.conference(Configuration(hall.name, pin="123456", allow_guests=True, locked=True))
    host = stage.joins(conference, "There h1", "chair", tag=hall.tags["h1"])
    stage.media(conference, host)
    guest = stage.joins(conference, "There g1", tag=hall.tags["g1"], node_ip=NODES[1])
    other = stage.joins(conference, "There g2", tag=hall.tags["g2"], node_ip=NODES[1])
    stage.loop.do(lambda: conference.admit(guest))
    stage.loop.do(lambda: conference.leave(other))
    # The last to be told of each node.
    stage.loop.do(lambda: conference.change(guest, is_muted=True))
    stage.loop.do(lambda: conference.change(host, is_client_muted=True))


THERE = {"There h1": ("in", "host", True), "There g1": ("in", "guest", False)}


def sent(stage: Staged) -> bool:
    assert stage.sink is not None
    publishers = stage.sink.publishers.values()
    return stage.loop.do(lambda: all(not publisher.waiting for publisher in publishers))


def worked(hall: Hall, stage: Staged) -> dict[str, tuple[str, str, bool]]:
    until(lambda: sent(stage))
    hall.house.jobs.drain()
    return hall.seen()


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize("misdeed", [None, Misdeed.DOUBLE, Misdeed.REORDER])
def test_all_arrives_whatever_the_sender_does(hall: Hall, misdeed: Misdeed | None, bulk: bool) -> None:  # noqa: FBT001 - pytest's
    with playing(hall, bulk=bulk) as (stage, _):
        if misdeed:
            stage.order(misdeed, count=8)
        act(stage, hall)
        # What is held back to come in another order waits nowhere.
        until(lambda: worked(hall, stage) == THERE and hall.people()["g2"].state == "left")
        until(lambda: {node: sink.missing for node, sink in hall.sinks().items()} == {node: [] for node in NODES})


def test_a_sender_that_is_not_answered_tries_again_and_nothing_is_lost(hall: Hall) -> None:
    with playing(hall) as (stage, proxy):
        proxy.refusals = 3
        act(stage, hall)
        assert worked(hall, stage) == THERE
        assert stage.sink is not None
        assert stage.sink.alarms == []


def test_a_sender_with_the_wrong_password_is_never_taken(hall: Hall) -> None:
    with playing(hall, password="another one") as (stage, _):
        act(stage, hall)
        until(lambda: stage.sink is not None and len(stage.sink.alarms) == len(NODES))
        assert worked(hall, stage) == {}


def test_nodes_that_wait_to_be_asked_who_they_are_are_heard_however_much_they_tell(hall: Hall) -> None:
    with playing(hall) as (stage, _):
        assert stage.sink is not None
        stage.sink.sign_in(when_asked=True)
        act(stage, hall)
        running = stage.cluster.conferences[hall.name]
        guest = next(iter(running.participants.values()))
        for number in range(2 * WRONG.times):
            stage.loop.do(partial(running.change, guest, overlay_text=str(number)))
        until(lambda: sent(stage))
        assert stage.sink.alarms == []
        assert len(hall.rows()) > 2 * WRONG.times


def test_events_that_were_lost_are_noted_and_a_restart_is_no_loss(hall: Hall) -> None:
    with playing(hall) as (stage, _):
        stage.order(Misdeed.LOSE, count=1)
        act(stage, hall)
        worked(hall, stage)
        assert any(sink.missing for sink in hall.sinks().values())
        stage.order(Misdeed.RESTART)
        worked(hall, stage)
        assert not any(sink.missing for sink in hall.sinks().values())


def test_what_a_process_took_before_it_died_is_worked_by_the_next(hall: Hall, house: House) -> None:
    with playing(hall) as (stage, _):
        act(stage, hall)
        until(lambda: sent(stage))
    with house.database.read() as session:
        waiting = session.scalar(select(func.count()).where(PexipEvent.worked_at.is_(None)))
    assert waiting
    assert hall.seen() == {}
    url = house.database.engine.url.render_as_string(hide_password=False)
    after = build(url)
    make: Callable[[], Hall] = ready(after)
    assert make
    after.clock.advance(seconds=(house.clock.now() - START).total_seconds())
    after.jobs.drain()
    assert hall.seen() == THERE
    after.jobs.stop()
    after.database.close()
