"""Falsifying the log in its file: what a copy put in its place, or a single bit, gives away."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.audit import Keyring
from backend.audit.chain import COLUMNS
from backend.jobs import EmbeddedQueue
from tests.backend.audit.log import SECRET, Log

ENTRIES = 5
SPOILT = {
    "text that is no text": (
        "UPDATE access_log SET detail = CAST(X'FF41' AS TEXT) WHERE number = 4",
        (4, "unreadable"),
    ),
    "bytes where text was": (
        "UPDATE access_log SET detail = CAST(detail AS BLOB) WHERE number = 4",
        (4, "changed"),
    ),
}


@pytest.fixture(autouse=True)
def written(file_log: Log) -> None:
    file_log.write(ENTRIES)
    assert file_log.fault() is None


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_no_text_is_found(file_log: Log, name: str) -> None:
    statement, found = SPOILT[name]
    file_log.tamper(statement)
    assert file_log.found() == found


def test_a_rewrite_of_everything_without_the_key_is_found(file_log: Log, tmp_path: Path) -> None:
    forged = forge(file_log, tmp_path)
    file_log.book.close()
    shutil.copy(forged.store_file, file_log.store_file)
    assert file_log.found() == (1, "key-unknown")


def test_a_rewrite_that_claims_the_right_key_is_found_with_its_anchor_too(file_log: Log, tmp_path: Path) -> None:
    forged = forge(file_log, tmp_path)
    named = f"key_id = '{Keyring(SECRET).current.id}'"
    forged.tamper(f"UPDATE access_log SET {named}")  # noqa: S608 - the test's own words
    file_log.book.close()
    shutil.copy(forged.store_file, file_log.store_file)
    assert file_log.found() == (1, "changed")
    shutil.copy(forged.anchor_file, file_log.anchor_file)
    assert file_log.found() is not None


def test_an_empty_store_in_place_of_ours_is_found(file_log: Log) -> None:
    file_log.book.close()
    for file in file_log.folder.glob("access-log.sqlite*"):
        file.unlink()
    assert file_log.found() == (1, "tail-missing")
    fresh = file_log.anew()
    fresh.write(2)
    assert fresh.found() == (1, "anchor-differs")


def test_a_store_put_back_from_an_old_copy_is_found(file_log: Log, tmp_path: Path) -> None:
    file_log.book.close()
    copy = tmp_path / "copy.sqlite"
    shutil.copy(file_log.store_file, copy)
    file_log.write(2)
    file_log.book.close()
    shutil.copy(copy, file_log.store_file)
    assert file_log.found() == (ENTRIES + 1, "tail-missing")


@given(data=st.data())
@settings(max_examples=80)
def test_any_bit_of_any_column_is_found(file_log: Log, data: st.DataObject) -> None:
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
    ((before, kind),) = file_log.rows(f'SELECT CAST("{column}" AS BLOB), typeof("{column}") FROM {table} {row}')  # noqa: S608 - our own names
    changed = bytearray(before or b"\0")
    changed[data.draw(st.integers(0, 10**6)) % len(changed)] ^= 1 << data.draw(st.integers(0, 7))
    value = f"X'{changed.hex()}'" if kind == "blob" else f"CAST(X'{changed.hex()}' AS TEXT)"
    file_log.book.close()
    whole = file_log.store_file.read_bytes()
    file_log.tamper(f'UPDATE {table} SET "{column}" = {value} {row}')  # noqa: S608 - our own names
    fault = file_log.fault()
    file_log.book.close()
    file_log.store_file.write_bytes(whole)
    assert fault is not None
    assert fault.number == number


def forge(file_log: Log, folder: Path) -> Log:
    """A log that says something else, made by somebody who has the program and not the key."""
    place = folder / "forged"
    place.mkdir()
    made = Log(
        file_log.database,
        EmbeddedQueue(file_log.database, file_log.clock),
        file_log.clock,
        place,
        b"what a forger makes up: 32 bytes",
    )
    made.write(ENTRIES, user="annan")
    made.book.close()
    return made
