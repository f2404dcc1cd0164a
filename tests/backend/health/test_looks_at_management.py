from dataclasses import replace
from pathlib import Path

import pytest

from backend.clock import SystemClock
from backend.config import PexipSettings
from backend.health.finding import Wrong
from backend.health.looks_at_management import management
from backend.storage import Database
from backend.video.pexip.management.gate import KeptGate
from backend.video.service import ServiceRefused
from tests.backend.health.test_looks_at_pexip_rooms import told

PEXIP = PexipSettings("https://pexip.example", management_url="https://manager.example")


def test_a_refused_account_is_told_of_without_trying_it(tmp_path: Path, database: Database) -> None:
    gate = KeptGate(database, SystemClock(), PEXIP)
    assert "not had to be asked" in management(told(tmp_path, database, PEXIP)).en
    gate.refused(ServiceRefused("not-signed-in"))
    with pytest.raises(Wrong, match="does not accept our sign-in"):
        management(told(tmp_path, database, PEXIP))
    gate.accepted("not-signed-in")
    assert "took our account" in management(told(tmp_path, database, PEXIP)).en
    assert "No management node" in management(told(tmp_path, database, replace(PEXIP, management_url=None))).en
