"""HTML as a reader sees it, and what is there without being seen. Never fails, whatever it is given.

Tags that end a line or a cell separate; all other tags and comments do not, so digits that tags split stand together.
A body is cut into texts and the runs of tags between them. What means only edges is taken as it is; the rest is read
tag by tag, on to where nothing that it began is open.
"""

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import accumulate, chain, compress, count

from backend.privacy.meanings import RUN, Meanings, says_nothing
from backend.privacy.shapes import Part
from backend.privacy.stream import ENTITIES, ROW, Raw, Stream, decoded_all
from backend.privacy.tags import Tag, is_sure, learn

_WHITE = r"[ \t\r\n\f]"
# Possessive throughout: an unclosed quote or tag costs one look at the rest, never one per tag.
_TOKEN = re.compile(
    r"<!--(?:-?>|(?s:.*?)(?:-->|\Z))"
    r"|<(?:[!?]|/(?![A-Za-z]))[^>]*+(?:>|\Z)"
    rf"|</?[A-Za-z](?:[^>\"'=]++|={_WHITE}*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+(?:>|\Z)"
)
# A sign that begins no tag is text.
_TEXT = re.compile("[^<]*+(?:<(?![A-Za-z!?/])[^<]*+)*+")


class _Cut:
    """HTML in texts and, between them, runs; what each reads as."""

    def __init__(self, html: str, meanings: Meanings) -> None:
        self.html = html
        self._known: dict[int, Raw] = {}
        self.pieces = RUN.split(html)
        self.texts = list(self.pieces)
        self.texts[1::2] = meanings.learn(self.pieces[1::2])
        coded = [at for at in range(0, len(self.texts), 2) if "&" in self.texts[at]]
        for at, text in zip(coded, decoded_all([self.texts[at] for at in coded], ENTITIES), strict=True):
            self.texts[at] = text

    @cached_property
    def starts(self) -> list[int]:
        """Where in the source each piece begins, and where the last ends."""
        return list(accumulate(map(len, self.pieces), initial=0))

    def text(self, which: int) -> Raw:
        """Return one of the texts with the places of its characters: worked out once, however much is found in it."""
        known = self._known.get(which)
        if known is None:
            known = self._known[which] = Raw(self.pieces[which], self.starts[which], ENTITIES)
        return known


class _Pieces:
    """Pieces of a cut, from `first` on, that mean only text and edges."""

    pale = False

    def __init__(self, cut: _Cut, first: int, end: int) -> None:
        self.texts = cut.texts[first:end]
        self._first, self._cut = first, cut

    def place(self, piece: int, at: int, *, odd: bool) -> tuple[int, int]:
        """Return from where up to where in the source the character of a piece stands."""
        which = self._first + piece
        if which % 2:
            begins = self._cut.starts[which]
            return begins, begins + 1
        return self._cut.text(which).place(0, at, odd=odd)

    def runs(self) -> Iterator[tuple[str, int]]:
        """Yield the runs, and where they stand."""
        begins = self._first | 1
        end = self._first + len(self.texts)
        return zip(self._cut.pieces[begins:end:2], self._cut.starts[begins:end:2], strict=True)


class Reading:
    """What a body says: seen, unseen, and in its attributes."""

    def __init__(self) -> None:
        self.seen, self.unseen = Stream(), Stream()
        self.meanings = Meanings()
        self.passed: list[_Pieces] = []
        self.tags: list[tuple[Tag, int]] = []

    def attributes(self, part: Part) -> list[str]:
        """Return the texts of the attributes of one kind, each once."""
        alone = [value.text for tag, _ in self.tags for value in tag.values if value.part == part]
        return list(dict.fromkeys(self.meanings.attributes(part) + alone))

    def places(self, part: Part, wanted: Collection[str]) -> Iterator[tuple[str, int]]:
        """Yield where in the source the wanted attributes of one kind stand."""
        holding = self.meanings.holding(part, wanted)
        for run, begins in chain.from_iterable(some.runs() for some in self.passed) if holding else ():
            for text, at in holding.get(run, ()):
                yield text, begins + at
        for tag, at in self.tags if wanted else ():
            for value in tag.values:
                if value.part == part and value.text in wanted:
                    yield value.text, at + value.start


def read(html: str) -> Reading:
    """Read a body."""
    reader = _Reader()
    reader.walk(html)
    return reader.reading


class _Reader:
    def __init__(self) -> None:
        self.reading = Reading()
        self._tags: dict[str, Tag | None] = {}
        self._inside_comment = False
        # The element that hides, or pales, what stands in it, and how many of its name are open.
        self._hiding, self._hides = "", 0
        self._paling, self._pales = "", 0
        self._seen_since_hiding = True

    def walk(self, html: str) -> None:
        """Read HTML: what means only text and edges as it is, the rest tag by tag."""
        meanings = self.reading.meanings
        cut = _Cut(html, meanings)
        which = 0
        for stop in compress(count(1, 2), map(meanings.more.__contains__, cut.pieces[1::2])):
            if stop >= which:
                self._pass(cut, which, stop)
                which = self._read_from(cut, stop)
        self._pass(cut, which, len(cut.pieces))

    def _pass(self, cut: _Cut, first: int, end: int) -> None:
        if first < end:
            run = _Pieces(cut, first, end)
            self.reading.passed.append(run)
            self.reading.seen.add(run)
            self._seen_since_hiding = self._seen_since_hiding or any(run.texts)

    def _read_from(self, cut: _Cut, stop: int) -> int:
        """Read what may mean more tag by tag, on to where nothing is open; return the piece that follows."""
        starts, which, last = cut.starts, stop, len(cut.pieces)
        at = starts[which]
        while True:
            at = self._step(cut.html, 0, at)
            while which < last and at >= starts[which + 1]:
                which += 1
            if which == last or (at == starts[which] and not self._special):
                return which

    def _step(self, html: str, base: int, at: int) -> int:
        """Read a tag, or text up to one; return where it ends."""
        text = _TEXT.match(html, at)
        if text and text[0]:
            self._say(text[0], base + at)
            return text.end()
        return self._meet(html, base, at)

    def _meet(self, html: str, base: int, at: int) -> int:
        """Read what begins with a "<"; return where it ends."""
        stop = html.find("<", at + 1)
        # All up to the first ">", unless another "<" comes before it.
        token = html[at : html.find(">", at, stop if stop >= 0 else len(html)) + 1]
        tag = self._tags.get(token)
        if tag is None:
            sure = bool(token) and is_sure(token[1:-1])
            token = token if sure else _token(html, at)
            tag = learn(token)
            if sure:
                self._tags[token] = tag
        if tag:
            self._apply(tag, token, base + at)
        else:
            self._other(token, base + at)
        return at + len(token)

    def _other(self, token: str, at: int) -> None:
        """Read a comment, as the HTML it may hold, or a declaration."""
        if says_nothing(token):
            return
        self._begin_unseen()
        if token.startswith("<!--") and not self._inside_comment:
            self._inside_comment = True
            html, within = token[4:-3] if token.endswith("-->") else token[4:], 0
            while within < len(html):
                within = self._step(html, at + 4, within)
            self._inside_comment = False
        else:
            self._unsee(token[2:], at + 2)
        self._end_unseen()

    @property
    def _special(self) -> bool:
        return bool(self._hides or self._pales)

    def _say(self, text: str, at: int, *, pale: bool = True) -> None:
        if text and (self._inside_comment or self._hides):
            self._unsee(text, at)
        elif text:
            self.reading.seen.add(Raw(text, at, ENTITIES, pale=pale and self._pales > 0))
            self._seen_since_hiding = True

    def _unsee(self, text: str, at: int) -> None:
        if text:
            self.reading.unseen.add(Raw(text, at, ENTITIES))

    def _apply(self, tag: Tag, token: str, at: int) -> None:
        if tag.values:
            self.reading.tags.append((tag, at))
        if tag.opens and not self._inside_comment:
            self._open(tag)
        self._say(tag.separator, at, pale=False)
        if not tag.opens and not self._inside_comment:
            self._close(tag)
        if not tag.whole:
            self._begin_unseen()
            self._unsee(token, at)
            self._end_unseen()

    def _open(self, tag: Tag) -> None:
        if self._hides:
            self._hides += tag.keeps and tag.name == self._hiding
        elif tag.hides:
            self._hiding, self._hides = tag.name, 1
            self._begin_unseen()
        if self._pales:
            self._pales += tag.keeps and tag.name == self._paling
        elif tag.pales:
            self._paling, self._pales = tag.name, 1

    def _close(self, tag: Tag) -> None:
        if self._hides and tag.name == self._hiding:
            self._hides -= 1
            if not self._hides:
                self._end_unseen()
        if self._pales and tag.name == self._paling:
            self._pales -= 1

    def _begin_unseen(self) -> None:
        """Unseen texts run together only when nothing seen stands between them."""
        if self._seen_since_hiding:
            self.reading.unseen.add(Raw(ROW, 0))

    def _end_unseen(self) -> None:
        self._seen_since_hiding = False


def _token(html: str, at: int) -> str:
    """Return what begins with "<": a tag, comment or declaration; empty when it begins nothing."""
    found = _TOKEN.match(html, at)
    return found[0] if found else ""
