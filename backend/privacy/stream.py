"""Text as it is read, with the place in the source that each character came from.

Text is put together and searched at once, far faster than piece by piece; places are worked out for what was found.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple, Protocol

from backend.privacy.rules import RULES, compiled, expand

# Edges in the text that is read (private use): of a row, which nothing crosses; of a line; of a cell.
ROW, LINE, CELL = "\ue000", "\ue001", "\ue002"
# A line's edge beside a cell's is the cell's own: Word writes a paragraph into every cell.
_EDGES = f"{ROW}{LINE} \t\r\n\f\u00a0"
_BETWEEN_EDGES = f"[{ROW} \t\r\n\f\u00a0]*+"
_BESIDE = re.compile(
    f"[{LINE}{CELL}](?:(?<={LINE}){_BETWEEN_EDGES}{CELL}|(?<={CELL}){_BETWEEN_EDGES}{LINE})[{CELL}{_EDGES}]*+"
)
_COMMON = bytes(sign for sign in range(128) if chr(sign).isprintable() or chr(sign) in "\t\n\r\f")
_INVISIBLE = compiled("[<invisible>]+")
_OTHER_DIGITS = re.compile(r"[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]")
_ODD = re.compile(expand(r"[<invisible>\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]"))

_NAMED: dict[str, str] = RULES["entities"]
_WINDOWS: dict[str, str] = RULES["windows"]
_ENTITY = "(?:#[xX][0-9A-Fa-f]{1,8}|#[0-9]{1,8}|[A-Za-z]{2,24});?"
_CODE = "(?:25){0,3}"
ENTITIES = re.compile(f"(&{_ENTITY})")
# It begins with a class of its own so that the search for one is fast.
ENTITIES_AND_PERCENT = re.compile(
    f"([&%](?:(?<=&){_ENTITY}|(?<=%){_CODE}(?:[0-7][0-9A-Fa-f]|[89A-Fa-f][0-9A-Fa-f](?:%{_CODE}[89A-Fa-f][0-9A-Fa-f])*)))"
)
# The commonest in links. Their signs are part of no code, so these may be read before all others.
_ALONE = [(f"%{ord(sign):02X}", sign) for sign in "/:|= ?,@+"] + [("%2f", "/"), ("%3a", ":")]
_TWENTY_FIVE = re.compile(r"%(?:25){1,3}(?=[0-9A-Fa-f]{2})")
_LAST_CODE_POINT = 0x10FFFF
# Between texts that are decoded together: private use, and part of no entity.
_BETWEEN = "\ue004"


class _Unit(NamedTuple):
    """A stretch of text, where it begins in its source, and its length there if it is one sign of it: an entity."""

    text: str
    at: int
    wide: int


class Run(Protocol):
    """Text that stands together in the source: as it reads, and where each piece of it stands."""

    pale: bool

    @property
    def texts(self) -> Sequence[str]:
        """The pieces."""

    def place(self, piece: int, at: int, *, odd: bool) -> tuple[int, int]:
        """Return where in the source the character of a piece stands: from and up to."""


class Raw:
    """One text that begins at `origin`, its entities decoded by `codes`; `pale` can't be seen against the page."""

    def __init__(self, source: str, origin: int, codes: re.Pattern[str] | None = None, *, pale: bool = False) -> None:
        self.texts = (source if codes is None else decoded(source, codes),)
        self.pale = pale
        self._source, self._origin, self._codes = source, origin, codes

    def place(self, _piece: int, at: int, *, odd: bool) -> tuple[int, int]:
        """Return where the character at a place in the text stands."""
        units, starts = self._units[odd]
        which = bisect_right(starts, at, hi=len(units)) - 1
        _, origin, wide = units[which]
        begins = self._origin + origin
        offset = at - starts[which]
        return (begins, begins + wide) if wide else (begins + offset, begins + offset + 1)

    @cached_property
    def _units(self) -> tuple[tuple[list[_Unit], list[int]], ...]:
        units = list(_units(self._source, self._codes))
        clean = [shown for unit in units for shown in _shown(unit)]
        return tuple((some, list(accumulate((len(unit.text) for unit in some), initial=0))) for some in (units, clean))


class Stream:
    """Runs of text in the order they are read."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        # Whether it holds what can't be seen, or digits of other scripts; known once it has been read.
        self.odd = False

    def add(self, run: Run) -> None:
        """Add a run at the end."""
        self.runs.append(run)

    def text(self) -> str:
        """Return all as it reads: without what can't be seen, digits of other scripts as ours."""
        joined = "".join(["".join(run.texts) for run in self.runs])
        if _ODD.search(_uncommon(joined)):
            self.odd = True
            joined = _clean(joined)
        if CELL not in joined:
            return joined
        return beside_cells(joined).replace(CELL, "\t")

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the source the characters from start up to end stand: its start and its length."""
        begins, _ = self._place(start)
        _, ends = self._place(end - 1)
        return begins, ends - begins

    def unseen(self, at: int) -> bool:
        """Tell whether the character is written in the colour of the page."""
        return self._pales and self._run(at)[0].pale

    def piece(self, at: int) -> tuple[int, int, int]:
        """Return which piece of its run a character stands in, and from where up to where that piece reads."""
        _, piece, offset = self._run(at)
        which = bisect_right(self._starts, at, hi=len(self._starts) - 1)
        return piece, at - offset, self._starts[which]

    def _place(self, at: int) -> tuple[int, int]:
        run, piece, offset = self._run(at)
        return run.place(piece, offset, odd=self.odd)

    def _run(self, at: int) -> tuple[Run, int, int]:
        which = bisect_right(self._starts, at, hi=len(self._starts) - 1) - 1
        first = bisect_right(self._firsts, which) - 1
        return self.runs[first], which - self._firsts[first], at - self._starts[which]

    @cached_property
    def _pales(self) -> bool:
        return any(run.pale for run in self.runs)

    @cached_property
    def _firsts(self) -> list[int]:
        return list(accumulate((len(run.texts) for run in self.runs), initial=0))

    @cached_property
    def _starts(self) -> list[int]:
        length: Callable[[str], int] = _clean_length if self.odd else len
        return list(accumulate((length(text) for run in self.runs for text in run.texts), initial=0))


def plain(text: str, codes: re.Pattern[str] | None = None) -> Stream:
    """Return the stream of one text, its entities decoded by `codes`."""
    stream = Stream()
    stream.add(Raw(text, 0, codes))
    return stream


def decoded(text: str, codes: re.Pattern[str]) -> str:
    """Return the text with its entities, and percent-encoding in `ENTITIES_AND_PERCENT`, as what they stand for."""
    if "%" in text and codes is ENTITIES_AND_PERCENT:
        for code, sign in _ALONE:
            text = text.replace(code, sign)
    if "&" not in text and "%" not in text:
        return text
    parts = codes.split(text)
    if len(parts) == 1:
        return text
    parts[1::2] = map(_said, parts[1::2])
    return "".join(parts)


def decoded_all(texts: list[str], codes: re.Pattern[str]) -> list[str]:
    """Return texts decoded, quicker than one by one."""
    together = decoded(_BETWEEN.join(texts), codes).split(_BETWEEN)
    return together if len(together) == len(texts) else [decoded(text, codes) for text in texts]


def _units(source: str, codes: re.Pattern[str] | None) -> Iterator[_Unit]:
    at = 0
    for found in codes.finditer(source) if codes else ():
        meant = _meaning(found[0])
        if meant is not None:
            if found.start() > at:
                yield _Unit(source[at : found.start()], at, 0)
            at = found.end()
            yield _Unit(meant, found.start(), at - found.start())
    if at < len(source):
        yield _Unit(source[at:], at, 0)


def _shown(unit: _Unit) -> Iterator[_Unit]:
    """Yield what is left of a unit without what can't be seen."""
    if unit.wide:
        yield _Unit(_INVISIBLE.sub("", unit.text), unit.at, unit.wide)
        return
    at = 0
    for found in _INVISIBLE.finditer(unit.text):
        yield _Unit(unit.text[at : found.start()], unit.at + at, 0)
        at = found.end()
    yield _Unit(unit.text[at:], unit.at + at, 0)


def _clean(text: str) -> str:
    return _OTHER_DIGITS.sub(lambda found: str(int(found[0])), _INVISIBLE.sub("", text))


def _clean_length(text: str) -> int:
    return len(text) if text.isascii() and text.isprintable() else len(_INVISIBLE.sub("", text))


def _uncommon(text: str) -> str:
    """Return the signs of a text but for those of ASCII that are shown."""
    return text.encode("utf-8", "surrogatepass").translate(None, _COMMON).decode("utf-8", "surrogatepass")


def beside_cells(text: str) -> str:
    """Return a text with tabs for the edges of lines that have nothing but space up to a cell's."""
    if CELL not in text or LINE not in text:
        return text
    parts, done = list[str](), 0
    for found in _BESIDE.finditer(text):
        begins, ends = found.span()
        while begins > done and text[begins - 1] in _EDGES:
            begins -= 1
        parts += text[done:begins], text[begins:ends].replace(LINE, "\t")
        done = ends
    return "".join([*parts, text[done:]])


@lru_cache(maxsize=4096)
def _meaning(code: str) -> str | None:
    """Return what an entity or a percent-encoding stands for; None leaves it as it is."""
    if code[0] == "%":
        return _bytes(code)
    name = code[1:].rstrip(";")
    if name[0] != "#":
        return _NAMED.get(name)
    return _character(int(name.lstrip("#xX"), 16 if name[1] in "xX" else 10))


def _said(code: str) -> str:
    return _meaning(code) or code


def _character(code: int) -> str:
    known = _WINDOWS.get(str(code))
    if known:
        return known
    surrogate = 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 - the range is Unicode's
    return "\ufffd" if surrogate or code > _LAST_CODE_POINT else chr(code)


def _bytes(code: str) -> str:
    written = bytes.fromhex(_TWENTY_FIVE.sub("%", code).replace("%", ""))
    try:
        return written.decode()
    except UnicodeDecodeError:
        return "\ufffd"
