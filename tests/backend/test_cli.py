"""The commands people and CI type, run as they are typed."""

import socket
import subprocess
import sys
from pathlib import Path

from backend.jobs.models import Job
from backend.storage import Database

VARDMOTE = Path(sys.executable).parent / "vardmote"


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(VARDMOTE), *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"PATH": "", **environment},
    )


def test_db_upgrade_makes_the_tables_where_it_is_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    for _ in range(2):
        assert run("db", "upgrade", VARDMOTE_DATABASE_URL=url).returncode == 0
    database = Database(url)
    with database.read() as session:
        assert session.query(Job).count() == 0
    database.close()


def test_db_upgrade_reads_the_address_from_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "vardmote.toml"
    file.write_text(f'database_url = "sqlite:///{tmp_path / "other.sqlite"}"\n', "utf-8")
    assert run("db", "upgrade", VARDMOTE_CONFIG=str(file)).returncode == 0
    assert (tmp_path / "other.sqlite").exists()


def test_a_missing_address_and_an_unreadable_file_are_named_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("database_url = ", "utf-8")
    for environment, key in (({}, "database_url"), ({"VARDMOTE_CONFIG": str(broken)}, "VARDMOTE_CONFIG")):
        refused = run("db", "upgrade", **environment)
        assert refused.returncode == 2
        assert refused.stderr.startswith(f"{key}: ")
        assert refused.stderr.count("\n") == 1


def test_the_demo_says_when_its_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = run("demo", "--no-browser", "--port", str(taken.getsockname()[1]), "--data", str(tmp_path / "d"))
    assert refused.returncode == 1
    assert "--port" in refused.stderr
    assert not (tmp_path / "d").exists()
