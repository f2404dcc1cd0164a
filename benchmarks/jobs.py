"""Jobs on PostgreSQL: how long one takes of many, and how soon one is begun once its transaction is committed.

Bars: quality.md, speed and scale (at least 500 a second, pick-up p50 at most 10 ms). One worker process; the server is
the tests' own, on the same machine, and does not wait for the disk.
"""

import statistics
import threading
import time

from backend.clock import SystemClock
from backend.jobs import ProcrastinateQueue
from backend.jobs.service import Payload
from backend.storage import Database
from benchmarks.figure import Figure
from tests import postgres

JOBS, BATCH, ROUNDS, WARM_UP = 2000, 50, 100, 10
BAR_MILLISECONDS, BAR_PICK_UP = 2.0, 10.0
_PATIENCE = 120


def measure() -> list[Figure]:
    """Return the time of one job among many, beside jobs per second, and the middle of the times to pick one up."""
    server = postgres.start()
    try:
        name = postgres.template(server.url, server.folder)
        database = Database(postgres.at(server.url, name))
        figures = _measured(database)
        database.close()
    finally:
        server.stop()
    return figures


def _measured(database: Database) -> list[Figure]:
    queue, done, begun = ProcrastinateQueue(database, SystemClock()), threading.Semaphore(0), []

    def do(_: Payload) -> None:
        begun.append(time.perf_counter())
        done.release()

    queue.register("bench", do)
    for first in range(0, JOBS, BATCH):
        with database.write() as session:
            for number in range(first, first + BATCH):
                queue.put(session, "bench", f"k{number}", {"number": number})
    queue.start()
    for _ in range(JOBS):
        assert done.acquire(timeout=_PATIENCE)
    seconds = begun[-1] - begun[0]
    waits = [_pick_up(database, queue, done, begun) for _ in range(ROUNDS + WARM_UP)][WARM_UP:]
    queue.stop()
    rate = f"{JOBS / seconds:.0f} jobs/s in one worker process, {JOBS} jobs"
    slow = f"p95 {sorted(waits)[round(0.95 * len(waits)) - 1]:.1f} ms over {len(waits)}"
    return [
        Figure("jobs, one of many", round(seconds / JOBS * 1000, 2), "ms", BAR_MILLISECONDS, rate),
        Figure("jobs, pick-up p50", round(statistics.median(waits), 1), "ms", BAR_PICK_UP, slow),
    ]


def _pick_up(database: Database, queue: ProcrastinateQueue, done: threading.Semaphore, begun: list[float]) -> float:
    with database.write() as session:
        queue.put(session, "bench", "one", {})
    committed = time.perf_counter()
    assert done.acquire(timeout=_PATIENCE)
    return max(0.0, begun[-1] - committed) * 1000
