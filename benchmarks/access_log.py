"""What the access log costs: an entry beside the booking it tells of, and the check of the whole chain.

No bar; kept so that recording never becomes a reason to record less.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from backend.audit import AccessLog, Entry, Subject
from backend.clock import FixedClock
from backend.storage.migrations import upgrade
from benchmarks.figure import Figure
from tests.product import Caller, wired

ROUNDS, WARM_UP, ENTRIES = 150, 20, 10_000
NOW = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
BODY = {"type": "patient_care", "start": NOW.isoformat(), "end": NOW.replace(hour=7).isoformat()}


def measure() -> list[Figure]:
    """Return what recording adds to a booking, and how long an entry takes to verify."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite"
        upgrade(url)
        product = wired(Path(folder), url, FixedClock(NOW))
        with_log, without = _bookings(Caller(product, FixedClock(NOW)))
        with product.database.write() as session:
            for number in range(ENTRIES):
                product.access_log.record(session, _entry(number))
        product.logbook.catch_up()
        began = time.perf_counter()
        report = product.logbook.verify()
        each = (time.perf_counter() - began) / report.entries
        assert report.fault is None
        product.stop()
    beside = f"POST /meetings without it {without:.1f} ms (CPU, p50 of {ROUNDS})"
    return [
        Figure("access log, an entry", round(with_log - without, 2), "ms", 2.0, beside),
        Figure("access log, verify an entry", round(each * 1e6), "µs", 500, f"{report.entries} entries"),
    ]


def _bookings(caller: Caller) -> tuple[float, float]:
    numbers = iter(range(2 * (ROUNDS + WARM_UP)))

    def book() -> float:
        began = time.thread_time()
        made = caller.call("POST", "/api/v1/meetings", BODY, Idempotency_Key=f"k{next(numbers)}")
        assert made.status == "201 CREATED", made.text
        return (time.thread_time() - began) * 1000

    pairs = [(book(), _unrecorded(book)) for _ in range(ROUNDS + WARM_UP)][WARM_UP:]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def _unrecorded(book: Callable[[], float]) -> float:
    with mock.patch.object(AccessLog, "record"):
        return book()


def _entry(number: int) -> Entry:
    person = Subject(participant=f"p{number}", kind="patient", name=f"Person {number}", phone="070-174 06 05")
    return Entry(action="people.listed", user="personal", unit="medicin", meeting=f"m{number}", subjects=(person,))
