"""Procrastinate's manager of jobs with fewer journeys to the database: what is done and what is next go in one.

Its own makes a journey for each job that is taken and one for each that is done. Here, all that came to be done while a
journey was under way goes with the next, which brings a job for each hand that is free by then. Which job that is says
Procrastinate's own function still, one job at a time.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Iterable
from typing import Any

from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job, Notification, Status
from procrastinate.manager import JobManager, NotificationCallback
from procrastinate.types import JSONDict

_NEWS: Notification = {"type": "job_inserted", "job_id": 0}
# Each look sees what the ones before it took. When it finds nothing more, it says in how many seconds there will be.
_JOURNEY = """
WITH RECURSIVE done AS (DELETE FROM procrastinate_jobs WHERE id = ANY(%(done)s) AND status = 'doing' RETURNING id),
first AS (SELECT count(*) AS number FROM done),
taken AS (
  SELECT 1 AS hand, job.* FROM first,
    LATERAL procrastinate_fetch_job_v2(%(queues)s::varchar[], %(worker)s + 0 * first.number) AS job
    WHERE %(hands)s > 0
  UNION ALL
  SELECT hand + 1, job.* FROM taken,
    LATERAL procrastinate_fetch_job_v2(%(queues)s::varchar[], %(worker)s + 0 * hand) AS job
    WHERE taken.id IS NOT NULL AND hand < %(hands)s
)
SELECT id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, worker_id,
  CASE WHEN id IS NULL THEN (
    SELECT extract(epoch FROM min(scheduled_at) - clock_timestamp())::float FROM procrastinate_jobs
    WHERE status = 'todo' AND scheduled_at > now() AND queue_name = ANY(%(queues)s)
  ) END AS seconds
FROM taken
"""
# Only what is this worker's still: what has gone back may be another's a moment later.
_GIVE_BACK = """
UPDATE procrastinate_jobs AS job SET status = 'todo', worker_id = NULL
WHERE id = ANY(%(left)s) AND status = 'doing' AND worker_id = %(worker)s
AND NOT EXISTS (SELECT FROM procrastinate_jobs WHERE queueing_lock = job.queueing_lock AND status = 'todo')
"""
_LET_GO = """
DELETE FROM procrastinate_jobs WHERE id = ANY(%(left)s) AND status = 'doing' AND worker_id = %(worker)s
"""


class _Quiet(Job):
    """A job that says of itself only what its errands are called: it would be put into words four times a job."""

    def log_context(self) -> JSONDict:
        """See `Job.log_context`."""
        return {"id": self.id, "task_name": self.task_name}

    @property
    def call_string(self) -> str:
        """See `Job.call_string`."""
        return self.task_name


class Desk(JobManager):
    """Where one worker with so many `hands` says what is done and is given what is next."""

    def __init__(self, connector: BaseConnector, hands: int) -> None:
        super().__init__(connector)
        self._hands = hands
        self._clear()

    def _clear(self) -> None:
        self._queues: list[str] = []
        self._worker = 0
        self._brought: deque[Job] = deque()
        self._left: list[int] = []
        self._no_more = False
        self._out: set[int] = set()
        self._done: dict[int, asyncio.Future[None]] = {}
        self._asking: asyncio.Future[None] | None = None
        self._journey: asyncio.Task[None] | None = None
        self._alarm: asyncio.Task[None] | None = None
        self._tell: NotificationCallback | None = None
        self._news = 0

    async def register_worker(self) -> int:
        """See `JobManager.register_worker`."""
        self._clear()
        return await super().register_worker()

    async def unregister_worker(self, worker_id: int) -> None:
        """See `JobManager.unregister_worker`."""
        await self._give_back()
        await super().unregister_worker(worker_id)

    async def _give_back(self) -> None:
        if self._journey is not None:
            # However this ends, the journey goes on to its end: others wait for what it says.
            await asyncio.wait({self._journey})
        self._left += [job.id for job in self._brought if job.id]
        self._brought.clear()
        if self._left:
            given = {"left": self._left, "worker": self._worker}
            await self.connector.execute_query_async(query=_GIVE_BACK, **given)
            # What could not go back has been asked for anew meanwhile.
            await self.connector.execute_query_async(query=_LET_GO, **given)
            self._out.difference_update(self._left)
            self._left = []

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        """See `JobManager.listen_for_jobs`. While it listens, jobs are brought also before anybody asks.

        Once it has ended, what was brought and nobody has begun is given back: others need not wait until all is done
        that is still being done here.
        """

        async def tell(*, channel: str, notification: Notification) -> None:
            self._news, self._no_more = self._news + 1, False
            await on_notification(channel=channel, notification=notification)

        self._tell = tell
        try:
            await super().listen_for_jobs(on_notification=tell, queues=queues)
        finally:
            self._tell = None
            self._wake_in(None)
            await self._give_back()

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """See `JobManager.fetch_job`."""
        self._queues, self._worker = list(queues or ()), worker_id
        while not self._brought:
            if self._no_more:
                self._no_more = False
                return None
            self._asking = asyncio.get_running_loop().create_future()
            self._go()
            await self._asking
        return self._brought.popleft()

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:  # noqa: FBT001 - the package's signature
        """See `JobManager.finish_job`."""
        if job.id is None or not delete_job:
            self._out.discard(job.id or 0)
            await super().finish_job(job, status, delete_job)
        else:
            self._done[job.id] = said = asyncio.get_running_loop().create_future()
            self._go()
            await said

    async def retry_job(self, job: Job, *args: Any, **how: Any) -> None:  # noqa: ANN401 - as its own takes them
        """See `JobManager.retry_job`."""
        self._out.discard(job.id or 0)
        await super().retry_job(job, *args, **how)

    def _go(self) -> None:
        if self._journey is None or self._journey.done():
            self._journey = asyncio.create_task(self._travel(), name="journey")

    async def _travel(self) -> None:
        while self._done or self._asking:
            done, self._done = self._done, {}
            asking, self._asking = self._asking, None
            fault = unsaid = await _fault(self._bring(done, asked=asking is not None))
            if fault and done:
                # That nothing more could be brought is no reason to do again what is done.
                unsaid = await _fault(self._ask(done, hands=0))
            _answer(done.values(), unsaid)
            _answer([asking] if asking else [], fault)

    async def _bring(self, done: Iterable[int], *, asked: bool) -> None:
        news = self._news
        self._out.difference_update(done)
        free = self._hands - len(self._out) if asked or self._tell else 0
        rows = await self._ask(done, hands=max(free, int(asked)))
        found = [_Quiet.from_row(row) for row in rows if row["id"] is not None]
        self._brought.extend(found)
        self._out.update(job.id for job in found if job.id)
        none_left = len(found) < len(rows)
        # Heard of in the meantime, it may be there by now; and who has not asked may ask much later.
        self._no_more = none_left and asked and news == self._news
        if none_left:
            self._wake_in(rows[-1]["seconds"])
        if found and not asked and self._tell:
            await self._tell(channel="", notification=_NEWS)

    async def _ask(self, done: Iterable[int], *, hands: int) -> list[dict[str, Any]]:
        given = {"done": sorted(done), "queues": self._queues, "worker": self._worker, "hands": hands}
        return await self.connector.execute_query_all_async(query=_JOURNEY, **given)

    def _wake_in(self, seconds: float | None) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if seconds is not None and self._tell is not None:
            self._alarm = asyncio.create_task(self._ring(seconds, self._tell), name="alarm")

    async def _ring(self, seconds: float, tell: NotificationCallback) -> None:
        await asyncio.sleep(seconds)
        await tell(channel="", notification=_NEWS)


def _answer(waiting: Iterable[asyncio.Future[None]], fault: Exception | None) -> None:
    for each in waiting:
        if each.done():
            continue
        if fault is None:
            each.set_result(None)
        else:
            each.set_exception(fault)


async def _fault(journey: Awaitable[object]) -> Exception | None:
    try:
        await journey
    except Exception as error:  # noqa: BLE001 - whoever sent for the journey hears how it went
        return error
    return None
