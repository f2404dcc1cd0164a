from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.clock import SystemClock
from backend.config import PexipMode, PexipSettings, Production, production, read
from backend.health.finding import Wrong
from backend.health.looks_at_pexip_rooms import rooms
from backend.storage import Database
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
    with pytest.raises(Wrong, match="1 meetings to come were made before"):
        rooms(told(tmp_path, database, replace(PEXIP, mode=PexipMode.MANAGEMENT)))
    assert rooms(told(tmp_path, database, None)).en == "Pexip has not been set up."
