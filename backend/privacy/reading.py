"""HTML as a reader sees it, and what is there without being seen. Never fails, whatever it is given.

Tags that end a line or a cell separate; all other tags and comments do not, so digits that tags split stand together.
A body is cut at every "<" and what the same piece means is learned once. Pieces that mean only text and edges are put
together as they are; the others are read one by one, on to where nothing that they began is open.
"""

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import accumulate, chain, compress, count

from backend.privacy.shapes import Part
from backend.privacy.stream import ENTITIES, ROW, Raw, Stream, decoded, decoded_all
from backend.privacy.tags import Forms, Tag, is_sure, learn

_WHITE = r"[ \t\r\n\f]"
# Possessive throughout: an unclosed quote or tag costs one look at the rest, never one per tag.
_TOKEN = re.compile(
    r"<!--(?:-?>|(?s:.*?)(?:-->|\Z))"
    r"|<(?:[!?]|/(?![A-Za-z]))[^>]*+(?:>|\Z)"
    rf"|</?[A-Za-z](?:[^>\"'=]++|={_WHITE}*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+(?:>|\Z)"
)
_OPENERS = frozenset("!?/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

Attribute = tuple[Part, str]


class Meanings:
    """What the pieces met so far mean, and their tags."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.more: set[str] = set()
        self.edges: dict[str, str] = {}
        self.attributes: dict[str, list[Attribute]] = {}
        self._forms = Forms()

    def learn(self, pieces: list[str]) -> list[str]:
        """Return the text that each piece stands for; it is nothing for those in `more`, which may mean more."""
        texts, edges = self.texts, self.edges
        coded: list[str] = []
        for piece in dict.fromkeys(pieces):
            if piece[:1] not in _OPENERS:
                # A sign that begins no tag is text.
                texts[piece] = "<" + _decoded(piece)
                continue
            source, closed, text = piece.partition(">")
            edge = edges.get(source) if closed else None
            if edge is None and closed:
                edge = self._edge(source)
            if edge is None:
                self.more.add(piece)
                texts[piece] = ""
            elif "&" in text:
                coded.append(piece)
                texts[piece] = edge + text
            else:
                texts[piece] = edge + text
        texts.update(zip(coded, decoded_all([texts[piece] for piece in coded], ENTITIES), strict=True))
        return list(map(texts.__getitem__, pieces))

    def _edge(self, source: str) -> str | None:
        plain = self._forms.plain(source)
        if plain is None:
            return None
        edge, attributes = plain
        self.edges[source] = edge
        if attributes:
            self.attributes[source] = attributes
        return edge


class _Cut:
    """HTML that begins at `base` in the source, cut at every "<"."""

    def __init__(self, html: str, base: int) -> None:
        self.html, self.base = html, base
        self.lead, *self.pieces = html.split("<")

    @cached_property
    def starts(self) -> list[int]:
        """Where in the source the "<" of each piece stands."""
        return list(accumulate([len(piece) + 1 for piece in self.pieces], initial=self.base + len(self.lead)))


class _Pieces:
    """Pieces of a cut, from `first` on, that mean only text and edges."""

    pale = False

    def __init__(self, texts: list[str], first: int, cut: _Cut, meanings: Meanings) -> None:
        self.texts = texts
        self._first, self._cut, self._meanings = first, cut, meanings

    def place(self, piece: int, at: int, *, odd: bool) -> tuple[int, int]:
        """Return from where up to where in the source the character of a piece stands."""
        which = self._first + piece
        source, begins = self._cut.pieces[which], self._cut.starts[which]
        if source[:1] not in _OPENERS:
            return Raw("<" + source, begins, ENTITIES).place(0, at, odd=odd)
        tag, _, text = source.partition(">")
        edge = len(self._meanings.edges[tag])
        if at < edge:
            return begins, begins + 1
        return Raw(text, begins + len(tag) + 2, ENTITIES).place(0, at - edge, odd=odd)

    def tags(self, wanted: set[str]) -> Iterator[tuple[str, int]]:
        """Yield the pieces among the wanted, and where they stand."""
        for which in range(self._first, self._first + len(self.texts)):
            piece = self._cut.pieces[which]
            if piece in wanted:
                yield piece, self._cut.starts[which]


class Reading:
    """What a body says: seen, unseen, and in its attributes."""

    def __init__(self) -> None:
        self.seen, self.unseen = Stream(), Stream()
        self.meanings = Meanings()
        self.runs: list[_Pieces] = []
        self.tags: list[tuple[Tag, int]] = []

    def attributes(self, part: Part) -> list[str]:
        """Return the texts of the attributes of one kind, each once."""
        alone = ((value.part, value.text) for tag, _ in self.tags for value in tag.values)
        among = (attribute for attributes in self.meanings.attributes.values() for attribute in attributes)
        return list(dict.fromkeys(text for one, text in (*among, *alone) if one == part))

    def places(self, part: Part, wanted: Collection[str]) -> Iterator[tuple[str, int]]:
        """Yield where in the source the wanted attributes of one kind stand."""
        asked = {(part, text) for text in wanted}
        sources = {source for source, held in self.meanings.attributes.items() if not asked.isdisjoint(held)}
        pieces = {piece for piece in self.meanings.texts if piece.partition(">")[0] in sources} if sources else set()
        tags = {piece: learn(f"<{piece.partition('>')[0]}>") for piece in pieces}
        among = ((tags[piece], at) for run in self.runs if pieces for piece, at in run.tags(pieces))
        for tag, at in chain(among, self.tags if asked else ()):
            for value in tag.values if tag else ():
                if (value.part, value.text) in asked:
                    yield value.text, at + value.start


def read(html: str) -> Reading:
    """Read a body."""
    reader = _Reader()
    reader.walk(_Cut(html, 0))
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

    def walk(self, cut: _Cut) -> None:
        """Read HTML: what means only text and edges as it is, the rest one by one."""
        self._say(cut.lead, cut.base)
        meanings = self.reading.meanings
        texts = meanings.learn(cut.pieces)
        alone = compress(count(), map(meanings.more.__contains__, cut.pieces))
        which, at = 0, len(cut.lead)
        for stop in alone:
            if stop >= which:
                self._pass(cut, texts[which:stop], which)
                at += sum(map(len, cut.pieces[which:stop])) + stop - which
                which, at = self._meet(cut, stop, at)
                while self._special and which < len(texts):
                    which, at = self._meet(cut, which, at)
        self._pass(cut, texts[which:], which)

    def walk_comment(self, cut: _Cut) -> None:
        """Read the HTML in a comment."""
        self._inside_comment = True
        self._say(cut.lead, cut.base)
        which, at = 0, len(cut.lead)
        while which < len(cut.pieces):
            which, at = self._meet(cut, which, at)
        self._inside_comment = False

    def _pass(self, cut: _Cut, texts: list[str], first: int) -> None:
        if texts:
            run = _Pieces(texts, first, cut, self.reading.meanings)
            self.reading.runs.append(run)
            self.reading.seen.add(run)
            self._seen_since_hiding = self._seen_since_hiding or any(texts)

    def _meet(self, cut: _Cut, which: int, at: int) -> tuple[int, int]:
        """Read what stands at a "<", and the text after it; return the piece to go on with, and where it is."""
        html, base = cut.html, cut.base
        source, closed, _ = cut.pieces[which].partition(">")
        tag, end = (self._tags.get(source) if closed else None), at + len(source) + 2
        if tag is None:
            sure = closed and is_sure(source)
            token = html[at:end] if sure else _token(html, at)
            end = at + len(token)
            tag = learn(token)
            if sure:
                self._tags[source] = tag
        if tag:
            self._apply(tag, html[at:end], base + at)
        elif end > at:
            self._other(html[at:end], base + at)
        following = html.find("<", max(end, at + 1))
        following = len(html) if following < 0 else following
        self._say(html[end:following], base + end)
        return which + 1 + html.count("<", at + 1, following), following

    def _other(self, token: str, at: int) -> None:
        """Read a comment, as the HTML it may hold, or a declaration."""
        self._begin_unseen()
        if token.startswith("<!--") and not self._inside_comment:
            self.walk_comment(_Cut(token[4:-3] if token.endswith("-->") else token[4:], at + 4))
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


def _decoded(text: str) -> str:
    return decoded(text, ENTITIES) if "&" in text else text


def _token(html: str, at: int) -> str:
    """Return what begins with "<": a tag, comment or declaration; empty when it begins nothing."""
    found = _TOKEN.match(html, at)
    return found[0] if found else ""
