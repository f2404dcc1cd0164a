"""The client's reader, built once."""

import pytest

from tests.backend.privacy.samples import Client


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(tmp_path_factory.mktemp("detector"))
