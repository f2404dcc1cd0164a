"""Jobs done by processes of their own: one is killed in the middle, the database is away, and nothing is lost."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.clock import SystemClock
from backend.jobs import JobQueue
from backend.storage import Database
from tests.contract.jobs.engines import ENGINES, PROCESSES
from tests.contract.jobs.labourer import HELD, JOURNAL, register
from tests.waiting import until

ROOT = Path(__file__).parents[3]
Line = tuple[str, str, int, int]


class Works:
    """Processes that work on one database, and the journal they write."""

    def __init__(self, kind: str, database: Database, folder: Path) -> None:
        self._command = [sys.executable, "-m", "tests.contract.jobs.labourer", kind, database.url, str(folder)]
        self._database = database
        self._folder = folder
        self._queue: JobQueue = ENGINES[kind](database, SystemClock(), folder)
        register(self._queue, folder)
        self.labourers: list[subprocess.Popen[bytes]] = []

    def begin(self, number: int) -> None:
        fresh = [subprocess.Popen(self._command, cwd=ROOT, stdin=subprocess.PIPE) for _ in range(number)]
        self.labourers += fresh
        for one in fresh:
            until(lambda one=one: (self._folder / f"ready-{one.pid}").exists())

    def put(self, number: int, key: str) -> None:
        with self._database.write() as session:
            self._queue.put(session, "note", key, {"key": key, "number": number})

    def drain(self) -> int:
        return self._queue.drain()

    def journal(self) -> list[Line]:
        file = self._folder / JOURNAL
        lines = (line.split() for line in file.read_text().splitlines()) if file.exists() else ()
        return [(word, key, int(number), int(pid)) for word, key, number, pid in lines]

    def done(self, key: str) -> list[int]:
        return [number for word, one, number, _ in self.journal() if (word, one) == ("end", key)]

    def kill_who_holds(self) -> None:
        _, _, _, pid = until(lambda: [line for line in self.journal() if line[:2] == ("begin", HELD)])[0]
        (dying,) = (one for one in self.labourers if one.pid == pid)
        dying.kill()
        dying.wait()

    def end(self) -> None:
        for one in self.labourers:
            if one.stdin is not None:
                one.stdin.close()
        for one in self.labourers:
            one.wait(60)
        self._queue.stop()


@pytest.fixture
def works(database_kind: str, database: Database, tmp_path: Path) -> Iterator[Works]:
    opened = Works(database_kind, database, tmp_path)
    yield opened
    opened.end()


def side_by_side(journal: list[Line], dead: set[int]) -> list[Line]:
    """Return where a job began while another of its key was under way in a process that lived."""
    under_way: dict[str, set[int]] = defaultdict(set)
    found = []
    for line in journal:
        word, key, _, pid = line
        if word == "begin":
            if under_way[key] - dead:
                found.append(line)
            under_way[key].add(pid)
        else:
            under_way[key].discard(pid)
    return found


def test_one_is_killed_in_the_middle_and_every_job_is_done(works: Works, database_kind: str, tmp_path: Path) -> None:
    (tmp_path / HELD).touch()
    works.begin(PROCESSES[database_kind])
    works.put(1, HELD)
    works.kill_who_holds()
    # Put while the first is under way, says the table; it must not begin beside it and it must not be lost.
    works.put(2, HELD)
    for number in range(30):
        works.put(number, f"k{number % 5}")
    (tmp_path / HELD).unlink()
    if PROCESSES[database_kind] == 1:
        works.begin(1)
    until(lambda: works.done(HELD)[-1:] == [2])
    for key in range(5):
        # Of those that waited together, only the newest wish had to be done.
        until(lambda key=key: works.done(f"k{key}")[-1:] == [25 + key])
    assert side_by_side(works.journal(), {one.pid for one in works.labourers if one.poll() is not None}) == []


def test_a_stop_lets_what_runs_be_finished(works: Works, tmp_path: Path) -> None:
    (tmp_path / HELD).touch()
    works.begin(1)
    works.put(1, HELD)
    until(works.journal)
    (stopped,) = works.labourers
    assert stopped.stdin is not None
    stopped.stdin.close()
    (tmp_path / HELD).unlink()
    assert stopped.wait(60) == 0
    assert works.done(HELD) == [1]
    # Nothing is left for the next one.
    assert works.drain() == 0
    assert works.done(HELD) == [1]
