"""What several processes write on one target: whole lines."""

import io
import json
from collections.abc import Iterator

import pytest
import structlog

from backend.web import logs


class Target(io.StringIO):
    """A target without a buffer, as PYTHONUNBUFFERED makes one: each write is in the file as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def write(self, text: str) -> int:
        self.written.append(text)
        return super().write(text)


@pytest.fixture
def target() -> Iterator[Target]:
    before = structlog.get_config()
    unbuffered = Target()
    logs.configure(unbuffered)
    structlog.configure(cache_logger_on_first_use=False)
    yield unbuffered
    structlog.configure(**before)


def test_an_event_is_one_write_with_its_end_of_line(target: Target) -> None:
    structlog.get_logger("a process").info("serving.ready")
    structlog.get_logger("another").info("web.request", route="/readyz")
    assert [json.loads(write)["event"] for write in target.written] == ["serving.ready", "web.request"]
    assert all(write.endswith("\n") for write in target.written)
