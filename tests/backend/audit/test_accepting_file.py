"""`vardmote audit accept-break`, and a log whose store is gone."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.audit.accepting import Refusal, accept
from backend.audit.breaks import Gap
from backend.cli import main
from tests.backend.audit.log import SECRET, Log


def test_a_log_whose_store_is_gone_begins_anew_with_who_answers_for_it(file_log: Log) -> None:
    file_log.write(3)
    file_log.book.close()
    file_log.store_file.unlink()
    again = file_log.beside()
    assert again.found() == (1, "tail-missing")
    book = again.book
    with pytest.raises(Refusal):
        accept(book.store, book.anchor, book.keys, again.clock, number=2, by="drift", why="Disken gick sönder")
    assert not again.store_file.exists(), "what is refused makes nothing"
    given = accept(book.store, book.anchor, book.keys, again.clock, number=1, by="drift", why="Disken gick sönder")
    assert given.gap == Gap("tail-missing", 0, 3)
    again.write()
    assert again.found() is None
    again.book.close()


def test_a_store_made_anew_by_root_belongs_to_whom_the_folder_does(
    file_log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, tuple[int, int]] = {}

    def chown(descriptor: int, user: int, group: int) -> None:
        given[Path(f"/proc/self/fd/{descriptor}").readlink().name] = (user, group)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "fchown", chown)
    file_log.book.store.prepare()
    folder = file_log.folder.stat()
    assert given == {"access-log.sqlite": (folder.st_uid, folder.st_gid)}


@pytest.fixture
def data(file_log: Log, tmp_path: Path) -> Path:
    """A demo's folder with a log of three entries, cut back to two."""
    file_log.write(3)
    file_log.tamper("DELETE FROM access_log WHERE number > 2", "DELETE FROM access_log_subject WHERE number > 2")
    file_log.book.close()
    (tmp_path / "secret.key").write_bytes(SECRET)
    return tmp_path


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["audit", *words, "--data", str(data)], env={"VARDMOTE_CONFIG": None})


def test_the_command_says_what_is_lost_and_verify_says_who_answers_for_it(data: Path) -> None:
    command = ("accept-break", "--by", "drift", "--why", "Disken gick sönder")
    other = run(data, *command, "--entry", "2")
    assert (other.exit_code, other.stdout) == (1, "")
    assert "The break is at entry 3" in other.stderr
    for bad in ("", "  ", "a\nb", "x" * 129):
        assert run(data, "accept-break", "--entry", "3", "--by", "drift", "--why", bad).exit_code == 2
    done = run(data, *command, "--entry", "3")
    assert done.exit_code == 0, done.stderr
    assert "What the anchor showed after entry 2, up to 3, is not in the log. drift, " in done.stdout
    told = run(data, "verify")
    assert told.exit_code == 0, told.stderr
    assert told.stdout.splitlines()[0] == done.stdout.splitlines()[0]
    assert "Accepted break, entry 3: the entry is missing" in told.stdout
    assert "Disken gick sönder" in told.stdout
    again = run(data, *command, "--entry", "3")
    assert (again.exit_code, "no break" in again.stderr) == (1, True)


def test_an_anchor_that_was_spoilt_is_said_to_leave_it_untold_what_is_lost(data: Path) -> None:
    anchor = data / "access-log.anchor"
    lines = anchor.read_bytes().splitlines(keepends=True)
    anchor.write_bytes(b"".join([lines[0], b"{}\n", *lines[2:]]))
    done = run(data, "accept-break", "--by", "drift", "--why", "Disken gick sönder", "--entry", "0")
    assert done.exit_code == 0, done.stderr
    for told in (done.stdout, run(data, "verify").stdout):
        assert "can't be told" in told
        assert "compare with audit.anchored" in told


def test_a_break_that_could_not_be_accepted_to_its_end_is_said_to_be_half_done(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError

    for part, told in (("put_aside", "Nothing was accepted"), ("begin_anew", "may stand in the log already")):
        monkeypatch.setattr(f"backend.audit.anchor.Anchor.{part}", full)
        half = run(data, "accept-break", "--by", "drift", "--why", "Disken gick sönder", "--entry", "3")
        assert (half.exit_code, half.stdout, told in half.stderr) == (2, "", True)
        assert "(OSError)" in half.stderr
        monkeypatch.undo()
