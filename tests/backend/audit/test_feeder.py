"""From the outbox to the store: nothing lost, nothing doubled, in order, and nothing readable on the way."""

import sqlite3
import threading
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select
from sqlalchemy.exc import DataError

from backend.audit.anchor import Anchor
from backend.audit.feeder import TURN_SECONDS, Feeder
from backend.audit.keys import Keyring, KeyUnknown
from backend.audit.models import OutboxRow
from backend.audit.service import FEED
from backend.audit.store import VERSION, Head, Store
from backend.audit.turn import Turn
from backend.errors import ConfigurationFault
from backend.jobs import Later
from backend.jobs.models import FAILED, WAITING, Job
from backend.storage import Database
from tests.backend.audit.log import PATIENT, Log, entry

HOUR = timedelta(hours=1)
SECRETS = (PATIENT.name, PATIENT.phone, "Vångberg", "because she asked")


def waiting(database: Database) -> list[OutboxRow]:
    with database.read() as session:
        return list(session.scalars(select(OutboxRow)))


def job(database: Database) -> Job:
    with database.read() as session:
        return session.scalars(select(Job)).one()


def everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def test_what_is_rolled_back_was_never_written(log: Log, database: Database) -> None:
    with suppress(ZeroDivisionError), database.write() as session:
        log.book.access_log.record(session, entry())
        raise ZeroDivisionError
    assert log.feed() == 0
    log.write()
    assert [row[0] for row in log.rows("SELECT number FROM access_log")] == [1]


def test_entries_keep_their_order_and_leave_the_outbox(log: Log, database: Database) -> None:
    with database.write() as session:
        for number in range(7):
            log.book.access_log.record(session, entry(meeting=f"m{number}"))
    assert len(waiting(database)) == 7
    assert log.feed() == 1
    assert waiting(database) == []
    assert log.rows("SELECT number, meeting FROM access_log ORDER BY number") == [
        (number + 1, f"m{number}") for number in range(7)
    ]
    assert log.fault() is None


def test_more_than_a_batch_is_moved_in_one_go(log: Log, database: Database) -> None:
    with database.write() as session, mock.patch("backend.audit.feeder._BATCH", 3):
        for _ in range(10):
            log.book.access_log.record(session, entry())
    with mock.patch("backend.audit.feeder._BATCH", 3):
        log.feed()
    assert waiting(database) == []
    assert log.rows("SELECT count(*) FROM access_log") == [(10,)]
    assert log.fault() is None


def test_nothing_personal_is_readable_anywhere(log: Log, database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        log.book.access_log.record(session, entry(note="because she asked"))
    log.book.look()
    for moment in ("on its way", "in the store"):
        contents = everything(tmp_path)
        for secret in SECRETS:
            assert secret.encode() not in contents, (moment, secret)
            assert secret.encode("unicode-escape") not in contents, (moment, secret)
        assert job(database).payload == {} if moment == "on its way" else True
        log.feed()


def test_an_outbox_row_that_was_fed_already_is_not_fed_again(log: Log, database: Database) -> None:
    with database.write() as session:
        log.book.access_log.record(session, entry())
    with mock.patch.object(Feeder, "_forget", side_effect=RuntimeError):
        log.feed()
    assert len(waiting(database)) == 1
    assert log.rows("SELECT count(*) FROM access_log") == [(1,)]
    fresh = log.anew()
    fresh.clock.advance(minutes=1)
    fresh.feed()
    assert waiting(database) == []
    assert fresh.rows("SELECT count(*) FROM access_log") == [(1,)]
    assert fresh.fault() is None


def test_an_anchor_left_behind_catches_up_and_was_no_fault(log: Log, database: Database) -> None:
    log.write()
    with database.write() as session:
        log.book.access_log.record(session, entry())
    with mock.patch.object(Anchor, "add", side_effect=OSError):
        log.feed()
    assert log.fault() is None
    assert log.book.anchor.last() == 1
    fresh = log.anew()
    fresh.book.resume()
    fresh.feed()
    assert fresh.book.anchor.last() == 2
    assert fresh.fault() is None


def test_while_the_store_is_away_entries_wait_and_no_attempt_is_counted(log: Log, database: Database) -> None:
    with mock.patch.object(Store, "append", side_effect=OSError):
        for _ in range(20):
            with database.write() as session:
                log.book.access_log.record(session, entry())
            log.feed()
            log.clock.advance(minutes=10)
    assert (job(database).state, len(waiting(database))) == (WAITING, 20)
    log.feed()
    assert waiting(database) == []
    assert log.rows("SELECT count(*) FROM access_log") == [(20,)]


def test_an_entry_nobody_can_open_is_shown_as_a_failed_job_and_kept(log: Log, database: Database) -> None:
    with database.write() as session:
        log.book.access_log.record(session, entry())
        session.flush()
        session.scalars(select(OutboxRow)).one().key_id = "00000000"
    for _ in range(10):
        log.feed()
        log.clock.advance(minutes=10)
    assert (job(database).state, job(database).error) == (FAILED, KeyUnknown.__name__)
    assert len(waiting(database)) == 1


@pytest.mark.parametrize("column", ["sealed", "at", "entry_id"])
def test_an_entry_spoilt_on_its_way_leaves_a_trace_and_keeps_nobody_back(
    log: Log, database: Database, column: str
) -> None:
    with database.write() as session:
        for number in range(3):
            log.book.access_log.record(session, entry(meeting=f"m{number}"))
        row = session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()[1]
        others = {"sealed": row.sealed[:-1] + bytes([row.sealed[-1] ^ 1]), "at": row.at - HOUR, "entry_id": "another"}
        setattr(row, column, others[column])
    spoilt = REGISTRY.get_sample_value("vardmote_access_log_unreadable_total") or 0
    log.feed()
    assert REGISTRY.get_sample_value("vardmote_access_log_unreadable_total") == spoilt + 1
    assert waiting(database) == []
    told = log.rows('SELECT action, "user", meeting FROM access_log ORDER BY number')
    assert told[1] == ("log.unreadable", "system", "")
    assert [row[2] for row in told] == ["m0", "", "m2"]
    assert log.fault() is None


def test_two_who_feed_at_once_do_it_one_after_the_other(log: Log, database: Database) -> None:
    with database.write() as session:
        for number in range(40):
            log.book.access_log.record(session, entry(meeting=f"m{number}"))
    threads = [threading.Thread(target=log.book.catch_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.rows("SELECT count(*) FROM access_log") == [(40,)]
    assert log.fault() is None


def test_two_processes_that_feed_at_once_keep_the_anchor_in_order(log: Log, database: Database) -> None:
    others = [log, log.beside(), log.beside()]
    adding, add = threading.Lock(), Anchor.add
    numbers: list[int] = []

    def added(anchor: Anchor, number: int, mac: str, at: str) -> None:
        assert adding.acquire(blocking=False), "two at a time"
        numbers.append(number)
        add(anchor, number, mac, at)
        adding.release()

    def work(each: Log) -> None:
        for _ in range(8):
            with database.write() as session:
                each.book.access_log.record(session, entry())
            each.book.catch_up()

    with mock.patch.object(Anchor, "add", added):
        threads = [threading.Thread(target=work, args=(each,)) for each in others]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert numbers == sorted(set(numbers))
    assert log.rows("SELECT count(*) FROM access_log") == [(24,)]
    assert log.fault() is None
    for each in others[1:]:
        each.book.close()


def test_a_line_is_never_put_behind_one_that_has_gone_further(log: Log) -> None:
    other = log.beside()
    other.write()
    log.write(2)
    lines = log.anchor_file.read_bytes()
    other.book._feeder._note(Head(1, "0" * 64))
    assert log.anchor_file.read_bytes() == lines
    other.book.close()


def test_who_waits_for_a_store_that_hangs_waits_once_and_not_long(file_log: Log) -> None:
    log = file_log
    with log.database.write() as session:
        log.book.access_log.record(session, entry())
    log.clock.advance(seconds=30)
    holder = sqlite3.connect(log.anew().store_file, isolation_level=None)
    log.book.store.prepare()
    holder.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    for _ in range(4):
        with pytest.raises(Later):
            log.book.catch_up()
    assert time.monotonic() - began < 2 * TURN_SECONDS
    assert REGISTRY.get_sample_value("vardmote_access_log_backlog_seconds") == 30
    holder.rollback()
    holder.close()
    log.clock.advance(seconds=6)
    log.book.catch_up()
    assert log.rows("SELECT count(*) FROM access_log") == [(1,)]
    assert REGISTRY.get_sample_value("vardmote_access_log_backlog_seconds") == 0


def test_who_has_the_turn_is_waited_for_a_moment_only(tmp_path: Path, database: Database) -> None:
    first, second = Turn(tmp_path / "anchor", database), Turn(tmp_path / "anchor", database)
    with first.taken(1), pytest.raises(TimeoutError), second.taken(0.05):
        pytest.fail("two had the turn")
    with second.taken(0):
        pass


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True, scope="session")
def test_who_feeds_from_another_machine_waits_its_turn_too(tmp_path: Path, database: Database) -> None:
    first, second = Turn(tmp_path / "anchor", database), Turn(tmp_path / "anchor of another machine", database)
    with first.taken(1), pytest.raises(TimeoutError), second.taken(0.05):
        pytest.fail("two had the turn")
    with second.taken(1):
        pass


def test_a_store_of_a_later_version_is_refused(log: Log) -> None:
    log.write()
    log.tamper(f"INSERT INTO access_log_version VALUES ({VERSION + 1})")  # noqa: S608 - a number
    with pytest.raises(ConfigurationFault, match=r"audit\.database_url"):
        log.anew().book.catch_up()


def test_entries_of_an_earlier_secret_still_verify_and_open(log: Log, database: Database) -> None:
    log.write()
    fresh = log.anew()
    ring = Keyring(b"the secret that came after, 32 b", fresh.secret)
    store = Store(fresh.store_url, ring)
    anchor = Anchor(fresh.anchor_file, ring)
    feeder = Feeder(database, store, anchor, Turn(fresh.anchor_file, store.database), fresh.jobs, fresh.clock, ring)
    with database.write() as session:
        fresh.book.access_log.record(session, entry(meeting="later"))
    feeder.feed({})
    ids = {row[0] for row in fresh.rows("SELECT key_id FROM access_log")}
    assert ids == {keys.id for keys in ring}
    fresh.book.keys, fresh.book.anchor = ring, anchor
    assert fresh.fault() is None
    store.close()
    fresh.book.close()


def test_one_look_asks_for_one_job_however_much_is_recorded(log: Log, database: Database) -> None:
    for _ in range(3):
        with database.write() as session:
            log.book.access_log.record(session, entry())
    log.book.look()
    assert (job(database).kind, job(database).run_at) == (FEED, log.clock.now())
    log.clock.advance(seconds=1)
    log.book.look()
    assert job(database).run_at == log.clock.now() - timedelta(seconds=1)
    assert log.jobs.drain() == 1
    log.book.look()
    assert log.jobs.drain() == 0


def test_what_is_committed_late_is_asked_for_though_something_newer_was_fed(log: Log, database: Database) -> None:
    with database.write() as session:
        for number in range(3):
            log.book.access_log.record(session, entry(meeting=f"m{number}"))
    late = waiting(database)[0]
    with database.write() as session:
        session.delete(session.get_one(OutboxRow, late.id))
    assert log.feed() == 1
    with database.write() as session:
        session.add(OutboxRow(id=late.id, entry_id=late.entry_id, at=late.at, key_id=late.key_id, sealed=late.sealed))
    assert log.feed() == 1
    assert log.rows("SELECT meeting FROM access_log ORDER BY number") == [("m1",), ("m2",), ("m0",)]


def test_what_a_process_that_died_had_committed_is_fed_by_whoever_looks(log: Log, database: Database) -> None:
    with database.write() as session:
        log.book.access_log.record(session, entry())
    other = log.anew()
    assert other.feed() == 1
    assert waiting(database) == []
    assert other.rows("SELECT count(*) FROM access_log") == [(1,)]
    other.book.close()


@pytest.mark.parametrize(
    "facts",
    [
        {"action": "no.such"},
        {"detail": {"why": "the patient asked for it"}},
        {"detail": {"who": "Åsa"}},
        {"detail": {"person": "x" * 129}},
        {"detail": {"person": "one\ntwo"}},
        {"unit": "Åsa Vångberg"},
        {"unit": "x" * 65},
        {"meeting": "Åsa Vångberg"},
        {"meeting": "x" * 33},
        {"user": ""},
        {"user": "x" * 129},
        {"on_behalf_of": "x" * 255},
    ],
)
def test_what_is_no_code_or_fits_no_column_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"action|detail|unit|meeting|user|mailbox"):
        entry(**facts)


@pytest.mark.parametrize("user", ["x_konsult#EXT#@region.example", "o'brian", "Åsa.Ö", "REGION\\asa", "åsa ek"])
def test_a_user_has_whatever_name_the_directory_gives(log: Log, user: str) -> None:
    log.write(user=user, detail={"person": user, "responsible": user})
    assert log.rows('SELECT "user" FROM access_log') == [(user,)]
    assert log.fault() is None


def test_an_answer_that_waiting_does_not_mend_is_a_failed_job_and_not_silence(log: Log, database: Database) -> None:
    with database.write() as session:
        log.book.access_log.record(session, entry())
    broken = DataError("INSERT", {}, ValueError())
    with mock.patch.object(Store, "append", side_effect=broken):
        for _ in range(10):
            log.feed()
            log.clock.advance(minutes=10)
    assert (job(database).state, len(waiting(database))) == (FAILED, 1)
