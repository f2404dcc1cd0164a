"""The anchor: a file outside the store that tells how far the chain has come, so that a cut or changed end is found.

Each line holds a number, that entry's MAC, a time and a MAC over all three. Lines are only ever added. The same number
and MAC go to the log of events, which is shipped elsewhere: a second witness for who loses the disk.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from backend.audit.chain import anchor_mac
from backend.audit.keys import Keyring, KeyUnknown

log = structlog.get_logger(__name__)

# Hundreds of lines: the last ones may have been cut short, never so many.
_END_BYTES = 64 * 1024


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
        keys = self._keys.current
        line = json.dumps(
            {"number": number, "mac": mac, "at": at, "key": keys.id, "seal": anchor_mac(keys, number, mac, at)}
        )
        new = not self._path.exists()
        with self._path.open("a+b") as file:
            if new:
                os.fchmod(file.fileno(), 0o600)
            # A line cut short by a power failure stays, closed off by a line break.
            file.write((b"\n" if _is_torn(self._path) else b"") + line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if new:
            _sync_folder(self._path.parent)
        log.info("audit.anchored", number=number, mac=mac)

    def points(self) -> Iterator[Point]:
        """Return every line there is now, in order; one cut short by a power failure is passed over. Raises OSError."""
        return self._points(self._path.stat().st_size if self._path.exists() else 0)

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

    def _points(self, size: int) -> Iterator[Point]:
        if not size:
            return
        with self._path.open("rb") as file:
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


def _is_torn(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
