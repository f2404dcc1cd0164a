"""Text as it is read, with the place in the source that each character came from."""

import re
from bisect import bisect_right
from itertools import accumulate

from backend.privacy.rules import RULES, compiled, expand

# Edges in the text that is read (private use): of a row, which nothing crosses; of a line; of a cell.
ROW, LINE, CELL = "\ue000", "\ue001", "\ue002"
# A line's edge beside a cell's is the cell's own: Word writes a paragraph into every cell.
_EDGES = re.compile("[\ue001\ue002][\ue000-\ue002 \\t\\r\\n\\f\u00a0]*")
_IN_CELLS = {ord(LINE): "\t", ord(CELL): "\t"}
_INVISIBLE = compiled("[<invisible>]+")
_ODD = re.compile(expand(r"[<invisible>\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]"))
_DIGITS = {zero + value: ord("0") + value for zero in (0x660, 0x6F0, 0xFF10) for value in range(10)}

_NAMED: dict[str, str] = RULES["entities"]
# Empty lines are written so, over and over.
_ALONE = {f"&{name};": meant for name, meant in _NAMED.items()}
_WINDOWS: dict[str, str] = RULES["windows"]
_ENTITY = re.compile(r"&(?:#[xX]([0-9A-Fa-f]{1,8})|#([0-9]{1,8})|([A-Za-z]{2,24}));?")
_ENTITY_OR_PERCENT = re.compile(
    _ENTITY.pattern + r"|((?:%(?:25){0,3}[89A-Fa-f][0-9A-Fa-f])+)|%(?:25){0,3}([0-7][0-9A-Fa-f])"
)
_TWENTY_FIVE = re.compile(r"%(?:25){1,3}(?=[0-9A-Fa-f]{2})")
_LAST_CODE_POINT = 0x10FFFF


class Stream:
    """Pieces of text in the order they are read.

    `wide` maps a piece to its length in the source, where that is not the length of the text: entities. `pale` are the
    pieces that are there but can't be seen against the page.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.origins: list[int] = []
        self.wide: dict[int, int] = {}
        self.pale: set[int] = set()
        self._starts: list[int] | None = None

    def add(self, text: str, origin: int) -> None:
        """Add a piece that reads as it stands in the source."""
        self.texts.append(text)
        self.origins.append(origin)

    def decode(self, text: str, origin: int, *, percent: bool = False) -> None:
        """Add a piece with its entities decoded, and with its percent-encoding if it is a link."""
        alone = _ALONE.get(text)
        if alone:
            self.wide[len(self.texts)] = len(text)
            self.add(alone, origin)
            return
        at = 0
        for found in (_ENTITY_OR_PERCENT if percent else _ENTITY).finditer(text):
            meant = _meaning(found)
            if meant is None:
                continue
            if found.start() > at:
                self.add(text[at : found.start()], origin + at)
            at = found.end()
            self.wide[len(self.texts)] = at - found.start()
            self.add(meant, origin + found.start())
        if at < len(text):
            self.add(text[at:], origin + at)

    def text(self) -> str:
        """Return all as it reads: without what can't be seen, digits of other scripts as ours."""
        joined = "".join(self.texts)
        if _ODD.search(joined):
            self._drop()
            joined = "".join(self.texts)
        return _EDGES.sub(_in_cells, joined) if CELL in joined else joined

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the source the characters from start up to end stand: its start and its length."""
        first, offset = self._piece(start)
        begins = self.origins[first] + (0 if first in self.wide else offset)
        last, offset = self._piece(end - 1)
        return begins, self.origins[last] + self.wide.get(last, offset + 1) - begins

    def unseen(self, at: int) -> bool:
        """Tell whether the character is written in the colour of the page."""
        return bool(self.pale) and self._piece(at)[0] in self.pale

    def _piece(self, at: int) -> tuple[int, int]:
        if self._starts is None:
            self._starts = list(accumulate(map(len, self.texts), initial=0))
        piece = bisect_right(self._starts, at, hi=len(self.texts)) - 1
        return piece, at - self._starts[piece]

    def _drop(self) -> None:
        old = list(zip(self.texts, self.origins, strict=True))
        wide, pale = self.wide, self.pale
        self.texts, self.origins, self.wide, self.pale = [], [], {}, set()
        for index, (text, origin) in enumerate(old):
            first = len(self.texts)
            if not _ODD.search(text):
                self._keep(text, origin, wide.get(index))
            elif index in wide:
                self._keep(_INVISIBLE.sub("", text).translate(_DIGITS), origin, wide[index])
            else:
                at = 0
                for found in _INVISIBLE.finditer(text):
                    self._keep(text[at : found.start()].translate(_DIGITS), origin + at, None)
                    at = found.end()
                self._keep(text[at:].translate(_DIGITS), origin + at, None)
            if index in pale:
                self.pale.update(range(first, len(self.texts)))

    def _keep(self, text: str, origin: int, width: int | None) -> None:
        if text:
            if width is not None:
                self.wide[len(self.texts)] = width
            self.add(text, origin)


def _in_cells(found: re.Match[str]) -> str:
    return found[0].translate(_IN_CELLS) if CELL in found[0] else found[0]


def _meaning(found: re.Match[str]) -> str | None:
    """Return what an entity or a percent-encoding stands for; None leaves it as it is."""
    name = found[3]
    if name:
        return _NAMED.get(name)
    digits = found[1] or found[2]
    if digits:
        return _character(int(digits, 16 if found[1] else 10))
    return _bytes(found[4], found[5])


def _character(code: int) -> str:
    known = _WINDOWS.get(str(code))
    if known:
        return known
    surrogate = 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 - the range is Unicode's
    return "\ufffd" if surrogate or code > _LAST_CODE_POINT else chr(code)


def _bytes(high: str | None, low: str) -> str:
    if not high:
        return chr(int(low, 16))
    try:
        return bytes.fromhex(_TWENTY_FIVE.sub("%", high).replace("%", "")).decode()
    except UnicodeDecodeError:
        return "\ufffd"


def plain(text: str, *, encoded: bool = False, percent: bool = False) -> Stream:
    """Return the stream of one text; `encoded` decodes entities, `percent` reads it as a link."""
    stream = Stream()
    if encoded and ("&" in text or (percent and "%" in text)):
        stream.decode(text, 0, percent=percent)
    elif text:
        stream.add(text, 0)
    return stream
