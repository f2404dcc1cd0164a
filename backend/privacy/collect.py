"""Collects what is found in every field, and the links to meetings. The twin is addin/src/privacy/collect.ts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge

from backend.privacy import attributes, links, numbers, phrases
from backend.privacy.attributes import Attributes
from backend.privacy.moments import Moments
from backend.privacy.numbers import Hit
from backend.privacy.reading import Reading, read
from backend.privacy.shapes import Field, Part
from backend.privacy.stream import Stream, plain

FIELDS: tuple[Field, ...] = ("subject", "body", "location", "attendee", "attachment")


@dataclass(frozen=True)
class Found:
    """Something found, before it is told; `index` is -1 where a field is one text."""

    field: Field
    part: Part
    index: int
    start: int
    length: int
    rule: str
    masked: str

    @property
    def order(self) -> tuple[int, int, int, int, str, str]:
        """Where it comes among all that is found."""
        return (FIELDS.index(self.field), self.index, self.start, self.length, self.part, self.rule)


@dataclass(frozen=True)
class Join:
    """A link to a meeting; `found` is what is told if it is one too many."""

    found: Found
    form: str
    meeting: str


def in_text(text: str, field: Field, part: Part, index: int, days: Moments) -> Iterator[Found]:
    """Yield what is found in a field that is not HTML."""
    stream = plain(text)
    read_text = stream.text()
    yield from placed(numbers.find(read_text, days), stream, field, part, index)
    if field != "attendee":
        yield from placed(phrases.find(read_text), stream, field, part, index)


def joins_in_text(text: str, field: Field) -> Iterator[Join]:
    """Yield the links to meetings in a field that is not HTML."""
    stream = plain(text)
    yield from _joins(stream.text(), stream, field)


class Body:
    """A body, read."""

    def __init__(self, html: str) -> None:
        self._reading: Reading = read(html)
        self._text, self._unseen = self._reading.seen.text(), self._reading.unseen.text()
        self._links, self._captions = (Attributes(part, self._reading.attributes(part)) for part in ("href", "alt"))

    def found(self, days: Moments) -> Iterator[Found]:
        """Yield what is found in it."""
        seen, unseen = self._reading.seen, self._reading.unseen
        yield from placed(numbers.find(self._text, days), seen, "body", "text", -1)
        yield from placed(phrases.find(self._text), seen, "body", "text", -1)
        yield from placed(numbers.find(self._unseen, days), unseen, "body", "hidden", -1)
        for some in (self._links, self._captions):
            found: dict[str, list[attributes.Found]] = {}
            for one in some.numbers(days):
                found.setdefault(one.attribute, []).append(one)
            for name, at in self._reading.places(some.part, found.keys()):
                for start, length, hit in ((at + one.start, one.length, one.hit) for one in found[name]):
                    yield Found("body", some.part, -1, start, length, hit.rule, hit.masked)

    def joins(self) -> Iterator[Join]:
        """Yield its links to meetings in the order they stand, those in attributes where each stands first."""
        in_seen = _joins(self._text, self._reading.seen, "body")
        yield from merge(in_seen, self._joins_in_links(), key=lambda join: join.found.order)

    def _joins_in_links(self) -> Iterator[Join]:
        first: dict[str, int] = {}
        for name, at in self._reading.places("href", set(self._links.may_lead())):
            first[name] = min(at, first.get(name, at))
        for name, at in sorted(first.items(), key=lambda item: item[1]):
            stream = plain(name, self._links.codes)
            yield from _joins(stream.text(), stream, "body", "href", at)


def placed(hits: Iterable[Hit], stream: Stream, field: Field, part: Part, index: int) -> Iterator[Found]:
    """Yield hits in a text with their places in its source."""
    for hit in hits:
        start, length = stream.place(hit.start, hit.end)
        shown: Part = "hidden" if part == "text" and stream.unseen(hit.start) else part
        yield Found(field, shown, index, start, length, hit.rule, hit.masked)


def _joins(text: str, stream: Stream, field: Field, part: Part = "text", base: int = 0) -> Iterator[Join]:
    for link in links.find(text):
        start, length = stream.place(link.start, link.end)
        found = Found(field, part, -1, base + start, length, "two-links", link.service)
        yield Join(found, link.form, link.meeting)
