"""What the doctor says of Pexip's publishers: that all is well, that one has stopped, that one has given up unheard."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.config import PexipSettings, Production
from backend.health.finding import Wrong
from backend.health.looks_at_publishers import publishers
from backend.storage import Database
from backend.video.models import Conference, Presence
from backend.video.pexip.hooks.models import PexipSink
from tests.backend.health.test_looks_at_pexip_rooms import told as configured


@pytest.fixture
def told(tmp_path: Path, database: Database) -> Production:
    return configured(tmp_path, database, PexipSettings("https://pexip.example"))


def heard(database: Database, node: str, minutes: float, **more: datetime) -> None:
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    with database.write() as session:
        session.add(PexipSink(node=node, after=-1, seq=1, time=1, missing=[], heard_at=at, **more))


def led_on(database: Database, *people: str) -> None:
    at = datetime.now(UTC) - timedelta(minutes=10)
    with database.write() as session:
        held = {"key": "k", "service": "pexip", "reference": "x", "start": at, "end": at, "language": "sv"}
        session.add(Conference(id="c", participant_limit=15, state="ready", state_at=at, **held))
        session.flush()
        for person in people:
            led = {"conference_id": "c", "role": "guest", "state": "coming", "since": at}
            session.add(Presence(id=person, person=person, token_hash=person, **led))


def test_who_speaks_is_well(told: Production, database: Database) -> None:
    assert "No node has sent" in publishers(told).en
    heard(database, "10.0.0.1", 30)
    assert publishers(told).sv.startswith("En nod har skickat")
    heard(database, "10.0.0.2", 1)
    led_on(database, "one")
    assert publishers(told).en.startswith("2 nodes have sent")


def test_one_that_said_it_stopped_is_named(told: Production, database: Database) -> None:
    heard(database, "10.0.0.1", 1, stopped_at=datetime.now(UTC))
    with pytest.raises(Wrong) as wrong:
        publishers(told)
    assert all(word in wrong.value.text.sv for word in ("10.0.0.1", "System > Event sinks", "Starta om"))


def test_one_that_gave_up_while_another_speaks_is_named_with_how_to_restart_it(
    told: Production, database: Database
) -> None:
    heard(database, "10.0.0.1", 30)
    heard(database, "10.0.0.2", 1)
    led_on(database, "one", "other")
    with pytest.raises(Wrong) as wrong:
        publishers(told)
    assert "Not heard since then: 10.0.0.1." in wrong.value.text.en
    assert all(word in wrong.value.text.sv for word in ("2 personer", "System > Event sinks", "Starta om"))
