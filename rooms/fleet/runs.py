"""One operation in many rooms, written down room by room, so that it can be taken up again after any interruption.

The file has a line of JSON for each thing that happened: which operation it is (its mark, never its words), that a room
was begun, and how it ended. A half line at the end is what a power cut leaves, and is not counted.
"""

import fcntl
import json
import os
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from rooms.endpoint import Endpoint
from rooms.errors import Lost, RoomError, Unreadable
from rooms.fleet.fleet import Fleet
from rooms.fleet.operations import Operation
from rooms.fleet.outcomes import Outcome, Result, outcome_of
from rooms.inventory import Room

_BEGUN = "begun"


class RunFault(Exception):
    """The run file can't be taken up.

    `reason` is `another` (operation's), `taken` (by a run that goes on), or `unreadable`.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the run file is {reason}")


class Run:
    """What is known of one run. From any thread."""

    def __init__(self, begun: frozenset[str], done: frozenset[str], file: BinaryIO | None = None) -> None:
        self.begun, self.done = begun, done
        self._file = file
        self._lock = threading.Lock()

    def note(self, room: Room, what: str) -> None:
        """Write down what happened in the room, so that it is there whatever happens next."""
        if self._file is not None:
            with self._lock:
                _write(self._file, {"room": room.room_id, "is": what})


def taken_up(path: Path | None, operation: Operation) -> Run:
    """Return what the file knows of the run, writing nothing; nothing without one. Raises RunFault, OSError."""
    whole, _, _ = path.read_bytes().rpartition(b"\n") if path is not None and path.exists() else (b"", b"", b"")
    return _run(whole, operation)


@contextmanager
def opened(path: Path | None, operation: Operation) -> Iterator[Run]:
    """Take up the run in the file, or begin one there; without a file nothing is kept. Raises RunFault, OSError."""
    if path is None:
        yield _run(b"", operation)
        return
    with path.open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise RunFault("taken") from fault
        file.seek(0)
        whole, _, half = file.read().rpartition(b"\n")
        if half:
            file.truncate(len(whole) + 1 if whole else 0)
        run = _run(whole, operation, file)
        if not whole:
            _write(file, {"operation": operation.name, "mark": operation.mark})
        yield run


def push(fleet: Fleet, rooms: Sequence[Room], operation: Operation, run: Run) -> Generator[Result[None], None, None]:
    """Do the operation in every room that has not had it in this run, and give each one's result as it comes.

    A room that was cut in the middle has it again when that leaves it as once would; else it is left, and said so.
    Raises BadParameter before any room is spoken to when no room could take it.
    """
    operation.check()
    left = []
    for room in rooms:
        if room.room_id in run.done:
            yield Result(room, Outcome.DONE_BEFORE)
        elif room.room_id in run.begun and not operation.kind.repeats:
            yield Result(room, Outcome.CUT_BEFORE)
        else:
            left.append(room)
    yield from fleet.each(left, operation.kind.duty, _noting(operation, run))


def _noting(operation: Operation, run: Run) -> Callable[[Room, Endpoint], None]:
    def work(room: Room, endpoint: Endpoint) -> None:
        if not operation.kind.repeats:
            run.note(room, _BEGUN)
        try:
            operation.do(room, endpoint)
        except (Lost, Unreadable):
            raise  # it may have happened: it stays as begun
        except RoomError as fault:
            run.note(room, outcome_of(fault))
            raise
        run.note(room, Outcome.OK)

    return work


def _run(whole: bytes, operation: Operation, file: BinaryIO | None = None) -> Run:
    """Return the run by the last that was written of each room."""
    try:
        first, *events = [json.loads(line) for line in whole.splitlines()] or [{"mark": operation.mark}]
        if first["mark"] != operation.mark:
            raise RunFault("another")
        last = {event["room"]: event["is"] for event in events}
    except (ValueError, TypeError, KeyError) as fault:
        raise RunFault("unreadable") from fault
    begun, done = (frozenset(one for one, word in last.items() if word == wanted) for wanted in (_BEGUN, Outcome.OK))
    return Run(begun, done, file)


def _write(file: BinaryIO, event: Mapping[str, str]) -> None:
    file.write(json.dumps(event).encode() + b"\n")
    file.flush()
    os.fsync(file.fileno())
