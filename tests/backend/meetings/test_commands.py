import json

from click.testing import CliRunner, Result

from backend.cli import main
from backend.clock import SystemClock
from backend.config import PexipSettings
from backend.meetings.comparing import GRACE
from backend.meetings.mending import Stray
from backend.storage import Database
from backend.video.builtin.models import BuiltinRoom
from backend.video.pexip.service import PexipService
from backend.video.service import ConferenceRequest, Means

PEXIP = {
    "VARDMOTE_SECRET_KEY": "vQ8zKm2LrX5tYw7NpJ4bGh6Rs9Fc3DxA",
    "VARDMOTE_PEXIP_NODE": "https://video.example",
    "VARDMOTE_PEXIP_POLICY_USER": "policy",
    "VARDMOTE_PEXIP_POLICY_PASSWORD": "pR7mQw2ZxK9pLt4VnB8sYd3HfpR7mQw2Z",
    "VARDMOTE_PEXIP_EVENTS_USER": "events",
    "VARDMOTE_PEXIP_EVENTS_PASSWORD": "eR7mQw2ZxK9pLt4VnB8sYd3HfpR7mQw2Z",
}


def reconciled(url: str, *arguments: str, **more: str) -> Result:
    return CliRunner().invoke(main, ["reconcile", *arguments], env={"VARDMOTE_DATABASE_URL": url, **more})


def leave_behind(database: Database) -> None:
    """Let the built-in service hold a conference that has been nobody's for long."""
    now = SystemClock().now()
    with database.write() as session:
        session.add(BuiltinRoom(reference="b1", key="k1", start=now, end=now, created_at=now))
        session.add(Stray(service="builtin", reference="b1", seen_at=now - GRACE))


def test_what_was_mended_is_listed(database: Database) -> None:
    assert "Nothing to mend" in reconciled(database.url).stdout
    assert json.loads(reconciled(database.url, "--json").stdout) == []
    leave_behind(database)
    (row,) = json.loads(reconciled(database.url, "--json").stdout)
    assert {**row, "at": ""} == {
        "at": "",
        "drift": "stray",
        "result": "done",
        "detail": "",
        "service": "builtin",
        "reference": "b1",
        "conference": None,
    }
    assert "stray    done       builtin    b1" in reconciled(database.url).stdout


def test_what_is_held_at_pexip_is_looked_at_where_there_is_one(database: Database) -> None:
    now = SystemClock().now()
    service = PexipService(
        database, SystemClock(), Means(secret=b"s", pexip=PexipSettings(node="https://video.example"))
    )
    reference = service.create(ConferenceRequest("k", now, now, 15, lobby=True, protected=True, language="sv"))
    with database.write() as session:
        session.add(Stray(service="pexip", reference=reference, seen_at=now - GRACE))
    assert json.loads(reconciled(database.url, "--json").stdout) == []
    (row,) = json.loads(reconciled(database.url, "--json", **PEXIP).stdout)
    assert (row["service"], row["reference"], row["result"]) == ("pexip", reference, "done")
    assert service.references() == []


def test_a_missing_setting_is_named() -> None:
    told = reconciled("")
    assert told.exit_code == 2
    assert told.stderr.startswith("database_url: ")


def test_a_database_that_does_not_answer_is_told_of() -> None:
    told = reconciled("sqlite:////nowhere/at/all.sqlite")
    assert told.exit_code == 1
    assert told.stderr.startswith("reconcile: ")
