from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.profiles import Profile
from tests.backend.meetings.clinic import Clinic
from tests.backend.meetings.clinic import clinic as open_clinic


@pytest.fixture
def clinic(tmp_path: Path, profile: Profile) -> Iterator[Clinic]:
    opened = open_clinic(tmp_path / "clinic.sqlite", profile)
    yield opened
    opened.house.jobs.stop()
    opened.house.database.close()
