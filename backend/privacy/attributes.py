"""What is found in the attributes of a body: all of one kind are read as one text, and each says where it stands."""

from collections.abc import Iterator
from typing import NamedTuple

from backend.privacy import numbers
from backend.privacy.moments import Moments
from backend.privacy.numbers import Hit
from backend.privacy.rules import RULES, compiled
from backend.privacy.shapes import Part
from backend.privacy.stream import ENTITIES, ENTITIES_AND_PERCENT, Raw, Stream, decoded_all

# Between two attributes: private use, and part of no number.
_NEXT = "\ue003"
_HINT = compiled(RULES["link_hint"])


class Found(NamedTuple):
    """Something found in an attribute: `start` and `length` in its source."""

    attribute: str
    start: int
    length: int
    hit: Hit


class Attributes:
    """The attributes of one kind."""

    pale = False

    def __init__(self, part: Part, sources: list[str]) -> None:
        self.part = part
        self.codes = ENTITIES_AND_PERCENT if part == "href" else ENTITIES
        self._sources = sources
        self.texts = [text + _NEXT for text in decoded_all(sources, self.codes)]
        self._stream = Stream()
        self._stream.add(self)
        self._text = self._stream.text()

    def place(self, piece: int, at: int, *, odd: bool) -> tuple[int, int]:
        """Return from where up to where in its source a character stands."""
        return Raw(self._sources[piece], 0, self.codes).place(0, at, odd=odd)

    def numbers(self, days: Moments) -> Iterator[Found]:
        """Yield the numbers."""
        if self.part == "href":
            hits = numbers.find_in_links(self._text, days, self._link_at)
        else:
            hits = numbers.find_all(self._text, days)
        for hit in hits:
            start, length = self._stream.place(hit.start, hit.end)
            yield Found(self._sources[self._stream.piece(hit.start)[0]], start, length, hit)

    def _link_at(self, at: int) -> str:
        return self._text[self._text.rfind(_NEXT, 0, at) + 1 : self._text.find(_NEXT, at)]

    def may_lead(self) -> list[str]:
        """Return the links that may lead to a meeting."""
        if self.part != "href":
            return []
        if self._stream.odd:
            return self._sources
        leading = [(source, text) for source, text in zip(self._sources, self.texts, strict=True) if "http" in text]
        # Most bodies have no such link at all, and one search tells.
        if not _HINT.search("".join([text for _, text in leading])):
            return []
        return [source for source, text in leading if _HINT.search(text)]
