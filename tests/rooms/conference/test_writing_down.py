"""Nothing is done that isn't written down, however the store behaves; no room answers here."""

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from rooms.conference import controller as module
from rooms.conference.controller import Controller
from rooms.conference.messages import Dial, Look, Press, Tick
from rooms.conference.plan import Plan
from rooms.conference.presses import NotNow
from rooms.conference.state import Course, Stage, read
from rooms.conference.store import Memory
from rooms.endpoint import Endpoint
from rooms.errors import Unreachable
from tests.rooms.conference.planned import OPENS, PLAN
from tests.waiting import until


@dataclass
class Away:
    """A store that is away for so many times, before it has written or just after."""

    times: int
    written: bool = False
    memory: Memory = field(default_factory=Memory)

    def load(self) -> str | None:
        return self.memory.load()

    def save(self, text: str, expected_version: int) -> None:
        if self.times and not self.written:
            self.times -= 1
            raise OSError
        self.memory.save(text, expected_version)
        if self.times:
            self.times -= 1
            raise OSError


def dark(site_id: str) -> Endpoint:
    raise Unreachable(site_id)


class Held:
    """Controllers that are closed when the test ends."""

    def __init__(self) -> None:
        self.all: list[Controller] = []
        self.told: list[Course] = []

    def begin(self, store: Memory | Away, now: datetime = OPENS, plan: Plan = PLAN) -> Controller:
        made = Controller(plan, "tag", store, dark, lambda: now, changed=self.told.append, pauses=(1000.0,))
        self.all.append(made)
        made.start()
        return made


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    monkeypatch.setattr(module, "_STORE_AGAIN_SECONDS", 0.001)
    held = Held()
    yield held
    for controller in held.all:
        controller.close()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("conference")]


@pytest.mark.parametrize("written", [False, True])
def test_a_store_that_is_away_is_waited_for_also_when_it_had_written(held: Held, *, written: bool) -> None:
    store = Away(3, written)
    controller = held.begin(store)
    course = controller.press(Press.BEGIN, "a").result(30)
    assert store.times <= 2
    assert read(store.load() or "").begun_by == course.begun_by == "a"
    assert not controller.superseded
    until(lambda: controller.course.sites["a"].stage is Stage.UNREACHABLE)
    assert [course.version for course in held.told] == list(range(1, len(held.told) + 1))


def test_a_press_that_cannot_be_done_is_told_to_who_pressed(held: Held) -> None:
    controller = held.begin(Memory(), OPENS - timedelta(minutes=1))
    with pytest.raises(NotNow, match="not-open"):
        controller.press(Press.BEGIN, "a").result(30)
    with pytest.raises(NotNow, match="not-running"):
        controller.press(Press.END, "a").result(30)
    assert held.told == []


def test_who_waits_when_it_is_closed_is_not_left_waiting(held: Held) -> None:
    store = Away(10**9)
    controller = held.begin(store)
    waiting = [controller.press(Press.BEGIN, "a"), controller.press(Press.NEXT, "a")]
    controller.close()
    waiting.append(controller.tell(Tick()))
    for answer in waiting:
        with pytest.raises(CancelledError):
            answer.result(30)
    assert store.load() is None
    assert not controller.superseded


def test_an_action_of_an_earlier_turn_is_not_begun_nor_a_dial_that_another_controller_decides(held: Held) -> None:
    store = Memory()
    controller = held.begin(store)
    assert not controller.stands(Look("a", 1))
    controller.press(Press.BEGIN, "a").result(30)
    until(lambda: controller.course.sites["a"].stage is Stage.UNREACHABLE)
    turn = controller.course.sites["a"].turn
    assert controller.stands(Dial("a", turn))
    assert not controller.stands(Dial("a", turn - 1))
    other = held.begin(store)
    until(lambda: other.course.sites["a"].turn > turn)
    assert controller.course.sites["a"].turn == turn
    assert controller.stands(Look("a", turn))
    assert not controller.stands(Dial("a", turn))


def test_a_conference_is_taken_up_with_its_own_tag(held: Held) -> None:
    store = Memory()
    held.begin(store).press(Press.BEGIN, "a").result(30)
    again = Controller(PLAN, "another", store, dark, lambda: datetime.now(UTC))
    held.all.append(again)
    assert again.course.tag == "tag"
