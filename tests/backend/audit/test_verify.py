"""Every way to falsify the log is tried by hand, straight in its database, and every one is found."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.audit import Keyring
from backend.audit.chain import COLUMNS
from backend.jobs import EmbeddedQueue
from backend.storage import Database
from tests.backend.audit.log import SECRET, Log

ENTRIES = 5


@pytest.fixture(autouse=True)
def written(log: Log) -> None:
    log.write(ENTRIES)
    assert log.fault() is None


TAMPERINGS = {
    "a changed name of the user": ("UPDATE access_log SET user = 'annan' WHERE number = 3", (3, "changed")),
    "a changed time": ("UPDATE access_log SET at = '2026-06-10T06:00:00.000001Z' WHERE number = 3", (3, "changed")),
    "a changed MAC": ("UPDATE access_log SET mac = previous WHERE number = 3", (3, "changed")),
    "another key named": ("UPDATE access_log SET key_id = '00000000' WHERE number = 3", (3, "key-unknown")),
    "a patient changed for another": (
        "UPDATE access_log_subject SET digest = upper(digest) WHERE number = 3 AND attribute = 'name'",
        (3, "changed"),
    ),
    "a patient taken out of the search": (
        "DELETE FROM access_log_subject WHERE number = 3 AND attribute = 'name'",
        (3, "changed"),
    ),
    "a patient put into the search": (
        "INSERT INTO access_log_subject VALUES (3, 'name', 'anything')",
        (3, "changed"),
    ),
    "a patient of no entry": ("INSERT INTO access_log_subject VALUES (99, 'name', 'anything')", (99, "inserted")),
    "text that is no text": (
        "UPDATE access_log SET detail = CAST(X'FF41' AS TEXT) WHERE number = 4",
        (4, "unreadable"),
    ),
    "bytes where text was": (
        "UPDATE access_log SET detail = CAST(detail AS BLOB) WHERE number = 4",
        (4, "changed"),
    ),
    "the first removed": ("DELETE FROM access_log WHERE number = 1", (1, "missing")),
    "one in the middle removed": ("DELETE FROM access_log WHERE number = 3", (3, "missing")),
    "the tail cut": ("DELETE FROM access_log WHERE number > 3", (4, "tail-missing")),
    "the last removed": ("DELETE FROM access_log WHERE number = 5", (5, "tail-missing")),
    "everything removed": ("DELETE FROM access_log", (1, "tail-missing")),
    "one put before the first": (
        (
            "INSERT INTO access_log SELECT 0, 'x', at, action, user, unit, on_behalf_of, meeting, about, detail, "
            "key_id, sealed, previous, mac FROM access_log WHERE number = 1"
        ),
        (0, "inserted"),
    ),
    "one put after the last": (
        (
            "INSERT INTO access_log SELECT 6, 'x', at, action, user, unit, on_behalf_of, meeting, about, detail, "
            "key_id, sealed, mac, mac FROM access_log WHERE number = 5"
        ),
        (6, "changed"),
    ),
    "a mark of purging made up": (
        "INSERT INTO access_log_checkpoint SELECT 2, mac, at, key_id, mac FROM access_log WHERE number = 2",
        (2, "checkpoint"),
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_is_found(log: Log, name: str) -> None:
    statement, found = TAMPERINGS[name]
    log.tamper("PRAGMA foreign_keys = OFF", statement)
    assert log.found() == found


def test_one_removed_and_the_rest_moved_up_is_found(log: Log) -> None:
    log.tamper(
        "DELETE FROM access_log WHERE number = 3",
        "UPDATE access_log SET number = number - 1 WHERE number > 3",
    )
    assert log.found() == (3, "changed")


def test_two_that_change_places_are_found(log: Log) -> None:
    log.tamper(
        "UPDATE access_log SET number = 99 WHERE number = 2",
        "UPDATE access_log SET number = 2 WHERE number = 3",
        "UPDATE access_log SET number = 3 WHERE number = 99",
    )
    assert log.found() == (2, "changed")


def test_a_rewrite_of_everything_without_the_key_is_found(log: Log, database: Database, tmp_path: Path) -> None:
    forged = forge(log, database, tmp_path)
    log.book.close()
    shutil.copy(forged.store_file, log.store_file)
    assert log.found() == (1, "key-unknown")


def test_a_rewrite_that_claims_the_right_key_is_found_with_its_anchor_too(
    log: Log, database: Database, tmp_path: Path
) -> None:
    forged = forge(log, database, tmp_path)
    named = f"key_id = '{Keyring(SECRET).current.id}'"
    forged.tamper(f"UPDATE access_log SET {named}")  # noqa: S608 - the test's own words
    log.book.close()
    shutil.copy(forged.store_file, log.store_file)
    assert log.found() == (1, "changed")
    shutil.copy(forged.anchor_file, log.anchor_file)
    assert log.found() is not None


def test_an_empty_store_in_place_of_ours_is_found(log: Log) -> None:
    log.book.close()
    for file in log.folder.glob("access-log.sqlite*"):
        file.unlink()
    assert log.found() == (1, "tail-missing")
    fresh = log.anew()
    fresh.write(2)
    assert fresh.found() == (1, "anchor-differs")


def test_a_missing_anchor_is_found_and_is_not_healed_by_writing_on(log: Log) -> None:
    log.anchor_file.unlink()
    assert log.found() == (1, "anchor-missing")
    fresh = log.anew()
    fresh.write()
    assert fresh.found() == (1, "anchor-missing")
    log.anchor_file.write_bytes(b"")
    assert log.found() == (1, "anchor-missing")


@pytest.mark.parametrize("line", [1, 2, 6])
def test_a_changed_line_of_the_anchor_is_found(log: Log, line: int) -> None:
    lines = log.anchor_file.read_text("utf-8").splitlines()
    lines[line - 1] = lines[line - 1].replace('"at": "2026', '"at": "2025')
    log.anchor_file.write_text("\n".join(lines) + "\n", "utf-8")
    fault = log.fault()
    assert fault is not None
    assert (fault.reason, fault.line) == ("anchor-changed", line)


def test_a_line_of_the_anchor_cut_short_by_a_power_failure_is_passed_over(log: Log) -> None:
    whole = log.anchor_file.read_bytes()
    log.anchor_file.write_bytes(whole[:-40])
    assert log.fault() is None
    fresh = log.anew()
    fresh.write()
    assert fresh.fault() is None
    assert fresh.book.anchor.last() == ENTRIES + 1


def test_a_store_put_back_from_an_old_copy_is_found(log: Log, tmp_path: Path) -> None:
    log.book.close()
    copy = tmp_path / "copy.sqlite"
    shutil.copy(log.store_file, copy)
    log.write(2)
    log.book.close()
    shutil.copy(copy, log.store_file)
    assert log.found() == (ENTRIES + 1, "tail-missing")


@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bit_of_any_column_is_found(log: Log, data: st.DataObject) -> None:
    table, columns, narrower = data.draw(
        st.sampled_from(
            [
                ("access_log", (*COLUMNS[1:], "mac"), ""),
                ("access_log_subject", ("attribute", "digest"), "AND attribute = 'phone'"),
            ]
        )
    )
    number, column = data.draw(st.integers(1, ENTRIES)), data.draw(st.sampled_from(columns))
    row = f"WHERE number = {number} {narrower}"
    ((before, kind),) = log.rows(f'SELECT CAST("{column}" AS BLOB), typeof("{column}") FROM {table} {row}')  # noqa: S608 - our own names
    changed = bytearray(before or b"\0")
    changed[data.draw(st.integers(0, 10**6)) % len(changed)] ^= 1 << data.draw(st.integers(0, 7))
    value = f"X'{changed.hex()}'" if kind == "blob" else f"CAST(X'{changed.hex()}' AS TEXT)"
    log.book.close()
    whole = log.store_file.read_bytes()
    log.tamper("PRAGMA foreign_keys = OFF", f'UPDATE {table} SET "{column}" = {value} {row}')  # noqa: S608 - our own names
    fault = log.fault()
    log.book.close()
    log.store_file.write_bytes(whole)
    assert fault is not None
    assert fault.number == number


def forge(log: Log, database: Database, folder: Path) -> Log:
    """A log that says something else, made by somebody who has the program and not the key."""
    place = folder / "forged"
    place.mkdir()
    made = Log(database, EmbeddedQueue(database, log.clock), log.clock, place, b"what a forger makes up: 32 bytes")
    made.write(ENTRIES, user="annan")
    made.book.close()
    return made
