"""Whatever happens to a log that nobody tampers with, it verifies, and it holds every entry exactly once."""

import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend.audit.anchor import Anchor
from backend.audit.feeder import Feeder
from backend.audit.store import Store
from backend.clock import FixedClock
from backend.jobs import EmbeddedQueue
from backend.storage import Base, Database
from tests.backend.audit.log import Log, entry
from tests.backend.video.house import START

FAILURES = ((Store, "append"), (Store, "_row"), (Anchor, "add"), (Feeder, "_forget"), (Feeder, "_note"))


class Life(RuleBasedStateMachine):
    """Writing, failing, starting anew, time passing and purging, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        place = Path(self.folder.name)
        self.database = Database(f"sqlite:///{place / 'main.sqlite'}")
        Base.metadata.create_all(self.database.engine)
        clock = FixedClock(START)
        self.log = Log(self.database, EmbeddedQueue(self.database, clock), clock, place)
        self.recorded = 0

    @rule(count=st.integers(1, 4))
    def records(self, count: int) -> None:
        with self.database.write() as session:
            for _ in range(count):
                self.log.book.access_log.record(session, entry(meeting=f"m{self.recorded}"))
                self.recorded += 1

    @rule()
    def rolls_back(self) -> None:
        with suppress(ZeroDivisionError), self.database.write() as session:
            self.log.book.access_log.record(session, entry(meeting="never"))
            raise ZeroDivisionError

    @rule()
    def feeds(self) -> None:
        self.log.feed()

    @rule(where=st.sampled_from(FAILURES), kind=st.sampled_from([OSError, RuntimeError]))
    def fails(self, where: tuple[type, str], kind: type[Exception]) -> None:
        with mock.patch.object(*where, side_effect=kind):
            self.log.feed()

    @rule()
    def starts_anew(self) -> None:
        self.log = self.log.anew()
        self.log.book.resume()

    @rule(days=st.integers(0, 1200))
    def time_passes(self, days: int) -> None:
        self.log.clock.advance(days=days)

    @rule()
    def purges(self) -> None:
        self.log.book.purge()

    @invariant()
    def is_whole(self) -> None:
        assert self.log.fault() is None

    def teardown(self) -> None:
        # Past the seconds in which a store that was away is not asked again.
        self.log.clock.advance(seconds=10)
        self.log.book.catch_up()
        report = self.log.book.verify()
        assert report.fault is None
        assert report.last == self.recorded
        if report.entries:
            meetings = [row[0] for row in self.log.rows("SELECT meeting FROM access_log ORDER BY number")]
            assert meetings == [f"m{number}" for number in range(self.recorded - report.entries, self.recorded)]
        self.log.book.close()
        self.database.close()
        self.folder.cleanup()


def test_a_log_left_alone_is_always_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    # Each purge thins the anchor too.
    monkeypatch.setattr("backend.audit.anchor._WORTH_IT", 1)
    few = settings(max_examples=10, stateful_step_count=12)
    run_state_machine_as_test(Life, settings=few)  # type: ignore[no-untyped-call]  # hypothesis does not say what it takes


def test_a_log_that_grows_while_it_is_verified_raises_no_alarm(log: Log, database: Database) -> None:
    log.write()
    over = threading.Event()

    def grow() -> None:
        for _ in range(12):
            with database.write() as session:
                log.book.access_log.record(session, entry())
            log.feed()
        over.set()

    grower = threading.Thread(target=grow)
    grower.start()
    faults = set()
    while not over.is_set():
        faults.add(log.fault())
    grower.join()
    assert faults == {None}
