"""What an answer to Pexip costs among 100,000 meetings, beside a route without a database in the same server.

What is compared is the server's CPU time, and the clock's, for as many requests over
16 connections, in turns, so that a busy machine slows both alike. Both of Pexip's questions are asked.

All connections ask as fast as they are answered, as the bars are meant: there everybody waits for the others. How long
one waits when calls come, at a pace below what either can take, stands beside it in milliseconds; that bar is our own.

What `policy_load` keeps busy is in other processes, but the machine is one and small: its cores and what they remember
are shared. So the process that answers has a core for itself, before, during and after the load, and what has to be
unchanged is how many costs of the route without a database an answer costs. How long anybody waits says how few the
other cores are. So of that only Pexip's own limit is looked at: no answer may come later.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import insert, text

from backend.clock import SystemClock
from backend.storage import Database
from backend.storage.migrations import upgrade
from backend.video.models import Conference
from backend.video.pexip import names
from backend.video.pexip.models import PexipEntry, PexipRoom
from benchmarks.figure import Figure
from benchmarks.policy_asking import BARE, CONNECTIONS, PACE, PACED, Asking, Spent, questions, ratio, tail
from benchmarks.policy_load import busy
from benchmarks.policy_server import SECRET
from benchmarks.policy_web import ROOMS, STREAMS
from tests import postgres
from tests.waiting import until

MEETINGS, REQUESTS, ROUNDS, PACED_ROUNDS = 100_000, 1600, 15, 5
# The route without a database is 1: throughput of at least 0.25 and 0.20 of it is time of at most 4 and 5.
SQLITE_BAR, POSTGRESQL_BAR, TAIL_BAR = 4.0, 5.0, 2.0
# Milliseconds: a tenth of what somebody would notice.
PACED_BAR = 10.0
# Of the cost alone; seconds, Pexip's own.
LOADED_BAR, SLOWEST_BAR = 1.1, 5.0
# Of half a second each: of four, what came out varied by a tenth by itself.
LOADED_ROUNDS = 16
_BATCH, _PATIENCE, _NONCE = 5000, 60.0, "{:032x}"


def measure() -> list[Figure]:
    """Return cost, time and tail on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/policy.sqlite"
        upgrade(url)
        figures = _on("SQLite", url, Path(folder), SQLITE_BAR)
        server = postgres.start()
        try:
            url = postgres.at(server.url, postgres.template(server.url, server.folder))
            return figures + _on("PostgreSQL", url, Path(folder), POSTGRESQL_BAR, loaded=True)
        finally:
            server.stop()


def _on(kind: str, url: str, folder: Path, bar: float, *, loaded: bool = False) -> list[Figure]:
    _fill(url)
    secret = names.derived(SECRET)
    picked = range(0, MEETINGS, MEETINGS // REQUESTS)[:REQUESTS]
    asked = questions([names.alias(secret, _NONCE.format(n)) for n in picked])
    # The same parameters, which nobody reads there.
    bare = [f"{BARE}?{path.partition('?')[2]}" for path in asked]
    with _server(url, folder) as (port, pids), ThreadPoolExecutor(CONNECTIONS) as pool:
        asking = Asking(pool, port, pids)
        for paths in (bare, asked):
            asking.round(paths)  # what is made once does not count
        rounds = [(asking.round(bare), asking.round(asked)) for _ in range(ROUNDS)]
        paced = [(tail(asking.times(bare)), tail(asking.times(asked))) for _ in range(PACED_ROUNDS)]
        beside_load = _loaded(kind, url, folder, asking, _Paths(bare, asked)) if loaded else []
    beside = f"a route without a database, {CONNECTIONS} connections, {MEETINGS} meetings"
    name = f"policy answer, {kind}"
    costs, times, slow = ([(getattr(one, of), getattr(two, of)) for one, two in rounds] for of in Spent._fields)
    wait, beside_wait = statistics.median(asked_wait for _, asked_wait in paced), f"{ratio(paced)} × bare"
    return [
        Figure(f"{name}, CPU", ratio(costs), "× bare", bar, beside),
        Figure(f"{name}, time", ratio(times), "× bare", bar, beside),
        Figure(f"{name}, p99", ratio(slow), "× bare", TAIL_BAR, beside),
        Figure(f"{name}, p99 at {PACE * CONNECTIONS:g}/s", round(1000 * wait, 2), "ms", PACED_BAR, beside_wait),
        *beside_load,
    ]


class _Paths(NamedTuple):
    bare: Sequence[str]
    asked: Sequence[str]


def _loaded(kind: str, url: str, folder: Path, asking: Asking, paths: _Paths) -> list[Figure]:
    every = os.sched_getaffinity(0)
    own, others = {min(every)}, every - {min(every)} or every
    for thread in (int(each.name) for pid in asking.pids for each in Path(f"/proc/{pid}/task").iterdir()):
        os.sched_setaffinity(thread, own)
    # Of this thread, and of the processes that it begins.
    os.sched_setaffinity(0, others)
    try:
        return _compared(kind, url, folder, asking, paths)
    finally:
        os.sched_setaffinity(0, every)


def _compared(kind: str, url: str, folder: Path, asking: Asking, paths: _Paths) -> list[Figure]:
    def costs(rounds: int) -> Iterator[tuple[float, float]]:
        """Give the server's seconds for the route without a database, thrice as often asked, and for answers."""
        for _ in range(rounds):
            yield asking.round([*paths.bare] * 3).cost, asking.round(paths.asked).cost

    alone = list(costs(LOADED_ROUNDS // 2))
    with busy(url, folder / "load") as came:
        during = list(costs(LOADED_ROUNDS))
        slowest = asking.times(paths.asked)[-1]
        assert came.streams == STREAMS, came
        until(lambda: came.events and came.pushes)
        events = f"{came.events} events, {came.put_off} put off"
        beside = f"{STREAMS} open pages, {events}, {came.pushes} pushes to {ROOMS} rooms"
    alone += costs(LOADED_ROUNDS // 2)
    was, is_now = (3 * sum(cost for _, cost in each) / sum(base for base, _ in each) for each in (alone, during))
    name = f"policy answer, {kind}, loaded"
    return [
        Figure(f"{name}, CPU", round(is_now / was, 2), "× alone", LOADED_BAR, f"{was:.2f} × bare; {beside}"),
        Figure(
            f"{name}, slowest", round(slowest, 2), "s", SLOWEST_BAR, f"{PACED} at {PACE * CONNECTIONS:g}/s; {beside}"
        ),
    ]


def _fill(url: str) -> None:
    database, now, secret = Database(url), SystemClock().now(), names.derived(SECRET)
    start, end = now - timedelta(minutes=5), now + timedelta(hours=4)
    usual = {"start": start, "end": end, "participant_limit": 15, "language": "sv"}
    for first in range(0, MEETINGS, _BATCH):
        numbers = range(first, first + _BATCH)
        with database.engine.begin() as connection:
            connection.execute(insert(PexipRoom), [
                usual | {"reference": f"x{n}", "key": f"k{n}", "name": f"vm-{n}", "nonce": _NONCE.format(n),
                         "lobby": True, "protected": True, "created_at": now, "mode": "policy"} for n in numbers
            ])  # fmt: skip
            connection.execute(insert(PexipEntry), [
                {"tag": f"e{n}", "digest": names.digest(names.alias(secret, _NONCE.format(n))), "reference": f"x{n}",
                 "person": f"p{n}", "role": "guest", "display_name": "Astrid", "nonce": _NONCE.format(n),
                 "made_at": now} for n in numbers
            ])  # fmt: skip
            connection.execute(insert(Conference), [
                usual | {"id": f"c{n}", "key": f"k{n}", "service": "pexip", "reference": f"x{n}", "retired": [],
                         "state": "ready", "state_at": now} for n in numbers
            ])  # fmt: skip
    if database.side_by_side:
        # As PostgreSQL does by itself after a while, where the tests let it.
        with database.engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    database.close()


@contextmanager
def _server(url: str, folder: Path) -> Iterator[tuple[int, Sequence[int]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {**os.environ, "BENCH_DATABASE": url}
    command = [sys.executable, "-m", "benchmarks.policy_server", str(port)]
    with (folder / "log").open("ab") as log, subprocess.Popen(command, env=environment, stderr=log) as server:
        try:
            _wait(port)
            yield port, [server.pid, *_children(server.pid)]
        finally:
            server.terminate()


def _wait(port: int) -> None:
    until, pause = time.monotonic() + _PATIENCE, threading.Event()
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        pause.wait(0.1)
    raise TimeoutError


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
