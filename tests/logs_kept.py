"""What the product logs, as an operator has it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from backend.web import logs


@contextmanager
def logs_kept() -> Iterator[io.StringIO]:
    """Give all that is logged within the block."""
    target, before = io.StringIO(), structlog.get_config()
    logs.configure(target)
    structlog.configure(cache_logger_on_first_use=False)
    yield target
    structlog.configure(**before)
