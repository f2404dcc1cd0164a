"""A process that does jobs and writes down when it begins and ends each. Started by test_many_processes.py."""

import os
import sys
import threading
from pathlib import Path

from backend.clock import SystemClock
from backend.jobs import JobQueue
from backend.jobs.service import Payload
from backend.storage import Database
from tests.contract.jobs.engines import ENGINES

JOURNAL, HELD = "journal", "held"


def note(folder: Path, word: str, payload: Payload) -> None:
    """Write one line, whole or not at all."""
    descriptor = os.open(folder / JOURNAL, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, f"{word} {payload['key']} {payload['number']} {os.getpid()}\n".encode())
    os.close(descriptor)


def register(queue: JobQueue, folder: Path) -> None:
    """Let the queue know the one kind there is: a job named `held` ends when there is no such file."""

    def do(payload: Payload) -> None:
        note(folder, "begin", payload)
        pause = threading.Event()
        while payload["key"] == HELD and (folder / HELD).exists():
            pause.wait(0.01)
        note(folder, "end", payload)

    queue.register("note", do)


def main(kind: str, url: str, folder: Path) -> None:
    """Work until standard input ends."""
    queue = ENGINES[kind](Database(url), SystemClock(), folder)
    register(queue, folder)
    queue.start()
    (folder / f"ready-{os.getpid()}").touch()
    sys.stdin.read()
    queue.stop()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
