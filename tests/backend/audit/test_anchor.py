"""The anchor stays small however busy the log is, and what is left of it still finds what was done to the log."""

import stat
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.audit.anchor import Anchor, _thinned
from backend.audit.chain import moment
from backend.audit.keys import Keyring
from backend.clock import FixedClock
from tests.backend.audit.log import SECRET, Log
from tests.backend.video.house import START

MINUTES_A_DAY, PER_MINUTE = 1440, 42


@pytest.fixture
def old(log: Log, monkeypatch: pytest.MonkeyPatch) -> Log:
    """A log with entries of three hours, two days ago, and some of today."""
    monkeypatch.setattr("backend.audit.anchor._WORTH_IT", 1)
    for _ in range(3):
        log.write(4)
        log.clock.advance(hours=1)
    log.clock.advance(days=2)
    log.write(2)
    return log


def lines(log: Log) -> list[bytes]:
    return log.anchor_file.read_bytes().splitlines()


def test_an_hour_long_ago_keeps_its_last_line_and_today_keeps_all(old: Log) -> None:
    before = lines(old)
    assert len(before) == 1 + 12 + 2
    old.book.purge()
    after = lines(old)
    assert [line for line in before if line in after] == after
    assert [point.number for point in old.book.anchor.points()] == [0, 4, 8, 12, 13, 14]
    assert old.fault() is None
    assert stat.S_IMODE(old.anchor_file.stat().st_mode) == 0o600
    fresh = old.anew()
    fresh.write()
    assert (fresh.fault(), fresh.book.anchor.last()) == (None, 15)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE access_log SET \"user\" = 'annan' WHERE number = 3", (3, "changed")),
        ("DELETE FROM access_log WHERE number = 4", (4, "missing")),
        ("DELETE FROM access_log WHERE number > 9", (10, "tail-missing")),
        ("DELETE FROM access_log WHERE number > 13", (14, "tail-missing")),
    ],
)
def test_what_is_done_to_the_log_is_found_with_a_thinned_anchor(
    old: Log, statement: str, found: tuple[int, str]
) -> None:
    old.book.purge()
    old.tamper(statement)
    assert old.found() == found


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True, scope="session")
def test_who_has_the_key_and_writes_an_old_hour_anew_is_found_at_its_last_line(old: Log, tmp_path: Path) -> None:
    old.book.purge()
    place = tmp_path / "forged"
    place.mkdir()
    forged = Log(old.database, old.jobs_of_its_own(), FixedClock(START), place)
    forged.write(14, user="annan")
    forged.book.close()
    old.book.close()
    old.store_file.write_bytes(forged.store_file.read_bytes())
    assert old.found() == (4, "anchor-differs")


def test_lines_of_purged_entries_leave_with_them(old: Log) -> None:
    old.clock.advance(days=5 * 365 - 1)
    old.write(2)
    old.book.purge()
    assert old.book.verify().first == 13
    assert [point.number for point in old.book.anchor.points()][:2] == [0, 12]
    assert old.fault() is None


def test_a_line_that_is_not_ours_is_never_left_out(old: Log) -> None:
    changed = [
        line.replace(b'"at": "2026', b'"at": "2025') if place == 2 else line for place, line in enumerate(lines(old))
    ]
    old.anchor_file.write_bytes(b"\n".join([*changed[:3], b"nothing of ours", *changed[3:]]) + b"\n")
    old.book.purge()
    assert b"nothing of ours" in lines(old)
    assert old.found() == (0, "anchor-changed")


def test_an_anchor_that_may_only_be_added_to_stays_as_it_is(old: Log, capsys: pytest.CaptureFixture[str]) -> None:
    before = lines(old)
    with mock.patch.object(Path, "replace", side_effect=PermissionError):
        old.book.purge()
    assert lines(old) == before
    assert "audit.purge-put-off" in capsys.readouterr().out
    assert old.fault() is None


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), max_size=60), st.integers(0, 80))
def test_the_first_the_last_and_all_of_the_last_day_stay_in_order(steps: list[tuple[int, int]], purged: int) -> None:
    at, made = START, []
    for number, (minutes, _) in enumerate(steps):
        at += timedelta(minutes=minutes)
        made.append(b'{"number": %d, "at": "%s"}\n' % (number, moment(at).encode()))
    whole_from = moment(at - timedelta(days=1))
    kept = _thinned(made, purged, whole_from)
    assert [line for line in made if line in kept] == kept
    assert kept[:1] == made[:1]
    recent = [line for number, line in enumerate(made) if number >= purged and whole_from.encode() <= line[-29:-2]]
    assert set(recent) <= set(kept)
    assert _thinned(kept, purged, whole_from) == kept


def test_five_busy_years_take_less_than_a_hundred_megabytes(tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "anchor", Keyring(SECRET))
    anchor.add(10**9, "f" * 64, moment(START))
    line = (tmp_path / "anchor").stat().st_size
    hours, busy_day = 5 * 366 * 24, MINUTES_A_DAY * PER_MINUTE
    day = [b'{"number": %d, "at": "%s"}' % (n + 1, moment(START + timedelta(minutes=n // PER_MINUTE)).encode())
           for n in range(busy_day)]  # fmt: skip
    thinned = _thinned(day, 0, moment(START + timedelta(days=9)))
    assert len(thinned) == 24
    # What a purge an hour late has not thinned yet counts too.
    assert (hours + busy_day + busy_day // 24) * line < 100 * 10**6
