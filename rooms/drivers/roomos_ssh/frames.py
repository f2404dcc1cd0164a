"""Cuts what comes from the device into answers and lines of text. Every byte is looked at once, however it arrives."""

import re
from collections.abc import Iterator

from rooms.errors import Unreadable
from rooms.xapi.limits import MOST_BYTES, MOST_LEVELS

# An answer on several lines whose second is indented, as devices write it, ends with a brace that is not. Few blanks:
# this is looked at again with everything that comes.
_INDENTED = re.compile(rb"\{[ \t]{0,8}\r?\n[ \t}]")
_USUAL_END = b"\n}\n"
_NOT_KNOWN_YET = re.compile(rb"\{[ \t]{0,8}\r?\n\Z")
_LAST_LINE = re.compile(rb"\n\}[ \t]*\r?\n")
# In any other the brackets are counted, and one that ends a line may be the last.
_CLOSING = re.compile(rb"\}[ \t]*\r?\n")
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)


class Frames:
    """Takes bytes as they come and gives whole frames: JSON that begins with "{", or one line of text."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._counted = 0  # how much of it has been counted into the depth
        self._depth = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the frames that are whole now; lines without their ends, empty ones not at all.

        Raises Unreadable when one is longer than MOST_BYTES, or when its brackets are without end.
        """
        if not self._kept and data.find(_USUAL_END) + len(_USUAL_END) == len(data) and _INDENTED.match(data):
            yield data[:-1]  # one whole answer in one piece, as nearly all are
            return
        newline = data.rfind(b"\n")
        known = len(self._kept)
        self._kept += data
        if newline >= 0:
            yield from self._whole(known + newline + 1)
        if len(self._kept) > MOST_BYTES:
            raise Unreadable(f"an answer is longer than {MOST_BYTES} bytes")

    def _whole(self, end: int) -> Iterator[bytes]:
        """Yield what is complete before `end`, which stands after the end of a line; keep the rest."""
        start = 0
        while start < end:
            if self._kept[start : start + 1] == b"{":
                after = self._answer_end(start, end)
                if not after:
                    break
            else:
                after = self._kept.index(b"\n", start) + 1
            frame = bytes(self._kept[start:after]).strip()
            if frame:
                yield frame
            start = self._counted = after
        del self._kept[:start]
        self._counted -= start

    def _answer_end(self, start: int, end: int) -> int:
        """Return where the answer that begins at `start` ends, or 0 when more must come."""
        if _NOT_KNOWN_YET.match(self._kept, start):
            return 0
        if _INDENTED.match(self._kept, start):
            last = _LAST_LINE.search(self._kept, max(start, self._counted - 1), end)  # from the end of the line before
            self._counted = end
            return last.end() if last else 0
        for closing in _CLOSING.finditer(self._kept, self._counted, end):
            self._count(closing.end())
            if self._depth <= 0:
                self._depth = 0
                return closing.end()
        self._count(end)
        if self._depth > MOST_LEVELS:
            raise Unreadable(f"an answer is deeper than {MOST_LEVELS} levels")
        return 0

    def _count(self, end: int) -> None:
        outside = _STRING.sub(b"", self._kept[self._counted : end])
        self._depth += outside.count(b"{") + outside.count(b"[") - outside.count(b"}") - outside.count(b"]")
        self._counted = end
