"""Processes that the demo starts beside its own: told on stdin what to run, and ended with it, whatever ends it."""

import json
import select
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from backend.demo.ending import end

_PATIENCE_SECONDS = 30

Process = subprocess.Popen[bytes]


@contextmanager
def running(module: str, wanted: Mapping[str, Any], log: Path) -> Iterator[Process]:
    """Run a simulator, `python -m module`, for as long as the block lasts; what it says of faults is in `log`."""
    with log.open("w", encoding="utf-8") as faults:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=faults,
            start_new_session=True,
        )
    try:
        if process.stdin is not None:
            # It stays open: the process ends with us. One that has ended at once is found out later.
            with suppress(OSError):
                process.stdin.write(json.dumps(wanted).encode() + b"\n")
                process.stdin.flush()
        yield process
    finally:
        end(process)


def ready(process: Process) -> dict[str, Any]:
    """Return what it says once it listens. Raises OSError when it is silent too long, ValueError when it has ended."""
    out = process.stdout
    if out is None or not select.select([out], [], [], _PATIENCE_SECONDS)[0]:
        raise TimeoutError
    told: dict[str, Any] = json.loads(out.readline())
    return told


def write_private(file: Path, text: str) -> None:
    """Write a file that nobody else on the machine can read, also while it is written."""
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(text, "utf-8")
