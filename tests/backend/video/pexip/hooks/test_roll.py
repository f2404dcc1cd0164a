"""The look as the product has it wired: events are lost, and the Management Node is asked by real HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from backend.clock import FixedClock, SystemClock
from backend.config import PexipMode, PexipSettings
from backend.storage import Database
from backend.video.models import Presence
from backend.video.pexip.hooks import roll
from backend.video.pexip.models import PexipEntry, PexipRoom
from backend.video.service import ServiceError
from simulators.pexip.conference import Conference
from simulators.pexip.configuration import Configuration
from simulators.pexip.participant import Participant
from tests.backend.video.pexip.node import settings
from tests.contract.http.test_door import door_of
from tests.contract.http.test_hosting import enter
from tests.product import Caller, wired
from tests.simulators.pexip.stand import Loop, Managed, Staged, looping, managed, staged


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    with looping() as made:
        yield made


@dataclass
class Scene:
    """A meeting that a host and a guest were led on to, and where they are at Pexip; none of its events arrives."""

    node: Managed
    stage: Staged
    caller: Caller
    conference: Conference
    host: Participant
    guest: Participant

    def look(self) -> None:
        self.caller.product.jobs._scheduler.get_job("pexip.look").func()  # type: ignore[attr-defined]  # the embedded queue's

    def states(self) -> dict[str, str]:
        with self.caller.product.database.read() as session:
            return {str(one.role): str(one.state) for one in session.scalars(select(Presence))}

    def later(self) -> None:
        self.caller.clock.advance(minutes=1)


def come(caller: Caller) -> tuple[str, dict[str, str]]:
    """Let a host and a guest be led on; return Pexip's name of the conference, and the tags of their calls."""
    meeting: dict[str, Any] = caller.create(starts_in=2)
    caller.clock.advance(minutes=3)
    host = enter(caller, meeting)
    assert host.call("POST", f"/h/{meeting['id']}/handover", {}).status_code == 200
    joined = caller.as_(None).call("POST", f"{door_of(meeting)}/join", {"name": "Vera Lindqvist"})
    assert joined.status_code == 200, joined.text
    with caller.product.database.read() as session:
        tags = {entry.role: entry.tag for entry in session.scalars(select(PexipEntry))}
        return session.scalars(select(PexipRoom.name)).one(), tags


@pytest.fixture(params=PexipMode)
def scene(
    request: pytest.FixtureRequest, loop: Loop, database: Database, clock: FixedClock, tmp_path: Path
) -> Iterator[Scene]:
    with managed(loop) as node, staged(loop=loop) as stage:
        loop.do(lambda: node.management.attach(stage.cluster, {}))
        pexip = settings(node.url, mode=request.param, events_user="node", events_password="made up for the tests")
        product = wired(tmp_path, database.url, clock, pexip=pexip)
        caller = Caller(product, clock)
        name, tags = come(caller)
        conference = stage.conference(Configuration(name, pin="12345678", allow_guests=True, locked=True))
        host = stage.joins(conference, "Host", "chair", tag=tags["host"])
        guest = stage.joins(conference, "Guest", tag=tags["guest"])
        scene = Scene(node, stage, caller, conference, host, guest)
        yield scene
        product.stop()


def test_what_no_event_told_is_seen_by_asking(scene: Scene) -> None:
    assert scene.states() == {"host": "coming", "guest": "coming"}
    scene.look()
    assert scene.states() == {"host": "in", "guest": "waiting"}
    scene.stage.loop.do(lambda: scene.conference.admit(scene.guest))
    for _ in range(10):
        scene.later()
        scene.look()
    assert scene.states() == {"host": "in", "guest": "in"}
    scene.stage.loop.do(lambda: scene.conference.leave(scene.guest))
    for _ in range(10):
        scene.later()
        scene.look()
    assert scene.states() == {"host": "in", "guest": "left"}


def test_while_nobody_answers_nothing_changes_and_nobody_is_cut(scene: Scene) -> None:
    scene.look()
    before = scene.states()
    assert before == {"host": "in", "guest": "waiting"}
    for fault in ("error", "unauthorized", "rate-limit", "half", "lost"):
        scene.node.fault(fault, count=100)
        for _ in range(11):
            scene.later()
            scene.look()
        assert scene.states() == before
        scene.node.fault(fault, count=0)
    assert scene.stage.loop.do(lambda: scene.conference.ended) is False
    scene.stage.loop.do(lambda: scene.conference.leave(scene.guest))
    # An account that was refused is tried ever more seldom, a quarter of an hour apart at most.
    for _ in range(15):
        scene.later()
    scene.look()
    assert scene.states() == {"host": "in", "guest": "left"}


def test_a_conference_that_is_gone_is_nobodys_word_that_it_is_empty(loop: Loop, database: Database) -> None:
    with managed(loop) as node:
        asks = roll.asker(database, SystemClock(), settings(node.url))
        assert asks is not None
        with pytest.raises(ServiceError):
            asks("x-gone")


def test_without_a_management_node_nobody_is_asked(database: Database) -> None:
    assert roll.asker(database, SystemClock(), PexipSettings("https://video.example")) is None
    assert roll.asker(database, SystemClock(), None) is None
