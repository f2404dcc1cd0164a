"""Every way to falsify the log is tried by hand, straight in its database, and every one is found."""

import pytest

from tests.backend.audit.log import Log

ENTRIES = 5


@pytest.fixture(autouse=True)
def written(log: Log) -> None:
    log.write(ENTRIES)
    assert log.fault() is None


TAMPERINGS = {
    "a changed name of the user": ("UPDATE access_log SET \"user\" = 'annan' WHERE number = 3", (3, "changed")),
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
    "the first removed": ("DELETE FROM access_log WHERE number = 1", (1, "missing")),
    "one in the middle removed": ("DELETE FROM access_log WHERE number = 3", (3, "missing")),
    "the tail cut": ("DELETE FROM access_log WHERE number > 3", (4, "tail-missing")),
    "the last removed": ("DELETE FROM access_log WHERE number = 5", (5, "tail-missing")),
    "everything removed": ("DELETE FROM access_log", (1, "tail-missing")),
    "one put before the first": (
        (
            "INSERT INTO access_log SELECT 0, 'x', at, action, \"user\", unit, on_behalf_of, meeting, about, detail, "
            "key_id, sealed, previous, mac FROM access_log WHERE number = 1"
        ),
        (0, "inserted"),
    ),
    "one put after the last": (
        (
            "INSERT INTO access_log SELECT 6, 'x', at, action, \"user\", unit, on_behalf_of, meeting, about, detail, "
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
    log.tamper(statement)
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
