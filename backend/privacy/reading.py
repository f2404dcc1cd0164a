"""HTML as a reader sees it, and what is there without being seen. Never fails, whatever it is given.

Tags that end a line or a cell separate; all other tags and comments do not, so digits that tags split stand together.
A tag is known by its source, so a body with the same few tags over and over is read at the speed of splitting it.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from backend.privacy.rules import RULES, compiled, fold, words
from backend.privacy.shapes import Part
from backend.privacy.stream import CELL, LINE, ROW, Stream

_WHITE = r"[ \t\r\n\f]"
# Possessive throughout: an unclosed quote or tag costs one look at the rest, never one per tag.
_TOKEN = re.compile(
    r"<!--(?:-?>|(?s:.*?)(?:-->|\Z))"
    r"|<(?:[!?]|/(?![A-Za-z]))[^>]*+(?:>|\Z)"
    rf"|</?[A-Za-z](?:[^>\"'=]++|={_WHITE}*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+(?:>|\Z)"
)
_NAME = re.compile(r"</?([A-Za-z][^ \t\r\n\f/>]{0,40})")
_OPENERS = frozenset("!?/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_TAG_START = re.compile("/?[A-Za-z]")
_ATTRIBUTE = re.compile(
    rf"([^ \t\r\n\f=/>\"'<]{{1,40}})(?:{_WHITE}{{0,20}}={_WHITE}{{0,20}}"
    r"(?:\"([^\"]*)\"|'([^']*)'|([^ \t\r\n\f>\"']{1,4000})))?"
)
_QUOTED = re.compile(rf"={_WHITE}*+(?:\"[^\"]*+\"|'[^']*+')")
_UNCLOSED = re.compile(rf"={_WHITE}*+[\"']")
_SPACES = re.compile(_WHITE + "+")

_HTML: dict[str, str] = RULES["html"]
_SEPARATORS = {
    **dict.fromkeys(words(_HTML["block"]), LINE),
    **dict.fromkeys(words(_HTML["row"]), ROW),
    **dict.fromkeys(words(_HTML["cell"]), CELL),
}
_VOID = words(_HTML["void"])
_HIDDEN = words(_HTML["hidden"])
_PARTS: dict[str, Part] = {
    **dict.fromkeys(words(_HTML["href"]), "href"),
    **dict.fromkeys(words(_HTML["alt"]), "alt"),
}
_HIDING, _PALE, _BACKED = (compiled(_HTML[name]) for name in ("hiding", "pale", "backed"))


class Value(NamedTuple):
    """An attribute that a reader may meet: its text, where it begins in its tag, and where such tags stand."""

    part: Part
    text: str
    start: int
    tags: list[int]


@dataclass
class Reading:
    """What a body says: seen, unseen, and in its attributes."""

    seen: Stream = field(default_factory=Stream)
    unseen: Stream = field(default_factory=Stream)
    values: list[Value] = field(default_factory=list)


@dataclass(slots=True)
class _Tag:
    """What a tag means, by its source alone."""

    separator: str
    name: str
    opens: bool
    keeps: bool
    hides: bool
    pales: bool
    whole: bool
    values: list[Value]

    @property
    def plain(self) -> bool:
        return self.whole and not (self.hides or self.pales or self.values)


def read(html: str) -> Reading:
    """Read a body."""
    reader = _Reader()
    reader.walk(html, 0, inside_comment=False)
    return reader.reading


class _Reader:
    def __init__(self) -> None:
        self.reading = Reading()
        self._tags: dict[str, _Tag] = {}
        # Of tags that mean nothing more than an edge, or not even that: the text that stands for them.
        self._quick: dict[str, str] = {}
        # The same for such tags with no text after them, sign and all: the most of a body.
        self._bare: dict[str, str] = {}
        self._inside_comment = False
        # The element that hides, or pales, what stands in it, and how many of its name are open.
        self._hiding, self._hides = "", 0
        self._paling, self._pales = "", 0
        self._seen_at_hiding = -1

    def walk(self, html: str, base: int, *, inside_comment: bool) -> None:
        """Read HTML that stands at `base` in the source."""
        seen = self.reading.seen
        say, place, quick, bare = seen.texts.append, seen.origins.append, self._quick, self._bare
        self._inside_comment = inside_comment
        pieces = html.split("<")
        self._say(pieces[0], base)
        at, resume, special = len(pieces[0]), 0, self._special
        for piece in pieces[1:]:
            separator = bare.get(piece)
            if separator is not None and at >= resume and not special:
                if separator:
                    say(separator)
                    place(base + at)
            elif at >= resume and not special and piece[:1] not in _OPENERS and "&" not in piece:
                # A sign that begins no tag is text.
                say("<" + piece)
                place(base + at)
            elif at >= resume:
                source, closed, text = piece.partition(">")
                separator = quick.get(source)
                if separator is None or special or not closed:
                    resume = self._meet(html, base, at, source if closed else None)
                    special = self._special
                else:
                    if separator:
                        say(separator)
                        place(base + at)
                    if not text:
                        bare[piece] = separator
                    elif "&" in text:
                        seen.decode(text, base + at + len(source) + 2)
                    else:
                        say(text)
                        place(base + at + len(source) + 2)
            at += len(piece) + 1

    def _meet(self, html: str, base: int, at: int, source: str | None) -> int:
        """Read what stands at a "<", and the text after it; return where in the HTML to go on."""
        tag = self._tags.get(source) if source is not None else None
        end = at + len(source or "") + 2
        if tag is None:
            sure = source is not None and bool(_TAG_START.match(source)) and _ends_itself(source)
            token = html[at:end] if sure else _token(html, at)
            end = at + len(token)
            if sure or _NAME.match(token):
                tag = self._tag(token, source if sure else None)
        if tag:
            self._apply(tag, html[at:end], base + at)
        elif end > at:
            self._other(html[at:end], base + at)
        following = html.find("<", max(end, at + 1))
        following = len(html) if following < 0 else following
        self._say(html[end:following], base + end)
        return following

    def _tag(self, token: str, source: str | None) -> _Tag:
        """Learn a tag. It is known by its source from now on, if that is given: if it says where the tag ends."""
        tag = _learn(token)
        self.reading.values += tag.values
        if source is not None:
            self._tags[source] = tag
            if tag.plain:
                self._quick[source] = tag.separator
        return tag

    def _other(self, token: str, at: int) -> None:
        """Read a comment, as the HTML it may hold, or a declaration."""
        self._begin_unseen()
        if token.startswith("<!--") and not self._inside_comment:
            inner = token[4:-3] if token.endswith("-->") else token[4:]
            self.walk(inner, at + 4, inside_comment=True)
            self._inside_comment = False
        else:
            self.reading.unseen.decode(token[2:], at + 2)
        self._end_unseen()

    @property
    def _special(self) -> bool:
        return bool(self._inside_comment or self._hides or self._pales)

    def _say(self, text: str, at: int) -> None:
        if text:
            stream = self._stream
            first = len(stream.texts)
            stream.decode(text, at)
            if self._pales:
                stream.pale.update(range(first, len(stream.texts)))

    @property
    def _stream(self) -> Stream:
        return self.reading.unseen if self._inside_comment or self._hides else self.reading.seen

    def _apply(self, tag: _Tag, token: str, at: int) -> None:
        for value in tag.values:
            value.tags.append(at)
        if tag.opens and not self._inside_comment:
            self._open(tag)
        if tag.separator:
            self._stream.add(tag.separator, at)
        if not tag.opens and not self._inside_comment:
            self._close(tag)
        if not tag.whole:
            self._begin_unseen()
            self.reading.unseen.decode(token, at)
            self._end_unseen()

    def _open(self, tag: _Tag) -> None:
        if self._hides:
            self._hides += tag.keeps and tag.name == self._hiding
        elif tag.hides:
            self._hiding, self._hides = tag.name, 1
            self._begin_unseen()
        if self._pales:
            self._pales += tag.keeps and tag.name == self._paling
        elif tag.pales:
            self._paling, self._pales = tag.name, 1

    def _close(self, tag: _Tag) -> None:
        if self._hides and tag.name == self._hiding:
            self._hides -= 1
            if not self._hides:
                self._end_unseen()
        if self._pales and tag.name == self._paling:
            self._pales -= 1

    def _begin_unseen(self) -> None:
        """Unseen texts run together only when nothing seen stands between them."""
        if self._seen_at_hiding != len(self.reading.seen.texts):
            self.reading.unseen.add(ROW, 0)

    def _end_unseen(self) -> None:
        self._seen_at_hiding = len(self.reading.seen.texts)


def _token(html: str, at: int) -> str:
    """Return what begins with "<": a tag, comment or declaration; empty when it begins nothing."""
    found = _TOKEN.match(html, at)
    return found[0] if found else ""


def _ends_itself(source: str) -> bool:
    """Tell whether a tag's source ends where it does whatever follows: all its quotes close."""
    return not (_UNCLOSED.search(source) and _UNCLOSED.search(_QUOTED.sub("", source)))


def _learn(source: str) -> _Tag:
    named = _NAME.match(source)
    name = fold(named[1]) if named else ""
    opens = source[1] != "/"
    keeps = opens and name not in _VOID and not source.endswith("/>")
    tag = _Tag(
        separator=_SEPARATORS.get(name, ""),
        name=name,
        opens=opens,
        keeps=keeps,
        hides=keeps and name in _HIDDEN,
        pales=False,
        whole=source.endswith(">") and source.find("<", 1) < 0,
        values=[],
    )
    if opens:
        for found in _ATTRIBUTE.finditer(source, named.end() if named else 1):
            _attribute(tag, found)
    return tag


def _attribute(tag: _Tag, found: re.Match[str]) -> None:
    name = fold(found[1])
    group = found.lastindex or 1
    value = found[group] if group > 1 else ""
    part = _PARTS.get(name)
    if part and value:
        tag.values.append(Value(part, value, found.start(group), []))
    elif not tag.keeps:
        return
    elif name == "hidden":
        tag.hides = True
    elif name == "style":
        style = _SPACES.sub("", fold(value))
        tag.hides = tag.hides or bool(_HIDING.search(style))
        tag.pales = bool(_PALE.search(style)) and not _BACKED.search(style)
    elif name == "color":
        tag.pales = tag.pales or bool(_PALE.search("color:" + fold(value)))
