"""Whoever answers for a store put back from a copy is named by the log, which still tells of everything else."""

import errno
import os
import shutil
import stat
from pathlib import Path
from unittest import mock

import pytest

from backend.audit.accepting import Refusal, Unfinished, accept
from backend.audit.breaks import Accepted, Gap
from backend.audit.turn import Turn
from tests.backend.audit.log import Log

CUT = "DELETE FROM access_log WHERE number > 3"
CUT_SUBJECTS = "DELETE FROM access_log_subject WHERE number > 3"


@pytest.fixture(autouse=True)
def written(log: Log) -> None:
    log.write(5)


def accepted(log: Log, number: int) -> Accepted:
    book = log.book
    return accept(book.store, book.anchor, book.keys, log.clock, number=number, by="drift", why="Disken gick sönder")


def refused(log: Log, number: int) -> str:
    with pytest.raises(Refusal) as told:
        accepted(log, number)
    return told.value.text.en


def test_a_store_put_back_is_whole_from_the_entry_that_answers_for_it(log: Log) -> None:
    log.tamper(CUT, CUT_SUBJECTS)
    assert log.found() == (4, "tail-missing")
    given = accepted(log, 4)
    assert (given.number, given.by, given.why) == (4, "drift", "Disken gick sönder")
    assert given.gap == Gap("tail-missing", 3, 5)
    log.write(2)
    report = log.anew().book.verify()
    assert (report.fault, report.entries, report.accepted) == (None, 6, (given,))
    assert "sönder" not in str(log.rows("SELECT * FROM access_log"))


@pytest.mark.parametrize("more", [1, 2, 4])
def test_a_break_is_accepted_however_far_the_log_has_gone_since(log: Log, more: int) -> None:
    log.tamper(CUT, CUT_SUBJECTS)
    log.write(more)
    assert log.found() == (4, "anchor-differs")
    assert accepted(log, 4).gap == Gap("anchor-differs", 3, 5)
    log.write()
    assert log.found() is None


OTHERS = {
    "a row before it changed": ("UPDATE access_log SET \"user\" = 'annan' WHERE number = 2", (2, "changed")),
    "a row since changed": ("UPDATE access_log SET \"user\" = 'annan' WHERE number = 6", (6, "changed")),
    "the entry itself changed": ("UPDATE access_log SET \"user\" = 'annan' WHERE number = 4", (4, "changed")),
    "the entry itself removed": ("DELETE FROM access_log WHERE number = 4", (4, "missing")),
    "the tail cut again": ("DELETE FROM access_log WHERE number > 5", (6, "tail-missing")),
    "cut back to before it": ("DELETE FROM access_log WHERE number > 2", (3, "tail-missing")),
}


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_break_is_still_found(log: Log, name: str) -> None:
    log.tamper(CUT, CUT_SUBJECTS)
    accepted(log, 4)
    log.write(3)
    statement, found = OTHERS[name]
    log.tamper(statement)
    assert log.found() == found


def test_the_old_anchor_is_kept_and_in_the_place_of_the_new_one_it_is_found(log: Log) -> None:
    before = log.anchor_file.read_bytes()
    log.tamper(CUT, CUT_SUBJECTS)
    accepted(log, 4)
    (aside,) = log.folder.glob("access-log.anchor.before-4-20260610T*")
    assert aside.read_bytes() == before
    assert log.anchor_file.stat().st_mode & 0o777 == 0o600
    shutil.copy(aside, log.anchor_file)
    assert log.found() == (4, "anchor-differs")


def test_nothing_is_accepted_where_nothing_is_wrong_or_the_break_is_another(log: Log) -> None:
    assert "no break" in refused(log, 4)
    log.tamper(CUT, CUT_SUBJECTS)
    assert refused(log, 5).startswith("The break is at entry 4: the entry is missing")
    assert log.book.verify().entries == 3


def test_an_entry_that_is_not_as_it_was_written_can_not_be_accepted(log: Log) -> None:
    # First by itself; then behind a break of the anchor, which would otherwise be what is told.
    changed = "UPDATE access_log SET unit = 'barn' WHERE number = 3"
    log.tamper(changed)
    for number in (3, 4):
        assert refused(log, number).startswith("Entry 3: the entry has been changed. Nobody can accept that")
    log.tamper("UPDATE access_log SET unit = 'medicin' WHERE number = 3")
    lines = log.anchor_file.read_bytes().splitlines(keepends=True)
    log.anchor_file.write_bytes(lines[0] + lines[1].replace(b'"number": 1', b'"number": 2') + b"".join(lines[2:]))
    fault = log.fault()
    assert fault is not None
    assert fault.reason == "anchor-changed"
    log.tamper(changed)
    assert refused(log, fault.number).startswith("Entry 3: the entry has been changed")


def test_a_lost_anchor_is_answered_for_and_begins_anew(log: Log) -> None:
    log.anchor_file.unlink()
    fault = log.fault()
    assert fault is not None
    assert fault.reason == "anchor-missing"
    assert accepted(log, fault.number).gap == Gap("anchor-missing", 0, 0, whole=False)
    assert log.found() is None
    log.tamper("DELETE FROM access_log WHERE number > 4")
    assert log.found() == (5, "tail-missing")


def test_a_spoilt_line_leaves_it_untold_how_many_entries_are_lost(log: Log) -> None:
    lines = log.anchor_file.read_bytes().splitlines(keepends=True)
    for spoilt, reason in ((5, "tail-missing"), (1, "anchor-changed")):
        log.anchor_file.write_bytes(b"".join([*lines[:spoilt], b"{}\n", *lines[spoilt + 1 :]]))
        log.tamper(CUT, CUT_SUBJECTS)
        fault = log.fault()
        assert fault is not None
        assert fault.reason == reason
        given = accepted(log, fault.number)
        assert given.gap.whole is False
        assert log.book.verify().accepted[-1] == given


def test_the_same_copy_put_back_again_is_accepted_again_and_every_anchor_is_kept(log: Log) -> None:
    kept = []
    for _ in range(3):
        kept.append(log.anchor_file.read_bytes())
        log.tamper(CUT, CUT_SUBJECTS)
        assert accepted(log, 4).number == 4
        log.write()
    aside = log.folder.glob("access-log.anchor.before-*")
    assert {file.read_bytes() for file in aside} == set(kept)
    assert log.found() is None


def test_an_anchor_that_can_not_be_put_aside_leaves_the_log_as_it_is(log: Log) -> None:
    log.tamper(CUT, CUT_SUBJECTS)
    with (
        mock.patch("backend.audit.anchor._write", side_effect=OSError(errno.ENOSPC, "full")),
        pytest.raises(Unfinished, match="Nothing was accepted and nothing has changed"),
    ):
        accepted(log, 4)
    assert log.rows("SELECT max(number) FROM access_log") == [(3,)]
    assert log.found() == (4, "tail-missing")


def test_an_anchor_that_can_not_begin_anew_leaves_an_entry_that_is_told_of_and_a_break_to_accept(log: Log) -> None:
    before = log.anchor_file.read_bytes()
    log.tamper(CUT, CUT_SUBJECTS)
    with (
        mock.patch.object(log.book.anchor, "begin_anew", side_effect=OSError(errno.ENOSPC, "full")),
        pytest.raises(Unfinished, match="may stand in the log already"),
    ):
        accepted(log, 4)
    assert log.anchor_file.read_bytes() == before
    assert log.found() == (4, "anchor-differs")
    assert accepted(log, 4).number == 5
    assert log.found() is None


@pytest.mark.parametrize("left", [True, False], ids=["an anchor", "none"])
def test_the_new_anchor_belongs_to_whom_the_old_one_did_whoever_accepts(
    log: Log, monkeypatch: pytest.MonkeyPatch, *, left: bool
) -> None:
    log.tamper(CUT, CUT_SUBJECTS)
    log.anchor_file.chmod(0o640)
    if not left:
        log.anchor_file.unlink()
    fault = log.fault()
    assert fault is not None
    model = (log.anchor_file if left else log.folder).stat()
    given: dict[str, tuple[int, int]] = {}

    def chown(descriptor: int, user: int, group: int) -> None:
        given[Path(f"/proc/self/fd/{descriptor}").readlink().name] = (user, group)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "fchown", chown)
    accepted(log, fault.number)
    assert given["access-log.anchor.new"] == (model.st_uid, model.st_gid)
    assert stat.S_IMODE(log.anchor_file.stat().st_mode) == (0o640 if left else 0o600)
    with Turn(log.anchor_file, log.book.store.database).taken(1):
        assert given["access-log.anchor.lock"] == (model.st_uid, model.st_gid)
