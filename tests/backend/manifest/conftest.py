from pathlib import Path

import pytest

from backend.manifest import service
from tests.backend.manifest.samples import BASE_URL


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three files as built, with every button."""
    folder = tmp_path_factory.mktemp("good")
    service.build(BASE_URL, folder, create_directly=True)
    return folder
