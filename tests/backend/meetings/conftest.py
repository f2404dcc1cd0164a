from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.profiles import Profile
from tests.backend.meetings.clinic import Clinic
from tests.backend.meetings.clinic import clinic as open_clinic
from tests.backend.meetings.elsewhere import Hall


@pytest.fixture
def clinic(tmp_path: Path, database_url: str, profile: Profile) -> Iterator[Clinic]:
    opened = open_clinic(database_url, tmp_path, profile)
    yield opened
    opened.house.jobs.stop()
    opened.house.database.close()


@pytest.fixture
def hall(clinic: Clinic) -> Hall:
    """A meeting that is held elsewhere."""
    return Hall(clinic)
