"""What is personal is gone 14 days after the meeting, from the whole database file and not only from its tables."""

from pathlib import Path

import pytest

from backend.storage import Database
from tests.product import Caller

NAME, PHONE, NOTE = "Ottilia Vångestad", "070-174 06 05", "Jag är strax hos dig"


def contents(folder: Path) -> bytes:
    """All bytes of the database, its log and its index."""
    return b"".join(file.read_bytes() for file in folder.glob("test.sqlite*"))


def erase(caller: Caller) -> None:
    job = next(job for job in caller.product.jobs._scheduler.get_jobs() if job.id == "privacy.erase")
    job.func()


def booked(caller: Caller) -> str:
    meeting = caller.create()
    path = f"/api/v1/meetings/{meeting['id']}"
    added = caller.call(
        "POST", f"{path}/participants", {"kind": "patient", "name": NAME, "phone": PHONE, "identity": "none"}
    ).get_json()
    code = added["join_url"].rpartition("/")[2]
    caller.as_(None).call("POST", f"/m/{code}/join", {"camera": True, "microphone": True})
    noted = caller.call("POST", f"{path}/participants/{added['id']}/note", {"text": NOTE})
    assert noted.status_code == 200, noted.text
    return str(meeting["id"])


def test_erased_after_fourteen_days_and_not_a_day_before(caller: Caller, tmp_path: Path, database: Database) -> None:
    booked(caller)
    caller.clock.advance(days=14)
    erase(caller)
    assert NAME.encode() in contents(tmp_path)
    caller.clock.advance(hours=2)
    erase(caller)
    caller.product.database.close()
    database.close()
    left = contents(tmp_path)
    for secret in (NAME, PHONE, NOTE):
        assert secret.encode() not in left
        assert secret.encode("unicode-escape") not in left


def test_nothing_personal_is_ever_logged_or_measured_or_put_in_a_job(
    caller: Caller, capsys: pytest.CaptureFixture[str]
) -> None:
    booked(caller)
    told = "".join(capsys.readouterr()) + caller.call("GET", "/metrics").text
    for secret in (NAME, PHONE, NOTE):
        assert secret not in told
