"""A PostgreSQL behind a proxy that takes each question and says nothing: Pexip is answered all the same.

The proxy never goes on, so an answer that waits for it does not come at all.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial

import pytest

from backend.clock import FixedClock
from backend.room_meetings.at_conference import rooms_of
from backend.serving.answering import _THREADS
from backend.storage import Database
from backend.video.pexip import entries
from backend.video.pexip.models import LEADER, PexipRoom
from backend.video.pexip.policy import hurried, outage
from backend.video.pexip.policy.asked import Asked
from backend.video.pexip.policy.decision import Answer
from backend.video.pexip.policy.rules import Rules
from backend.video.pexip.policy.server import PolicyServer
from backend.video.pexip.policy.slowing import Limits
from backend.video.pexip.policy.ways import Ways
from tests.backend.video.pexip.policy.test_server import SECRET, given, room
from tests.stalling import Stalling

__all__ = ["room"]
pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
# Pexip's.
PATIENCE = 5.0
Ask = Callable[[Asked], Answer]


@pytest.fixture
def far(database_url: str) -> Iterator[Stalling]:
    with closing(Stalling(database_url)) as proxy:
        yield proxy


@pytest.fixture
def here(far: Stalling, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[PolicyServer]:
    monkeypatch.setattr(hurried, "_QUESTION_SECONDS", 0.5)
    monkeypatch.setattr(outage, "TRUST_SECONDS", 600.0)
    with closing(hurried.hurried(far.url)) as asking:
        booked = partial(rooms_of, asking)
        yield PolicyServer(Ways(asking), Rules(secret=SECRET), clock, Limits(clock, lambda _: None), booked)


def role_of(answer: Answer) -> str:
    return str(answer.body["result"].get("preauthenticated_role", ""))


def in_time(ask: Ask, asked: Asked) -> Answer:
    pool = ThreadPoolExecutor(1)
    answer = pool.submit(ask, asked).result(PATIENCE)
    pool.shutdown()
    return answer


def test_whoever_is_known_is_answered_from_memory_when_nothing_is_said_at_all(
    database: Database, clock: FixedClock, room: PexipRoom, far: Stalling, here: PolicyServer
) -> None:
    guest, host, number = given(database, clock), given(database, clock, "host", "h1"), given(database, clock, "room")
    late = given(database, clock, person="p2")
    for asked in (guest, host, number):
        assert not in_time(here.service, asked).refused
    with far.stalling():
        for asked in (guest, host, number):
            assert not in_time(here.service, asked).refused
        assert role_of(in_time(here.participant, guest)) == "guest"
        assert in_time(here.participant, number).body["result"]["bypass_lock"] is False
        one, two = (Asked(host.digest, calls=(call,)) for call in ("one", "two"))
        assert role_of(in_time(here.participant, one)) == "chair"
        assert in_time(here.participant, two).refused == "used"
        assert in_time(here.service, late).refused
        # Who was known, once; and who was not, who may ask at once.
        assert far.stalled == 2
    assert not in_time(here.service, late).refused
    with database.write() as session:
        entries.withdraw(session, room.reference, "p2", clock.now())
    assert in_time(here.service, late).refused == "withdrawn"
    assert in_time(here.participant, two).refused == "used"


@pytest.mark.parametrize(("at", "role", "expected"), [
    (b"pg_advisory", "host", "chair"),
    (b"UPDATE", "host", "chair"),
    (b"COMMIT", "host", "chair"),
    (b"meeting_room", "room", "guest"),
    (b"pexip_leg", LEADER, "guest"),
])  # fmt: skip
def test_whatever_is_asked_once_it_is_known_where_an_alias_leads(  # noqa: PLR0913 - what is asked, and of whom
    database: Database,
    clock: FixedClock,
    room: PexipRoom,
    far: Stalling,
    here: PolicyServer,
    at: bytes,
    role: str,
    expected: str,
) -> None:
    assert room.key
    asked = given(database, clock, role)
    mine = Asked(asked.digest, calls=("mine",), registered=True, is_device=role == "room")
    assert not in_time(here.service, asked).refused
    with far.stalling(at):
        assert role_of(in_time(here.participant, mine)) == expected
        assert far.stalled == 1
    if expected == "chair":
        assert in_time(here.participant, Asked(asked.digest, calls=("another",))).refused == "used"


def test_of_many_who_ask_at_once_each_is_answered_though_no_thread_is_to_spare(
    database: Database, clock: FixedClock, room: PexipRoom, far: Stalling, here: PolicyServer
) -> None:
    assert room.key
    known = [given(database, clock, person=f"p{number}") for number in range(8)]
    for asked in known:
        assert not in_time(here.service, asked).refused
    with far.stalling(), ThreadPoolExecutor(_THREADS) as pool:
        unknown = [Asked(f"u{number}") for number in range(8)]
        both = [each for pair in zip(known, unknown, strict=True) for each in pair]
        answers = [pool.submit(here.service, asked) for asked in both]
        refused = [answer.result(PATIENCE).refused for answer in answers]
    assert not any(refused[::2])
    assert all(refused[1::2])
