"""Five years: not a day shorter, and the rest still verifies."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.audit.purge import kept_from
from tests.backend.audit.log import Log

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        ((2031, 6, 10), (2026, 6, 10)),
        ((2028, 2, 29), (2023, 2, 28)),
        ((2029, 2, 28), (2024, 2, 28)),
        ((2029, 3, 1), (2024, 3, 1)),
    ],
)
def test_five_years_go_by_the_calendar(now: tuple[int, int, int], kept: tuple[int, int, int]) -> None:
    assert kept_from(datetime(*now, 6, tzinfo=UTC)) == datetime(*kept, 6, tzinfo=UTC)


@given(st.datetimes(datetime(2006, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_an_entry_is_kept_five_years_at_least_and_no_more_than_two_leap_days_longer(now: datetime) -> None:
    kept = timedelta(days=5 * 365)
    assert kept <= now - kept_from(now) <= kept + 2 * DAY
    assert kept_from(now) <= kept_from(now + DAY)


def test_the_old_leave_the_new_stay_and_the_chain_holds(log: Log) -> None:
    log.write(3)
    log.clock.advance(days=30)
    log.write(2)
    log.clock.advance(days=5 * 365 + 1 - 30)
    log.book.purge()
    assert log.rows("SELECT count(*) FROM access_log") == [(5,)]
    log.clock.advance(days=1)
    log.book.purge()
    assert log.rows("SELECT number FROM access_log") == [(4,), (5,)]
    assert log.rows("SELECT DISTINCT number FROM access_log_subject ORDER BY number") == [(4,), (5,)]
    report = log.book.verify()
    assert (report.entries, report.first, report.last, report.fault) == (2, 4, 5, None)
    log.write()
    assert log.fault() is None


def test_when_all_are_purged_the_chain_goes_on_where_it_was(log: Log) -> None:
    log.write(3)
    log.clock.advance(days=6 * 365)
    log.book.purge()
    log.book.purge()
    assert log.book.verify().entries == 0
    fresh = log.anew()
    fresh.write(2)
    assert fresh.rows("SELECT number FROM access_log") == [(4,), (5,)]
    assert fresh.fault() is None


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DELETE FROM access_log_checkpoint", (1, "missing")),
        ("UPDATE access_log_checkpoint SET number = 4", (4, "checkpoint")),
        ("UPDATE access_log_checkpoint SET row_mac = mac", (3, "checkpoint")),
        ("DELETE FROM access_log WHERE number = 4", (4, "missing")),
        ("DELETE FROM access_log", (4, "tail-missing")),
    ],
)
def test_tampering_after_a_purge_is_found(log: Log, statement: str, found: tuple[int, str]) -> None:
    log.write(3)
    log.clock.advance(days=6 * 365)
    log.write(3)
    log.book.purge()
    assert log.fault() is None
    log.tamper(statement)
    assert log.found() == found


def test_a_time_set_back_never_makes_the_product_take_evidence_away(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    log.write(3)
    log.tamper("UPDATE access_log SET at = '2001' || substr(at, 5) WHERE number < 3")
    log.book.purge()
    assert log.rows("SELECT count(*) FROM access_log") == [(3,)]
    assert "audit.purge-refused" in capsys.readouterr().out
    assert log.found() == (1, "changed")


def test_nothing_is_purged_out_of_order(log: Log) -> None:
    log.clock.advance(days=10)
    log.write()
    log.clock.advance(days=-10)
    log.write()
    log.clock.advance(days=5 * 365 + 2)
    log.book.purge()
    assert log.rows("SELECT count(*) FROM access_log") == [(2,)]


def test_what_is_purged_is_gone_from_the_file(file_log: Log, tmp_path: Path) -> None:
    log = file_log
    log.write(1, user="hanna-hedvig")
    log.clock.advance(days=6 * 365)
    log.book.purge()
    log.book.close()
    assert not any(b"hanna-hedvig" in file.read_bytes() for file in tmp_path.glob("access-log.sqlite*"))
