"""The anchor: a file outside the store that tells how far the chain has come, so that a cut or changed end is found.

Each line holds a number, that entry's MAC, a time and a MAC over all three. No line is ever changed; `thin` leaves out
old ones that later ones speak for. The same number and MAC go to the log of events, which is shipped elsewhere: a
second witness for who loses the disk.
"""

import glob
import json
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import structlog

from backend.audit import owners
from backend.audit.chain import GENESIS, anchor_mac, moment
from backend.audit.keys import Keyring, KeyUnknown

log = structlog.get_logger(__name__)

# Hundreds of lines: the last ones may have been cut short, never so many.
_END_BYTES = 64 * 1024
_WHOLE = timedelta(days=1)
_HOUR = len("2026-06-10T06")
# The file is not written anew for less.
_WORTH_IT = 100
# Copies put aside within one second: somebody who tries and tries again.
_MOST_ASIDE = 99


def shares_disk(anchor: Path, data: Path) -> bool:
    """Tell whether the anchor lies where the data does: whoever loses the disk, or changes it, has both."""
    return anchor.parent.stat().st_dev == data.stat().st_dev


@dataclass(frozen=True)
class Point:
    """One line: entry `number` had this `mac`. `line` is its place, from 1; `genuine` whether its own MAC holds."""

    line: int
    number: int
    mac: str
    genuine: bool


class Anchor:
    """The file. It is made with the store, so that a store without one is known to have lost it."""

    def __init__(self, path: Path, keys: Keyring) -> None:
        self._path = path
        self._keys = keys

    def add(self, number: int, mac: str, at: str) -> None:
        """Add a line and see it safely on disk. Raises OSError."""
        # Empty counts as new: a process may have died between making the file and its first line.
        new = not self._path.exists() or self._path.stat().st_size == 0
        with os.fdopen(os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "a+b") as file:
            # A line cut short by a power failure stays, closed off by a line break.
            file.write((b"\n" if _is_torn(self._path) else b"") + self._line(number, mac, at))
            file.flush()
            os.fsync(file.fileno())
        if new:
            _sync_folder(self._path.parent)
        log.info("audit.anchored", number=number, mac=mac)

    def points(self) -> Iterator[Point]:
        """Return every line there is now, in order; one cut short by a power failure is passed over. Raises OSError."""
        if not self._path.exists():
            return iter(())
        # Opened at once: it is this file that is walked, even if a thinner one takes its place meanwhile.
        file = self._path.open("rb")
        return self._points(file, os.fstat(file.fileno()).st_size)

    def thin(self, purged: int, now: datetime) -> int:
        """Leave out lines of purged entries, and of each hour more than a day ago all but the last; how many.

        What a line left out spoke for, the next one kept speaks for: any change before it changes every MAC after. The
        first line always stays, and what is no line of ours. Raises OSError, with the file as it was.
        """
        if not self._path.exists():
            return 0
        lines = self._path.read_bytes().splitlines(keepends=True)
        kept = _thinned(lines, purged, moment(now - _WHOLE))
        if len(lines) - len(kept) < _WORTH_IT:
            return 0
        self._replace(kept)
        return len(lines) - len(kept)

    def put_aside(self, number: int, at: datetime) -> None:
        """Copy the file beside itself, named by an entry and the time. Raises OSError, with nothing changed.

        No copy is ever written over: the same store may be put back, and its break accepted, more than once.
        """
        if not self._path.exists():
            return
        stem = f"{self._path.name}.before-{number}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        names = (stem, *(f"{stem}-{more}" for more in range(2, _MOST_ASIDE + 1)))
        taken = {found.name for found in self._path.parent.glob(f"{glob.escape(stem)}*")}
        free = next((name for name in names if name not in taken), stem)
        _write(self._path.with_name(free), self._path.read_bytes(), self._path.stat(), new=True)
        _sync_folder(self._path.parent)

    def begin_anew(self, number: int, mac: str, at: str) -> None:
        """Begin another file in the place of this one, that knows of this entry alone. Raises OSError.

        The entry's MAC speaks for all before it. Whatever it breaks off at, a whole file is in place. It belongs to
        whom the one before did, so that the product can write it whoever runs the command.
        """
        self._replace([self._line(0, GENESIS, at), self._line(number, mac, at)])

    def _line(self, number: int, mac: str, at: str) -> bytes:
        keys = self._keys.current
        seal = anchor_mac(keys, number, mac, at)
        return json.dumps({"number": number, "mac": mac, "at": at, "key": keys.id, "seal": seal}).encode() + b"\n"

    def _replace(self, lines: Sequence[bytes]) -> None:
        fresh = self._path.with_name(f"{self._path.name}.new")
        _write(fresh, b"".join(lines), owners.model_for(self._path))
        fresh.replace(self._path)
        _sync_folder(self._path.parent)

    def last(self) -> int | None:
        """Return the number noted last; None when there is none. Reads the end of the file only. Raises OSError."""
        if not self._path.exists():
            return None
        with self._path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _END_BYTES))
            lines = file.read().splitlines()
        points = (self._point(0, line) for line in reversed(lines))
        return next((point.number for point in points if point.genuine), None)

    def _points(self, file: BinaryIO, size: int) -> Iterator[Point]:
        with file:
            for number, line in enumerate(file, 1):
                size -= len(line)
                if size < 0:
                    return
                if line.rstrip().endswith(b"}"):
                    yield self._point(number, line)

    def _point(self, line_number: int, line: bytes) -> Point:
        try:
            told = json.loads(line)
            number, mac, at = told["number"], told["mac"], told["at"]
            genuine = told["seal"] == anchor_mac(self._keys.named(told["key"]), number, mac, at)
        except (ValueError, LookupError, TypeError, KeyUnknown):
            return Point(line_number, 0, "", genuine=False)
        return Point(line_number, number, mac, genuine=True) if genuine else Point(line_number, 0, "", genuine=False)


def _thinned(lines: Sequence[bytes], purged: int, whole_from: str) -> list[bytes]:
    kept, following = [], ""
    for line in reversed(lines):
        number, at = _place(line)
        hour = at[:_HOUR]
        superfluous = 0 < number < purged or (at < whole_from and hour == following)
        if number < 1 or not superfluous:
            kept.append(line)
        following = hour or following
    return kept[::-1]


def _place(line: bytes) -> tuple[int, str]:
    """Return what a line says of number and time; -1 for one that says nothing of the kind."""
    try:
        told = json.loads(line)
        number, at = told["number"], told["at"]
    except (ValueError, LookupError, TypeError):
        return -1, ""
    return (number, at) if isinstance(number, int) and isinstance(at, str) else (-1, "")


def _is_torn(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _write(path: Path, content: bytes, model: os.stat_result, *, new: bool = False) -> None:
    """Write a file that belongs to whom `model` does, with its mode when that is a file, and see it safely on disk."""
    with path.open("xb" if new else "wb") as file:
        owners.give(file.fileno(), model)
        os.fchmod(file.fileno(), stat.S_IMODE(model.st_mode) & 0o777 if stat.S_ISREG(model.st_mode) else 0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
