"""`vardmote audit verify`."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.cli import main
from tests.backend.audit.log import SECRET, Log


def run(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(main, words, env={"VARDMOTE_CONFIG": None, **environment})


@pytest.fixture
def data(file_log: Log, tmp_path: Path) -> Path:
    """A demo's folder with three entries."""
    file_log.write(3)
    file_log.book.close()
    (tmp_path / "secret.key").write_bytes(SECRET)
    return tmp_path


def configured(data: Path, earlier: str = "[]", **changes: str) -> str:
    told = {
        "secret_key": SECRET.decode(),
        "database_url": f"sqlite:///{data / 'access-log.sqlite'}",
        "anchor": str(data / "access-log.anchor"),
    } | changes
    file = data / "vardmote.toml"
    lines = [f'secret_key = "{told["secret_key"]}"', f"earlier_secret_keys = {earlier}", "[audit]"]
    lines += [f'{key} = "{told[key]}"' for key in ("database_url", "anchor") if told[key]]
    file.write_text("\n".join(lines), "utf-8")
    return str(file)


def test_a_whole_log_is_said_to_be_whole(data: Path) -> None:
    for told in (run("audit", "verify", "--data", str(data)), run("audit", "verify", VARDMOTE_CONFIG=configured(data))):
        assert told.exit_code == 0, told.stderr
        assert told.stdout == "Loggen är hel. Poster: 3 (1–3). / The log is whole. Entries: 3 (1–3).\n"


def test_the_first_broken_entry_is_named_in_both_languages(data: Path) -> None:
    connection = sqlite3.connect(data / "access-log.sqlite", isolation_level=None)
    connection.execute("UPDATE access_log SET user = 'annan' WHERE number > 1")
    connection.close()
    told = run("audit", "verify", "--data", str(data))
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith("Post 2: posten är ändrad.")
    assert "Entry 2: the entry has been changed." in told.stderr
    assert "Traceback" not in told.stderr


def test_what_is_missing_in_the_settings_is_named(data: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    cases = {
        "VARDMOTE_CONFIG": run("audit", "verify"),
        "--data": run("audit", "verify", "--data", str(empty)),
        "secret_key": run("audit", "verify", VARDMOTE_CONFIG=configured(data, secret_key="short")),
        "audit.anchor": run("audit", "verify", VARDMOTE_CONFIG=configured(data, anchor="")),
        "audit.database_url": run(
            "audit",
            "verify",
            VARDMOTE_CONFIG=configured(
                data, database_url=f"sqlite:///{empty / 'none.sqlite'}", anchor=str(empty / "none.anchor")
            ),
        ),
    }
    for key, told in cases.items():
        assert told.exit_code == 2, key
        assert told.stderr.startswith(f"{key}: "), told.stderr
    assert list(empty.iterdir()) == []


def test_a_secret_that_was_replaced_is_named_beside_the_new_one(data: Path) -> None:
    new, old = "the secret that came after, 32 b", f'["{SECRET.decode()}"]'
    told = run("audit", "verify", VARDMOTE_CONFIG=configured(data, secret_key=new))
    assert (told.exit_code, "secret_key" in told.stderr) == (1, True)
    told = run("audit", "verify", VARDMOTE_CONFIG=configured(data, old, secret_key=new))
    assert told.exit_code == 0, told.stderr
    for wrong in ('["short"]', '"no list at all"', "[7]"):
        told = run("audit", "verify", VARDMOTE_CONFIG=configured(data, wrong))
        assert (told.exit_code, told.stderr.partition(":")[0]) == (2, "earlier_secret_keys")


def test_a_store_that_is_no_database_is_a_setting_to_look_at(data: Path) -> None:
    (data / "access-log.sqlite").write_bytes(b"this is no database at all" * 100)
    told = run("audit", "verify", "--data", str(data))
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith("audit: ")
