"""The engine on PostgreSQL: Procrastinate keeps and does the jobs, in as many processes as there are workers."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.jobs import rows
from backend.jobs.desk import Desk
from backend.jobs.kinds import Kinds, pause_after
from backend.jobs.service import Failed, Handler, Later, Payload
from backend.jobs.stalled import Stalled
from backend.jobs.timetable import Timetable
from backend.jobs.worker import CONCURRENCY, Worker
from backend.storage import Database

log = structlog.get_logger(__name__)

# How long a stop waits for what runs: longer than any answer is waited for.
GRACE_SECONDS = 20.0
_LOOK_SECONDS, _AGAIN_SECONDS = 1.0, 1
# The next job is found by walking the index on priority. Left to itself, PostgreSQL sorts all jobs that wait for each
# one that is fetched: it remembers a table that was nearly empty a moment ago. With one way left, one plan is enough.
_PLANS = (
    "plan_cache_mode=force_generic_plan",
    *(f"enable_{way}=off" for way in ("sort", "bitmapscan", "seqscan", "hashjoin", "mergejoin", "material")),
)
_WISHES = "job wishes"
_Wishes = dict[str, rows.Wish | None]


class _Failed(Exception):
    """Tells Procrastinate that a job is not tried again; its error's name is noted already."""


class _Unsaid(BaseRetryStrategy):
    """Does a job again whose outcome could not be written down."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002 - the package's signature
        """See `BaseRetryStrategy`."""
        return None if isinstance(exception, _Failed) else RetryDecision(retry_in={"seconds": _AGAIN_SECONDS})


class ProcrastinateQueue:
    """A `JobQueue` over a PostgreSQL database, shared by all processes of the product.

    `works` says whether this process does jobs and may be the clock, or only puts jobs.
    """

    def __init__(self, database: Database, clock: Clock, *, works: bool = True) -> None:
        self._database = database
        self._clock = clock
        self._works = works
        self._kinds = Kinds()
        self._timetable = Timetable(database.engine)
        self._scheduler = self._timetable.scheduler
        self._app = App(connector=PsycopgConnector(**_pool(database.url)))
        self._app.job_manager = Desk(self._app.connector, CONCURRENCY)
        self._worker: Worker | None = None
        self._active: set[int] = set()
        self._stalled = Stalled(database.engine, clock, self._mine)
        self._ending = threading.Event()
        self._looking = threading.Thread(target=self._look_after, name="jobs-stalled", daemon=True)

    def register(self, kind: str, handler: Handler, *, attempts: int = 8, priority: int = 0) -> None:
        """See `JobQueue.register`. Raises ValueError when the kind has a handler already."""
        self._kinds.register(kind, handler, attempts, priority)

        async def do(context: JobContext, /, **args: Any) -> None:  # noqa: ANN401 - as they stand in the table
            await asyncio.to_thread(self._do, rows.Claim(context.job.id or 0, kind, args))

        self._app.task(name=kind, queue=kind, pass_context=True, retry=_Unsaid())(do)

    def every(self, seconds: float, name: str, work: Callable[[], None]) -> None:
        """See `JobQueue.every`."""
        self._timetable.every(seconds, name, work)

    def put(self, session: Session, kind: str, key: str, payload: Payload, *, run_at: datetime | None = None) -> None:
        """See `JobQueue.put`. Raises ValueError for a kind nobody handles."""
        priority, now = self._kinds.require(kind).priority, self._clock.now()
        wish = rows.Wish(kind, key, payload, priority, max(run_at or now, now))
        self._wishes(session)[wish.name] = wish

    def cancel(self, session: Session, kind: str, key: str) -> None:
        """See `JobQueue.cancel`."""
        self._wishes(session)[rows.name_of(kind, key)] = None

    def failed(self) -> Sequence[Failed]:
        """See `JobQueue.failed`."""
        with self._database.engine.connect() as connection:
            return rows.failed(connection)

    def start(self) -> None:
        """See `JobQueue.start`. Does nothing in a process that only puts jobs."""
        if self._works:
            self._worker = Worker(self._app, self._database.engine, list(self._kinds.by_name))
            self._worker.start()
            self._looking.start()
            self._timetable.start()

    def stop(self) -> None:
        """See `JobQueue.stop`."""
        self._timetable.stop()
        if self._worker is not None:
            self._worker.stop(GRACE_SECONDS)
        self._ending.set()
        if self._looking.is_alive():
            self._looking.join()

    def drain(self) -> int:
        """See `JobQueue.drain`. What is due first by the product's clock is done first."""
        done, kinds = 0, list(self._kinds.by_name)
        engine = self._database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            if not rows.make_next_due(connection, kinds, self._clock.now()):
                return 0
            worker = rows.begin_worker(connection)
            try:
                while rows.make_next_due(connection, kinds, self._clock.now()):
                    claim = rows.fetch(connection, kinds, worker)
                    if claim is None:
                        break
                    rows.finish(connection, claim.id, ok=self._did(claim))
                    done += 1
            finally:
                rows.end_worker(connection, worker)
        return done

    def _mine(self) -> tuple[int | None, set[int]]:
        return (self._worker.number if self._worker else None), self._active.copy()

    def _wishes(self, session: Session) -> _Wishes:
        if _WISHES not in session.info:
            session.info[_WISHES] = {}
            # At the very end: who has put a job keeps others from putting the same until the transaction is over.
            event.listen(session, "before_commit", self._say)
        wishes: _Wishes = session.info[_WISHES]
        return wishes

    def _say(self, session: Session) -> None:
        wishes: _Wishes = session.info[_WISHES]
        connection = session.connection()
        rows.take_back(connection, sorted(name for name, wish in wishes.items() if wish is None))
        rows.put(connection, [wish for _, wish in sorted(wishes.items()) if wish is not None], self._clock.now())
        wishes.clear()

    def _did(self, claim: rows.Claim) -> bool:
        try:
            self._do(claim)
        except _Failed:
            return False
        return True

    def _do(self, claim: rows.Claim) -> None:
        self._active.add(claim.id)
        try:
            self._attempt(claim)
        finally:
            self._active.discard(claim.id)

    def _attempt(self, claim: rows.Claim) -> None:
        kind, failures = self._kinds.by_name[claim.kind], claim.args["attempts"]
        try:
            kind.handler(claim.args["payload"])
        except Later as later:
            self._again(claim, later.seconds, failures, claim.args["error"])
            return
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is the job's outcome, kept and shown
            name, failures = type(error).__name__, failures + 1
        else:
            return
        log.warning("jobs.attempt-failed", kind=claim.kind, key=claim.args["key"], attempt=failures, error=name)
        if failures < kind.attempts:
            self._again(claim, pause_after(failures), failures, name)
            return
        with self._database.engine.begin() as connection:
            rows.note_failure(connection, claim.id, failures, name)
        raise _Failed(name)

    def _again(self, claim: rows.Claim, seconds: float, failures: int, error: str) -> None:
        # A row of its own, which can't begin before this one ends. One put meanwhile asks for the same thing.
        now, args = self._clock.now(), claim.args
        priority, due = self._kinds.by_name[claim.kind].priority, now + timedelta(seconds=seconds)
        wish = rows.Wish(claim.kind, args["key"], args["payload"], priority, due, failures, error)
        with self._database.engine.begin() as connection:
            rows.put_unless_waiting(connection, wish, now)

    def _look_after(self) -> None:
        while not self._ending.wait(_LOOK_SECONDS):
            try:
                self._stalled.look()
            except SQLAlchemyError as error:
                log.warning("jobs.database-away", error=type(error).__name__)


def _pool(url: str) -> dict[str, Any]:
    conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    settings = {"application_name": "vardmote jobs", "options": " ".join(f"-c {each}" for each in _PLANS)}
    limits = {"min_size": 1, "max_size": CONCURRENCY + 2}
    made = {"conninfo": conninfo, "kwargs": settings, "configure": _configure, "name": "jobs", **limits}
    return {**made, "pool_factory": _unchecked}


def _unchecked(**asked: Any) -> AsyncConnectionPool[Any]:  # noqa: ANN401 - whatever the engine asks for
    # A connection that has died is found out by the statement that fails, and what that leaves behind `Stalled` mends:
    # asking each one beforehand whether it lives is half of all journeys.
    return AsyncConnectionPool(**asked | {"check": None})


async def _configure(connection: AsyncConnection[Any]) -> None:
    # Each step of the engine's is one statement: a transaction around it would be two more journeys.
    await connection.set_autocommit(True)
