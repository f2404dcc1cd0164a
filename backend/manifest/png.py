"""The few facts of a PNG that a manifest depends on, read from its header without decoding the picture."""

import struct
from typing import NamedTuple

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER = struct.Struct(">8sI4sIIBB")
WITH_ALPHA = (4, 6)


class Png(NamedTuple):
    """Width and height in pixels, and whether pixels can be transparent."""

    width: int
    height: int
    alpha: bool


def read_png(data: bytes) -> Png | None:
    """The facts of a PNG, or None when `data` is not one."""
    if len(data) < HEADER.size:
        return None
    signature, length, kind, width, height, _depth, colour = HEADER.unpack_from(data)
    if signature != SIGNATURE or kind != b"IHDR" or length != 13:  # noqa: PLR2004 - IHDR's fixed length (PNG 11.2.2)
        return None
    return Png(width, height, colour in WITH_ALPHA or b"tRNS" in data)
