"""The embedded engine: a table in the product's own database is the queue, APScheduler the clock of timed work.

One process at a time may work: a file lock sees to it. The clock holds no state, so losing it loses nothing; jobs that
were under way when the process died are done again when the next one starts.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.jobs.kinds import Kinds, pause_after
from backend.jobs.lock import ProcessLock
from backend.jobs.models import FAILED, RUNNING, WAITING, Job
from backend.jobs.service import Failed, Handler, Later, Payload
from backend.storage import Database, after_commit

log = structlog.get_logger(__name__)

_WORKERS = 4
_LOOK_SECONDS = 0.5


class _Claim(NamedTuple):
    id: int
    kind: str
    key: str
    payload: Payload
    attempts: int


class EmbeddedQueue:
    """A `JobQueue` in one process over the product's own database."""

    def __init__(self, database: Database, clock: Clock, lock_file: Path | None = None) -> None:
        self._database = database
        self._clock = clock
        self._lock = ProcessLock(lock_file) if lock_file else None
        self._kinds = Kinds()
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="job")
        self._free = threading.Semaphore(_WORKERS)
        self._claiming = threading.Lock()
        self._active: dict[int, tuple[str, str]] = {}
        self._news, self._ending = threading.Event(), threading.Event()
        self._looking = threading.Thread(target=self._look, name="jobs", daemon=True)

    def register(self, kind: str, handler: Handler, *, attempts: int = 8, priority: int = 0) -> None:
        """See `JobQueue.register`. Raises ValueError when the kind has a handler already."""
        self._kinds.register(kind, handler, attempts, priority)

    def every(self, seconds: float, name: str, work: Callable[[], None]) -> None:
        """See `JobQueue.every`."""
        self._scheduler.add_job(work, "interval", seconds=seconds, id=name, coalesce=True, max_instances=1)

    def put(self, session: Session, kind: str, key: str, payload: Payload, *, run_at: datetime | None = None) -> None:
        """See `JobQueue.put`. Raises ValueError for a kind nobody handles."""
        self._kinds.require(kind)
        now = self._clock.now()
        waiting = session.scalar(_waiting(kind, key))
        if waiting is None:
            session.add(Job(kind=kind, key=key, payload=dict(payload), run_at=run_at or now, created_at=now))
        else:
            waiting.payload, waiting.run_at, waiting.attempts = dict(payload), run_at or now, 0
        session.flush()
        after_commit(session, self._wake)

    def cancel(self, session: Session, kind: str, key: str) -> None:
        """See `JobQueue.cancel`."""
        session.execute(delete(Job).where(Job.kind == kind, Job.key == key, Job.state == WAITING))

    def failed(self) -> Sequence[Failed]:
        """See `JobQueue.failed`."""
        with self._database.read() as session:
            jobs = session.scalars(select(Job).where(Job.state == FAILED).order_by(Job.id)).all()
        return [Failed(job.kind, job.key, job.attempts, job.error) for job in jobs]

    def start(self) -> None:
        """See `JobQueue.start`. Raises `EngineBusy` when another process works on this database."""
        if self._lock:
            self._lock.acquire()
        self._scheduler.start()
        self._looking.start()

    def stop(self) -> None:
        """See `JobQueue.stop`."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self._ending.set()
        self._wake()
        if self._looking.is_alive():
            self._looking.join()
        self._pool.shutdown(wait=True)
        if self._lock:
            self._lock.release()

    def drain(self) -> int:
        """See `JobQueue.drain`."""
        done = 0
        while (claim := self._claim()) is not None:
            self._work(claim)
            done += 1
        return done

    def _resume(self, session: Session) -> None:
        # Rows that say `running` while nobody here runs them: the process died, or the outcome could not be written.
        # The place of such a job is taken by one put meanwhile, if there is one: both ask for the same thing.
        for job in session.scalars(select(Job).where(Job.state == RUNNING, Job.id.not_in(self._active))):
            if session.scalar(_waiting(job.kind, job.key)) is None:
                job.state = WAITING
                session.flush()
            else:
                session.delete(job)

    def _wake(self) -> None:
        self._news.set()

    def _look(self) -> None:
        pause = 0.0
        while not self._ending.is_set():
            self._news.wait(pause)
            self._news.clear()
            try:
                self._begin_what_is_due()
                pause = self._until_next()
            except Exception as error:  # noqa: BLE001 - whatever it was, the work goes on when it can
                log.warning("jobs.database-away", error=type(error).__name__)
                pause = _LOOK_SECONDS

    def _begin_what_is_due(self) -> None:
        while self._free.acquire(blocking=False):
            claim = None
            try:
                claim = self._claim()
            finally:
                if claim is None:
                    self._free.release()
            if claim is None:
                return
            self._pool.submit(self._work_and_wake, claim)

    def _until_next(self) -> float:
        now = self._clock.now()
        with self._database.read() as session:
            due = session.scalar(select(func.min(Job.run_at)).where(Job.state == WAITING, Job.run_at > now))
        return _LOOK_SECONDS if due is None else min(_LOOK_SECONDS, (due - now).total_seconds())

    def _work_and_wake(self, claim: _Claim) -> None:
        try:
            self._work(claim)
        except SQLAlchemyError as error:
            # The job stays `running` in the table; the next claim resumes it when the database answers again.
            log.warning("jobs.outcome-not-kept", kind=claim.kind, error=type(error).__name__)
        finally:
            self._free.release()
            self._wake()

    def _claim(self) -> _Claim | None:
        with self._claiming:
            with self._database.read() as session:
                if session.scalar(self._due().limit(1)) is None:
                    return None
            with self._database.write() as session:
                claim = self._take(session)
            if claim is not None:
                # Only once it is kept: a claim that could not be must not make the job look busy for good.
                self._active[claim.id] = (claim.kind, claim.key)
            return claim

    def _take(self, session: Session) -> _Claim | None:
        self._resume(session)
        busy = set(self._active.values())
        for job in session.scalars(self._due().limit(len(busy) + 1)):
            if (job.kind, job.key) not in busy:
                job.state = RUNNING
                job.attempts += 1
                return _Claim(job.id, job.kind, job.key, job.payload, job.attempts)
        return None

    def _due(self) -> Select[Job]:
        stray = and_(Job.state == RUNNING, Job.id.not_in(self._active))
        waiting = and_(Job.state == WAITING, Job.run_at <= self._clock.now())
        return select(Job).where(or_(waiting, stray)).order_by(*self._order())

    def _order(self) -> tuple[ColumnElement[Any], ...]:
        first = {name: kind.priority for name, kind in self._kinds.by_name.items() if kind.priority}
        by_priority = (case(first, value=Job.kind, else_=0).desc(),) if first else ()
        return *by_priority, Job.run_at.asc(), Job.id.asc()

    def _work(self, claim: _Claim) -> None:
        try:
            self._attempt(claim)
        finally:
            with self._claiming:
                del self._active[claim.id]

    def _attempt(self, claim: _Claim) -> None:
        kind = self._kinds.by_name.get(claim.kind)
        try:
            if kind is None:
                raise LookupError(claim.kind)  # noqa: TRY301 - shown like any other failure of the job
            kind.handler(claim.payload)
        except Later as later:
            self._again(claim, later.seconds, attempts=claim.attempts - 1)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is the job's outcome, kept and shown
            self._failed(claim, error, kind.attempts if kind else 1)
        else:
            with self._database.write() as session:
                session.execute(delete(Job).where(Job.id == claim.id))

    def _failed(self, claim: _Claim, error: Exception, attempts: int) -> None:
        name = type(error).__name__
        log.warning("jobs.attempt-failed", kind=claim.kind, key=claim.key, attempt=claim.attempts, error=name)
        if claim.attempts >= attempts:
            with self._database.write() as session:
                session.execute(update(Job).where(Job.id == claim.id).values(state=FAILED, error=name))
            return
        self._again(claim, pause_after(claim.attempts), attempts=claim.attempts, error=name)

    def _again(self, claim: _Claim, seconds: float, *, attempts: int, error: str = "") -> None:
        with self._database.write() as session:
            if session.scalar(_waiting(claim.kind, claim.key)) is not None:
                session.execute(delete(Job).where(Job.id == claim.id))
                return
            run_at = self._clock.now() + timedelta(seconds=seconds)
            values = {"state": WAITING, "run_at": run_at, "attempts": attempts, "error": error}
            session.execute(update(Job).where(Job.id == claim.id).values(values))


def _waiting(kind: str, key: str) -> Select[Job]:
    return select(Job).where(Job.kind == kind, Job.key == key, Job.state == WAITING)
