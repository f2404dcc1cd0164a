from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.clock import SystemClock
from backend.config import PexipMode, PexipSettings, Production, production, read
from backend.health.finding import Wrong
from backend.health.looks_at_pexip_rooms import rooms
from backend.storage import Database
from backend.video.pexip.models import PexipRoom
from backend.video.pexip.service import PexipService
from backend.video.service import ConferenceRequest, Means
from tests.backend.config.files import written

PEXIP = PexipSettings("https://pexip.example")


def told(tmp_path: Path, database: Database, pexip: PexipSettings | None) -> Production:
    found = production(read({}, written(tmp_path)))
    return replace(found, settings=replace(found.settings, database_url=database.url, pexip=pexip))


def test_a_change_of_mode_with_meetings_to_come_is_told(tmp_path: Path, database: Database) -> None:
    service = PexipService(database, SystemClock(), Means(secret=b"s", pexip=PEXIP))
    now = datetime.now(UTC)
    for number, end in enumerate((now - timedelta(hours=1), now + timedelta(hours=1))):
        begun = end - timedelta(hours=1)
        service.create(ConferenceRequest(f"k{number}", begun, end, 4, lobby=True, protected=True, language="sv"))
    assert "in the mode set" in rooms(told(tmp_path, database, PEXIP)).en
    with pytest.raises(Wrong, match="One meeting to come was made before") as wrong:
        rooms(told(tmp_path, database, replace(PEXIP, mode=PexipMode.MANAGEMENT)))
    assert "vardmote reconcile" in wrong.value.text.sv
    # What bears the tag there are the rooms of meetings to come.
    assert "Ta sedan bort" not in wrong.value.text.sv
    assert rooms(told(tmp_path, database, None)).en == "Pexip has not been set up."


def test_rooms_are_to_be_removed_by_hand_only_where_none_is_made_and_when_empty(
    tmp_path: Path, database: Database
) -> None:
    now = datetime.now(UTC)
    with database.write() as session:
        held = {"reference": "x", "key": "k", "name": "vm-1", "nonce": "n", "language": "sv", "created_at": now}
        times = {"start": now, "end": now + timedelta(hours=1)}
        session.add(PexipRoom(mode="management", lobby=False, protected=True, participant_limit=4, **held, **times))
    with pytest.raises(Wrong) as wrong:
        rooms(told(tmp_path, database, PEXIP))
    assert "vm-, när ingen är i dem" in wrong.value.text.sv
