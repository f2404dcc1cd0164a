"""What a worker's desk adds to Procrastinate's own: few journeys, nothing kept back, and few rows read for each."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from sqlalchemy import text

from backend.clock import SystemClock
from backend.jobs import ProcrastinateQueue, rows
from backend.jobs.desk import _GIVE_BACK, _JOURNEY, Desk
from backend.jobs.procrastinate import _PLANS
from backend.storage import Database
from tests import postgres

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
HANDS = 4


@pytest.fixture
def queue(database: Database) -> Iterator[ProcrastinateQueue]:
    made = ProcrastinateQueue(database, SystemClock())
    made.register("note", lambda _: None)
    yield made
    made.stop()


@pytest.fixture
def put(queue: ProcrastinateQueue, database: Database) -> Callable[[range], None]:
    def put(numbers: range) -> None:
        with database.write() as session:
            for number in numbers:
                queue.put(session, "note", f"k{number}", {"number": number})

    return put


def at_the_desk(queue: ProcrastinateQueue, do: Callable[[Desk, int], Awaitable[None]]) -> int:
    """Let somebody work at a desk of their own; the number of journeys that were made."""
    journeys = 0

    async def work() -> None:
        nonlocal journeys
        async with queue._app.open_async() as app:
            desk = Desk(app.connector, HANDS)
            bring = desk._bring

            async def counted(*args: object, **how: object) -> None:
                nonlocal journeys
                journeys += 1
                await bring(*args, **how)

            desk._bring = counted
            worker = await desk.register_worker()
            await do(desk, worker)
            await desk.unregister_worker(worker)

    # A thread without a loop: the browser's tests leave one running in theirs.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work()).result()
    return journeys


def states(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        found = session.execute(text("SELECT queueing_lock, status::text FROM procrastinate_jobs ORDER BY id"))
        return [(name, status) for name, status in found]


def test_one_journey_brings_a_job_for_each_free_hand_and_says_when_there_are_no_more(
    queue: ProcrastinateQueue, put: Callable[[range], None]
) -> None:
    put(range(3))

    async def take(desk: Desk, worker: int) -> None:
        jobs = [await desk.fetch_job(["note"], worker) for _ in range(4)]
        assert [job and job.lock for job in jobs] == ["note k0", "note k1", "note k2", None]

    assert at_the_desk(queue, take) == 1


def test_what_is_done_at_one_time_is_said_in_the_journey_that_brings_the_next(
    queue: ProcrastinateQueue, database: Database, put: Callable[[range], None]
) -> None:
    put(range(2 * HANDS))

    async def take(desk: Desk, worker: int) -> None:
        jobs = [await fetched(desk, worker) for _ in range(HANDS)]
        said = [asyncio.create_task(desk.finish_job(job, Status.SUCCEEDED, delete_job=True)) for job in jobs]
        await asyncio.sleep(0)
        first = await fetched(desk, worker)
        await asyncio.gather(*said)
        assert first.lock == f"note k{HANDS}"

    assert at_the_desk(queue, take) == 2
    assert [name for name, _ in states(database)] == [f"note k{number}" for number in range(HANDS, 2 * HANDS)]


def test_what_was_brought_and_not_begun_is_given_back_unless_it_was_asked_for_anew(
    queue: ProcrastinateQueue, database: Database, put: Callable[[range], None]
) -> None:
    put(range(3))

    async def take(desk: Desk, worker: int) -> None:
        job = await fetched(desk, worker)
        await desk.finish_job(job, Status.SUCCEEDED, delete_job=True)
        assert states(database) == [("note k1", "doing"), ("note k2", "doing")]
        await asyncio.to_thread(put, range(2, 3))

    at_the_desk(queue, take)
    assert states(database) == [("note k1", "todo"), ("note k2", "todo")]
    assert queue.drain() == 2


def test_what_went_back_and_is_another_workers_by_then_is_left_to_it(
    queue: ProcrastinateQueue, database: Database, put: Callable[[range], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(range(2))

    async def take(desk: Desk, worker: int) -> None:
        first = await fetched(desk, worker)
        await desk.finish_job(first, Status.SUCCEEDED, delete_job=True)
        say = desk.connector.execute_query_async

        async def said(query: str, **given: object) -> None:
            await say(query, **given)
            if query == _GIVE_BACK:
                await asyncio.to_thread(other)

        monkeypatch.setattr(desk.connector, "execute_query_async", said)

    def other() -> None:
        with database.engine.begin() as connection:
            assert rows.fetch(connection, ["note"], rows.begin_worker(connection)) is not None

    at_the_desk(queue, take)
    assert states(database) == [("note k1", "doing")]


def test_what_was_brought_goes_back_when_the_worker_is_stopped_not_when_its_last_job_is_done(
    queue: ProcrastinateQueue, database: Database, put: Callable[[range], None]
) -> None:
    put(range(3))

    async def heard(**_: object) -> None:
        """Hear and do nothing."""

    async def take(desk: Desk, worker: int) -> None:
        listening = asyncio.create_task(desk.listen_for_jobs(on_notification=heard, queues=["note"]))
        job = await fetched(desk, worker)
        assert states(database)[1:] == [("note k1", "doing"), ("note k2", "doing")]
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        waiting = [("note k1", "todo"), ("note k2", "todo")]
        assert states(database) == [("note k0", "doing"), *waiting]
        await desk.finish_job(job, Status.SUCCEEDED, delete_job=True)
        assert states(database) == waiting

    at_the_desk(queue, take)


def test_what_is_done_is_said_even_when_nothing_more_can_be_brought(
    queue: ProcrastinateQueue, database: Database, put: Callable[[range], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(range(2))

    async def take(desk: Desk, worker: int) -> None:
        jobs = [await fetched(desk, worker) for _ in range(2)]
        assert await desk.fetch_job(["note"], worker) is None
        ask = desk.connector.execute_query_all_async

        async def refused(query: str, **given: Any) -> list[dict[str, Any]]:
            if given["hands"]:
                raise ConnectorException
            return await ask(query, **given)

        monkeypatch.setattr(desk.connector, "execute_query_all_async", refused)
        said = [desk.finish_job(job, Status.SUCCEEDED, delete_job=True) for job in jobs]
        *ends, next_one = await asyncio.gather(*said, desk.fetch_job(["note"], worker), return_exceptions=True)
        assert ends == [None, None]
        assert isinstance(next_one, ConnectorException)
        assert states(database) == []

    at_the_desk(queue, take)


def test_whoever_asks_is_brought_one_also_when_all_hands_are_counted_as_full(
    queue: ProcrastinateQueue, put: Callable[[range], None]
) -> None:
    put(range(HANDS + 1))

    async def take(desk: Desk, worker: int) -> None:
        jobs = [await fetched(desk, worker) for _ in range(HANDS + 1)]
        assert jobs[-1].lock == f"note k{HANDS}"

    at_the_desk(queue, take)


def test_a_journey_that_fails_is_heard_of_by_everybody_who_waits_for_it(
    queue: ProcrastinateQueue, put: Callable[[range], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(range(1))

    async def take(desk: Desk, worker: int) -> None:
        job = await fetched(desk, worker)
        assert await desk.fetch_job(["note"], worker) is None
        with monkeypatch.context() as patched:
            patched.setattr("backend.jobs.desk._JOURNEY", "SELECT 1 / 0")
            said = asyncio.create_task(desk.finish_job(job, Status.SUCCEEDED, delete_job=True))
            asked = asyncio.create_task(desk.fetch_job(["note"], worker))
            outcomes = await asyncio.gather(said, asked, return_exceptions=True)
        assert all(isinstance(outcome, Exception) for outcome in outcomes)
        # The next journey is a journey like any other.
        assert await desk.fetch_job(["note"], worker) is None

    at_the_desk(queue, take)


def test_what_a_job_was_given_is_put_into_no_words(queue: ProcrastinateQueue, put: Callable[[range], None]) -> None:
    put(range(1))

    async def take(desk: Desk, worker: int) -> None:
        job = await fetched(desk, worker)
        assert job.task_kwargs["payload"] == {"number": 0}
        assert job.call_string == "note"
        assert job.log_context() == {"id": job.id, "task_name": "note"}

    at_the_desk(queue, take)


def test_of_many_that_wait_few_are_read_even_by_who_planned_when_there_were_none(
    database: Database, put: Callable[[range], None]
) -> None:
    options = " ".join(f"-c {setting}" for setting in _PLANS)
    with psycopg.connect(postgres._plain(database.url), autocommit=True, options=options) as connection:
        worker = connection.execute("SELECT worker_id FROM procrastinate_register_worker_v1()").fetchone()
        given = {"done": [], "queues": ["note"], "worker": worker and worker[0], "hands": HANDS}
        for _ in range(6):
            connection.execute(_JOURNEY, given)
        put(range(500))
        with connection.transaction():
            assert len(connection.execute(_JOURNEY, given).fetchall()) == HANDS
            read = connection.execute(_READ).fetchone()
    assert read is not None
    assert read[0] < 20 * HANDS


_READ = """
SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'procrastinate_jobs'
"""


async def fetched(desk: Desk, worker: int) -> Job:
    job = await desk.fetch_job(["note"], worker)
    assert job is not None
    return job
