"""A tenant to sign in with, and one running server for the tests that only talk to it."""

from collections.abc import Iterator

import pytest

from simulators.entra.server import Entra
from tests.backend.serving.served import Served, prepared


@pytest.fixture(scope="module")
def entra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entra]:
    provider = Entra(tmp_path_factory.mktemp("entra"))
    yield provider
    provider.close()


@pytest.fixture(scope="module")
def served(entra: Entra, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    limits = {"limits__header_seconds": 1, "limits__body_seconds": 1, "processes__threads": 24}
    server = Served(prepared(folder, entra, **limits)).ready()
    yield server
    server.end()
