"""A host locks a meeting at a Pexip where nothing is locked from the beginning: what is shown is so there as well."""

import itertools
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from backend.config import PexipMode
from backend.storage import Database
from backend.video.models import Conference
from backend.video.pexip.models import PexipRoom
from simulators.pexip import telling
from simulators.pexip.conference import Conference as Running
from simulators.pexip.configuration import Configuration
from simulators.pexip.happening import Happening
from tests.backend.video.pexip.node import Region, region, settings
from tests.product import Caller, code_of, wired
from tests.simulators.pexip.stand import Loop, Staged, looping, staged

_PASSWORD = "e" * 32
_SIGNED_IN = f"Basic {b64encode(f'vardmote-events:{_PASSWORD}'.encode()).decode()}"


@dataclass
class Held:
    """A meeting at Pexip, which tells the product of it by HTTP when `told` is called."""

    caller: Caller
    pexip: Region
    stage: Staged
    meeting: dict[str, Any]
    room: str
    locked_there: bool = False
    happened: list[dict[str, Any]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def hear(self, happening: Happening) -> None:
        if happening.participant is None or happening.leg is None:
            data = dict(telling.conference(happening.conference))
        else:
            data = dict(telling.participant(happening.conference, happening.participant, happening.leg))
            data |= {"disconnect_reason": happening.details["reason"]} if "reason" in happening.details else {}
        number = next(self.numbers)
        moment = self.caller.clock.now() + timedelta(milliseconds=number)
        envelope = {"node": "127.0.0.1", "seq": number, "version": 2, "time": moment.timestamp()}
        self.happened.append({**envelope, "event": str(happening.what), "data": data})

    def begins(self) -> Running:
        return self.stage.conference(
            Configuration(self.room, pin="12345678", allow_guests=True, locked=self.locked_there)
        )

    def comes(self, running: Running, name: str, role: Any = "guest") -> None:
        self.stage.media(running, self.stage.joins(running, name, role))

    def told(self, *, but: str = "", work: bool = True) -> None:
        """Let the product hear what has happened, and do what it asks for."""
        happened, self.happened = self.happened, []
        for event in happened:
            if event["event"] != but:
                path = "/hooks/pexip/events"
                answer = self.caller.as_(None).call("POST", path, event, Authorization=_SIGNED_IN)
                assert answer.status_code == 204, answer.text
        if work:
            self.caller.product.jobs.drain()

    def lock(self, *, locked: bool = True) -> Any:
        return self.caller.call("POST", f"/api/v1/meetings/{self.meeting['id']}/lock", {"locked": locked})

    def shown(self) -> bool:
        """Whether hosts' pages say that the meeting is locked."""
        with self.caller.product.database.read() as session:
            return session.scalars(select(Conference.locked)).one()

    def is_in(self, running: Running) -> set[str]:
        return self.stage.loop.do(lambda: {one.display_name for one in running.inside()})

    def ended(self, running: Running) -> None:
        """All have gone, and Pexip has ended the conference by itself."""
        self.stage.loop.do(lambda: running.end("All conference hosts departed hosted conference"))


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    with looping() as made:
        yield made


@contextmanager
def opened(loop: Loop, database: Database, data: Path, mode: PexipMode) -> Iterator[Held]:
    with region(loop, database) as pexip, staged(loop=loop, scale=1.0) as stage:
        told = settings(pexip.node.url, mode=mode, events_user="vardmote-events", events_password=_PASSWORD)
        product = wired(data, database.url, pexip.clock, pexip=told)
        caller = Caller(product, pexip.clock)
        meeting = caller.create(starts_in=5)
        pexip.clock.advance(minutes=3)
        with product.database.read() as session:
            room = session.scalars(select(PexipRoom.name)).one()
        loop.do(lambda: pexip.node.management.attach(stage.cluster, {}))
        held = Held(caller, pexip, stage, meeting, room, locked_there=mode == PexipMode.POLICY)
        stage.cluster.watchers.append(held.hear)
        yield held
        product.stop()


@pytest.fixture
def held(loop: Loop, database: Database, tmp_path: Path) -> Iterator[Held]:
    with opened(loop, database, tmp_path, PexipMode.MANAGEMENT) as made:
        yield made


@pytest.fixture
def asked(loop: Loop, database: Database, tmp_path: Path) -> Iterator[Held]:
    with opened(loop, database, tmp_path, PexipMode.POLICY) as made:
        yield made


def test_what_does_not_run_is_not_said_to_be_locked(held: Held) -> None:
    refused = held.lock()
    assert code_of(refused) == (409, "not-open")
    assert "Gå in i mötet" in refused.get_json()["detail_sv"]
    assert not held.shown()
    # Nothing is there to unlock either, and that is as was asked.
    assert held.lock(locked=False).status_code == 200


def in_and_locked(held: Held) -> Running:
    running = held.begins()
    held.comes(running, "Värd", "chair")
    held.told()
    assert held.lock().status_code == 200
    held.told()
    assert (held.shown(), running.locked) == (True, True)
    return running


def test_a_conference_that_begins_anew_is_locked_before_a_host_is_in(held: Held) -> None:
    held.ended(in_and_locked(held))
    held.told()
    anew = held.begins()
    held.comes(anew, "Den som togs ut")
    assert not anew.locked
    held.told()
    assert (held.shown(), anew.locked) == (True, True)
    held.comes(anew, "Värd", "chair")
    held.told()
    assert held.is_in(anew) == {"Värd"}
    assert held.shown()


def test_until_it_is_locked_again_it_is_not_said_to_be(held: Held) -> None:
    held.ended(in_and_locked(held))
    held.told()
    anew = held.begins()
    held.comes(anew, "Värd", "chair")
    held.pexip.node.fault("rate-limit", methods=["POST"])
    held.told()
    assert (held.shown(), anew.locked) == (False, False)
    held.pexip.clock.advance(seconds=30)
    held.told()
    assert (held.shown(), anew.locked) == (True, True)


@pytest.mark.parametrize("lost", ["conference_started", "conference_updated"])
def test_an_event_that_was_lost_leaves_no_lock_that_is_not_there(held: Held, lost: str) -> None:
    held.ended(in_and_locked(held))
    held.told()
    anew = held.begins()
    held.comes(anew, "Värd", "chair")
    held.told(but=lost)
    assert (held.shown(), anew.locked) == (True, True)


def test_a_host_who_unlocks_while_it_is_to_be_locked_again_has_the_last_word(held: Held) -> None:
    held.ended(in_and_locked(held))
    held.told()
    anew = held.begins()
    held.comes(anew, "Värd", "chair")
    held.told(work=False)
    held.caller.product.jobs.drain()
    assert held.lock(locked=False).status_code == 200
    held.told()
    assert (held.shown(), anew.locked) == (False, False)


def test_what_has_ended_again_is_locked_when_it_begins(held: Held) -> None:
    held.ended(in_and_locked(held))
    held.told()
    short = held.begins()
    held.comes(short, "Värd", "chair")
    held.ended(short)
    held.told()
    anew = held.begins()
    held.comes(anew, "Värd", "chair")
    held.told()
    assert (held.shown(), anew.locked) == (True, True)


def unlocked_there(held: Held) -> bool:
    running = in_and_locked(held)
    held.stage.loop.do(running.unlock)
    held.told()
    return not held.shown()


def test_whoever_unlocks_it_in_pexips_own_app_unlocks_it_here(held: Held) -> None:
    assert unlocked_there(held)


def test_whoever_unlocks_it_there_unlocks_it_here_also_where_guests_wait_by_pexips_lock(asked: Held) -> None:
    assert unlocked_there(asked)


def test_whoever_locks_it_in_pexips_own_app_locks_it_here(held: Held) -> None:
    running = held.begins()
    held.comes(running, "Värd", "chair")
    held.stage.loop.do(running.lock)
    held.told()
    assert held.shown()


def test_where_guests_wait_by_pexips_lock_that_lock_alone_does_not_keep_them_out(asked: Held) -> None:
    assert asked.lock().status_code == 200
    assert asked.lock(locked=False).status_code == 200
    running = asked.begins()
    asked.comes(running, "Värd", "chair")
    asked.told()
    assert (asked.shown(), running.locked) == (False, True)


def test_where_pexip_is_locked_from_the_beginning_a_lock_of_before_is_true(asked: Held) -> None:
    assert asked.lock().status_code == 200
    running = asked.begins()
    asked.comes(running, "Värd", "chair")
    asked.comes(running, "Den som togs ut")
    asked.told()
    assert (asked.shown(), running.locked, asked.is_in(running)) == (True, True, {"Värd"})
