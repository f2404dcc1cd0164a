"""What a worker's desk adds to Procrastinate's own: few journeys, nothing kept back, and few rows read for each."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import psycopg
import pytest
from procrastinate.jobs import Job, Status
from sqlalchemy import text

from backend.clock import SystemClock
from backend.jobs import ProcrastinateQueue
from backend.jobs.desk import _JOURNEY, Desk
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

    asyncio.run(work())
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
