"""What the manifest tests share: good manifests taken apart, and put together again with one thing wrong."""

import copy
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

BASE_URL = "https://vard.region.example/mote"
Json = dict[str, Any]
Files = dict[str, bytes]


def swap(old: str, new: str, count: int = 1) -> Callable[[str], str]:
    """Replace a piece of text that must be there."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, count)

    return change


def resub(pattern: str, new: str) -> Callable[[str], str]:
    """Replace the first match of a pattern that must match."""

    def change(text: str) -> str:
        changed, count = re.subn(pattern, new, text, count=1, flags=re.DOTALL)
        assert count == 1, pattern
        return changed

    return change


def put(path: str, value: object) -> Callable[[Json], None]:
    """Set the value at a path such as `extensions.0.ribbons.1.contexts`; the parent must be there."""

    def change(document: Json) -> None:
        *steps, last = (int(step) if step.isdecimal() else step for step in path.split("."))
        target: Any = document
        for step in steps:
            target = target[step]
        target[last] = value

    return change


def drop(path: str) -> Callable[[Json], None]:
    """Take away what is at a path."""

    def change(document: Json) -> None:
        *steps, last = (int(step) if step.isdecimal() else step for step in path.split("."))
        target: Any = document
        for step in steps:
            target = target[step]
        del target[last]

    return change


def changed(document: Json, *changes: Callable[[Json], None]) -> Json:
    """A copy of `document` after the changes."""
    result = copy.deepcopy(document)
    for change in changes:
        change(result)
    return result


def unpack(path: Path) -> Files:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def edit(name: str, *changes: Callable[[Json], None]) -> Callable[[Files], Files]:
    """Change one JSON file of a package."""
    return lambda files: files | {name: json.dumps(changed(json.loads(files[name]), *changes)).encode()}


def png(width: int, height: int, *, colour: int = 6) -> bytes:
    """A PNG header with these facts: all that a manifest depends on."""
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    checksum = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + b"IHDR" + header + checksum
