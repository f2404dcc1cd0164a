"""What is personal is gone 14 days after the meeting: from whole files, not only from tables.

Every file the product has written, and on PostgreSQL every row, is searched for everything that was typed. Only the
access log still knows, encrypted, and it still holds and still answers the patient.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backend.cli import main
from backend.storage.migrations import upgrade
from tests import postgres
from tests.backend.privacy.living import AT_THE_DOOR, ITEM, NAME, NOTE, PHONE, PIN, ROOM, TYPED
from tests.conftest import Place
from tests.product import settings

ROOT = Path(__file__).parents[3]
STAFF = ("personal@demo.example", "kollega@demo.example")


def told(folder: Path, days: float, *urls: str) -> dict[str, Any]:
    """Let a meeting be held and `days` pass after it; return what the program told. `urls`: database, access log."""
    if not urls:
        urls = (f"sqlite:///{folder / 'test.sqlite'}", f"sqlite:///{folder / 'access-log.sqlite'}")
        upgrade(urls[0])
    command = [sys.executable, "-m", "tests.backend.privacy.living", str(folder), str(days), *urls]
    ran = subprocess.run(command, cwd=ROOT, check=False, timeout=60, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return dict(json.loads(ran.stdout))


def found(folder: Path, secrets: Iterable[str]) -> set[tuple[str, str]]:
    """Return which texts stand in which files: as they are, as JSON escapes, or as UTF-16."""
    files = {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert {"test.sqlite", "access-log.sqlite", "access-log.anchor", "vardmote.log"} <= files.keys()
    return {(name, secret) for name, content in files.items() for secret in secrets if stands(secret, content)}


def stands(secret: str, content: bytes) -> bool:
    forms = (secret.encode(), secret.encode("unicode-escape"), secret.encode("utf-16-le"))
    return any(form in content for form in forms)


def in_rows(kept: list[list[str]], secrets: Iterable[str]) -> set[tuple[str, str]]:
    """Return which texts stand in a row of which tables."""
    return {(table, secret) for table, row in kept for secret in secrets if stands(secret, row.encode())}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("before")
    return folder, told(folder, 14)


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("after")
    return folder, told(folder, 14.1)


def test_until_then_the_main_database_knows_and_nothing_else_does(before: tuple[Path, dict[str, Any]]) -> None:
    places = found(before[0], TYPED)
    assert ("test.sqlite", NAME) in places
    assert {place for place, _ in places} <= {"test.sqlite", "test.sqlite-wal"}


def test_no_file_knows_any_of_it_afterwards(after: tuple[Path, dict[str, Any]]) -> None:
    assert found(after[0], TYPED) == set()


def test_staff_stand_in_the_access_log_alone(after: tuple[Path, dict[str, Any]]) -> None:
    assert {place for place, _ in found(after[0], STAFF)} <= {"access-log.sqlite"}


def test_no_figure_carries_any_of_it(before: tuple[Path, dict[str, Any]]) -> None:
    assert "route" in before[1]["figures"]
    assert not [secret for secret in (*TYPED, *STAFF) if secret in before[1]["figures"]]


def test_no_job_remembered_answer_or_waiting_entry_holds_any_of_it(before: tuple[Path, dict[str, Any]]) -> None:
    passing = before[1]["passing"]
    assert "video.lost" in passing
    assert "'state': 'creating'" in passing
    assert not [secret for secret in (*TYPED, *STAFF, "/m/") if secret in passing]


def test_the_patient_who_asks_is_still_answered(after: tuple[Path, dict[str, Any]]) -> None:
    entries = after[1]["extract"]["entries"]
    assert NAME in {subject["name"] for entry in entries for subject in entry["subjects"]}
    assert {"person.added", "person.arrived", "people.listed"} <= {entry["action"] for entry in entries}


def test_the_access_log_still_holds(after: tuple[Path, dict[str, Any]]) -> None:
    config = after[0] / "vardmote.toml"
    config.write_text(
        f"""
        secret_key = "{settings(after[0], "").secret_key.decode()}"
        [audit]
        database_url = "sqlite:///{after[0] / "access-log.sqlite"}"
        anchor = "{after[0] / "access-log.anchor"}"
        """,
        encoding="utf-8",
    )
    ran = CliRunner().invoke(main, ["audit", "verify"], env={"VARDMOTE_CONFIG": str(config)})
    assert ran.exit_code == 0, ran.output


@pytest.fixture(scope="module")
def on_postgresql(postgresql: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder, worker = tmp_path_factory.mktemp("rows"), os.environ.get("PYTEST_XDIST_WORKER", "main")
    main_name, log_name = (postgres.named(postgresql.url, f"{name}_{worker}") for name in ("erased", "erased_log"))
    main_url = postgres.create(postgresql.url, main_name, postgresql.template)
    yield told(folder, 14.1, main_url, postgres.create(postgresql.url, log_name))
    for name in (main_name, log_name):
        postgres.drop(postgresql.url, name)


def test_no_row_knows_any_of_it_afterwards_on_postgresql(on_postgresql: dict[str, Any]) -> None:
    known = in_rows(on_postgresql["before"]["main"], TYPED)
    assert {secret for _, secret in known} >= {NAME, PHONE, NOTE, AT_THE_DOOR, ITEM, ROOM, PIN}
    assert in_rows(on_postgresql["after"]["main"], (*TYPED, *STAFF)) == set()
    assert in_rows(on_postgresql["after"]["log"], TYPED) == set()
    assert NAME in {subject["name"] for entry in on_postgresql["extract"]["entries"] for subject in entry["subjects"]}


def test_postgresql_holds_no_dead_row_of_what_was_erased(on_postgresql: dict[str, Any]) -> None:
    personal = {table for table, _ in in_rows(on_postgresql["before"]["main"], (*TYPED, *STAFF))}
    assert personal >= {"participant", "presence", "meeting", "linked_room"}
    assert not personal & on_postgresql["dead"].keys()
