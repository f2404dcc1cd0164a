"""Jobs on PostgreSQL: how long one takes of many, how soon one is begun once it is committed or due.

Bars: at least 500 a second, and pick-up p50 at most 10 ms. The server is the tests' own, on
the same machine, and does not wait for the disk. Workers are processes of their own: one, then the two that
production begins by default.
"""

import resource
import statistics
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from backend.clock import SystemClock
from backend.jobs import ProcrastinateQueue
from backend.jobs.service import Payload
from backend.storage import Database
from benchmarks.figure import Figure
from tests import postgres

JOBS, BATCH, ROUNDS, WARM_UP, TIMED = 4000, 50, 100, 10, 40
BAR_MILLISECONDS, BAR_PICK_UP, BAR_LATE = 2.0, 10.0, 100.0
_PATIENCE, _LOOK_SECONDS = 120, 0.01
_LEFT = text("SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))")


def measure() -> list[Figure]:
    """Return the time of one job among many with one worker and with two, and how soon one is begun."""
    server = postgres.start()
    try:
        name = postgres.template(server.url, server.folder)
        database = Database(postgres.at(server.url, name))
        figures = [_among_many(database, workers) for workers in (1, 2)] + _begun(database)
        database.close()
    finally:
        server.stop()
    return figures


def _queue(database: Database) -> ProcrastinateQueue:
    queue = ProcrastinateQueue(database, SystemClock())
    queue.register("bench", lambda _: None)
    return queue


def _among_many(database: Database, workers: int) -> Figure:
    queue = _queue(database)
    for first in range(0, JOBS, BATCH):
        with database.write() as session:
            for number in range(first, first + BATCH):
                queue.put(session, "bench", f"k{number}", {"number": number})
    with ExitStack() as ending:
        command = [sys.executable, "-m", "benchmarks.jobs", database.url]
        begun = [
            ending.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            for _ in range(workers)
        ]
        for one in begun:
            assert one.stdout is not None
            one.stdout.readline()
        since, pause = time.perf_counter(), threading.Event()
        for one in begun:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while connection.scalar(_LEFT):
                pause.wait(_LOOK_SECONDS)
        seconds = time.perf_counter() - since
        spent = sum(float(one.communicate()[0]) for one in begun)
    name = "jobs, one of many" if workers == 1 else f"jobs, one of many, {workers} workers"
    beside = f"{JOBS / seconds:.0f} jobs/s, {JOBS} jobs; {spent / JOBS * 1000:.2f} ms of the workers' CPU a job"
    return Figure(name, round(seconds / JOBS * 1000, 2), "ms", BAR_MILLISECONDS, beside)


def _work(url: str) -> None:
    """Work from the first line of standard input to its end, and tell how many seconds of CPU that took."""
    queue = _queue(Database(url))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    before = _spent()
    queue.start()
    sys.stdin.read()
    sys.stdout.write(str(_spent() - before))
    queue.stop()


def _spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _begun(database: Database) -> list[Figure]:
    queue, done, begun = ProcrastinateQueue(database, SystemClock()), threading.Semaphore(0), []

    def do(_: Payload) -> None:
        begun.append(time.perf_counter())
        done.release()

    queue.register("bench", do)
    queue.start()
    waits = [_wait(database, queue, done, begun, 0.0) for _ in range(ROUNDS + WARM_UP)][WARM_UP:]
    late = [_wait(database, queue, done, begun, 0.05 + number / 100) for number in range(TIMED)]
    queue.stop()
    return [
        Figure("jobs, pick-up p50", round(statistics.median(waits), 1), "ms", BAR_PICK_UP, _slowest(waits)),
        Figure("jobs, timed, late p50", round(statistics.median(late), 1), "ms", BAR_LATE, _slowest(late)),
    ]


def _slowest(waits: list[float]) -> str:
    return f"p95 {sorted(waits)[round(0.95 * len(waits)) - 1]:.1f} ms over {len(waits)}"


def _wait(
    database: Database, queue: ProcrastinateQueue, done: threading.Semaphore, begun: list[float], after: float
) -> float:
    due = time.perf_counter() + after
    with database.write() as session:
        queue.put(session, "bench", "one", {}, run_at=datetime.now(UTC) + timedelta(seconds=after) if after else None)
    due = max(due, time.perf_counter())
    assert done.acquire(timeout=_PATIENCE)
    return max(0.0, begun[-1] - due) * 1000


if __name__ == "__main__":
    _work(sys.argv[1])
