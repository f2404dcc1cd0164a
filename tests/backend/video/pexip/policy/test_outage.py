"""While the database is away one asks it, and all others have their answer at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy.exc import InternalError, OperationalError

from backend.clock import FixedClock
from backend.storage import deadline
from backend.video.pexip.policy import outage
from backend.video.pexip.policy.asked import Asked
from backend.video.pexip.policy.outage import Outage, Silent
from backend.video.pexip.policy.own import Own
from backend.video.pexip.policy.rules import Rules
from backend.video.pexip.policy.server import PolicyServer
from backend.video.pexip.policy.slowing import Limits
from backend.video.pexip.policy.ways import Way
from tests.backend.video.pexip.policy.ways import START, host, way

GONE = OperationalError("", {}, Exception())


@pytest.fixture(autouse=True)
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test take longer than memory is trusted."""
    monkeypatch.setattr(outage, "TRUST_SECONDS", 600.0)


def fails() -> None:
    raise GONE


def untried() -> None:
    raise AssertionError


def test_what_is_answered_is_asked_each_time() -> None:
    known = Outage()
    assert [known.ask(int, str(n)) for n in range(3)] == [0, 1, 2]
    with pytest.raises(ZeroDivisionError):
        known.ask(lambda: 1 // 0)
    assert not known.is_away


@pytest.mark.parametrize("fault", [GONE, InternalError("", {}, ReadOnlySqlTransaction())])
def test_after_a_silence_nobody_asks_for_a_while_but_at_once(fault: Exception) -> None:
    def fails() -> None:
        raise fault

    known = Outage()
    with pytest.raises(Silent):
        known.ask(fails)
    assert known.is_away
    with pytest.raises(Silent):
        known.ask(untried)
    assert known.ask(lambda: "answer", at_once=True) == "answer"
    assert not known.is_away


def test_after_the_while_the_next_one_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage, "TRUST_SECONDS", 0.0)
    known = Outage()
    with pytest.raises(Silent):
        known.ask(fails)
    assert known.ask(lambda: "answer") == "answer"


def test_an_answer_whose_time_is_up_asks_nothing_more_and_says_nothing_of_the_database() -> None:
    known = Outage()
    with deadline.within(0), pytest.raises(Silent):
        known.ask(untried)
    assert not known.is_away


class Gone:
    """A database that can be gone; `asked` is how often it was asked then. While it is held it is slow to say so."""

    def __init__(self, leads: Way) -> None:
        self.leads = leads
        self.is_gone = False
        self.asked = 0
        self.reached, self.let = threading.Event(), threading.Event()
        self.let.set()

    def find(self, digest: str, _now: datetime) -> Way | None:
        return self._tried(lambda: self.leads if digest != "unknown" else None)

    def own(self, _way: Way, _tag: str) -> Own:
        return self._tried(Own)

    def use(self, _way: Way, _use: str) -> bool:
        return self._tried(lambda: True)

    def booked(self, _key: str) -> list[tuple[str, str]]:
        return self._tried(list)

    def _tried(self, answer: Callable[[], Any]) -> Any:
        if not self.is_gone:
            return answer()
        self.asked += 1
        self.reached.set()
        assert self.let.wait(60)
        raise GONE


HOST = host(expires_at=START + timedelta(minutes=2))
KINDS = [
    (way(), Asked("d", calls=("a",))),
    (HOST, Asked("d", calls=("a",), api_leg=True)),
    (way(role="lead", others_in=15), Asked("d", calls=("a",), api_leg=True)),
    (way(role="room", others_in=15), Asked("d", is_device=True, registered=True, caller="x")),
]


def server(gone: Gone) -> PolicyServer:
    clock = FixedClock(START)
    ways: Any = gone
    return PolicyServer(ways, Rules(secret=b"s" * 32), clock, Limits(clock, lambda _: None), gone.booked)


@pytest.mark.parametrize(("leads", "asked"), KINDS)
def test_one_answer_tries_once_and_the_next_not_at_all(leads: Way, asked: Asked) -> None:
    gone = Gone(leads)
    here = server(gone)
    assert not here.service(asked).refused
    gone.is_gone = True
    here.participant(asked)
    assert gone.asked == 1
    for _ in range(3):
        here.participant(asked)
        assert not here.service(asked).refused
    assert gone.asked == 1


def test_of_many_one_tries_and_the_others_are_answered_meanwhile() -> None:
    gone = Gone(way())
    here = server(gone)
    assert not here.service(Asked("d")).refused
    gone.is_gone = True
    assert not here.service(Asked("d")).refused
    gone.let.clear()
    gone.reached.clear()
    with ThreadPoolExecutor(1) as pool:
        # Who is not known can be answered by the database alone: one asks it, whenever that is.
        slow = pool.submit(here.service, Asked("unknown"))
        assert gone.reached.wait(60)
        tried = gone.asked
        for _ in range(5):
            assert not here.service(Asked("d")).refused
            assert not here.participant(Asked("d", calls=("a",))).refused
            assert here.service(Asked("unknown")).refused
        assert gone.asked == tried
        gone.let.set()
        assert slow.result(60).refused
    gone.is_gone = False
    assert here.service(Asked("unknown")).refused
    gone.is_gone = True
    # It was there again, so whoever comes asks it.
    here.service(Asked("d"))
    assert gone.asked == tried + 1
