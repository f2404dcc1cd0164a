"""What a tag means, by its source alone: the edge it is, what it hides, the attributes a reader may meet.

Tags of one form differ only in what is quoted in them, so the form is understood once.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from backend.privacy.rules import RULES, compiled, fold, words
from backend.privacy.shapes import Part
from backend.privacy.stream import CELL, LINE, ROW

_WHITE = r"[ \t\r\n\f]"
_NAME = re.compile(r"</?([A-Za-z][^ \t\r\n\f/>]{0,40})")
_START = re.compile("/?[A-Za-z]")
_ATTRIBUTE = re.compile(
    rf"([^ \t\r\n\f=/>\"'<]{{1,40}})(?:{_WHITE}{{0,20}}={_WHITE}{{0,20}}"
    r"(?:\"([^\"]*)\"|'([^']*)'|([^ \t\r\n\f>\"']{1,4000})))?"
)
_QUOTED = re.compile(rf"={_WHITE}*+(?:\"[^\"]*+\"|'[^']*+')")
_UNCLOSED = re.compile(rf"={_WHITE}*+[\"']")
_SLOT = re.compile(rf"={_WHITE}{{0,20}}(\"[^\"]*+\"|'[^']*+')")
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
    """An attribute that a reader may meet: its text, and where it begins in its tag."""

    part: Part
    text: str
    start: int


@dataclass(slots=True)
class Tag:
    """What a tag means."""

    separator: str
    name: str
    opens: bool
    keeps: bool
    hides: bool
    pales: bool
    whole: bool
    values: list[Value]


class Form(NamedTuple):
    """What tags of one form mean: `plain` ones mean an edge, or not even that, and what stands in their slots."""

    plain: bool
    separator: str
    values: tuple[tuple[Part, int], ...]
    styles: tuple[tuple[str, int], ...]
    bare: tuple[tuple[Part, str], ...]


class Forms:
    """The forms of tags met so far."""

    def __init__(self) -> None:
        self._forms: dict[str, Form] = {}
        self._shown: dict[tuple[str, str], bool] = {}

    def plain(self, source: str) -> tuple[str, list[tuple[Part, str]]] | None:
        """Return the edge that a tag is and the attributes in it; None if it may mean more, or not end with its source.

        `source` is what stands between its signs.
        """
        parts = source.split('"')
        if len(parts) % 2 and "'" not in source and ' "' not in source:
            written = '""'.join(parts[::2])
        else:
            # Slower, and right whatever the quotes.
            parts = _SLOT.split(source)
            parts[1::2] = [slot[1:-1] for slot in parts[1::2]]
            written = '=""'.join(parts[::2])
        form = self.of(written)
        if not (form.plain and self.shown([(name, parts[slot]) for name, slot in form.styles])):
            return None
        return form.separator, [*((part, parts[slot]) for part, slot in form.values), *form.bare]

    def of(self, written: str) -> Form:
        """Return the form of a tag with nothing in its slots."""
        form = self._forms.get(written)
        if form is None:
            form = self._forms[written] = _form(written)
        return form

    def shown(self, styles: list[tuple[str, str]]) -> bool:
        """Tell whether no style, by the attribute's name and its value, hides or pales anything."""
        return all(map(self._shows, styles))

    def _shows(self, style: tuple[str, str]) -> bool:
        shown = self._shown.get(style)
        if shown is None:
            name, value = style
            shown = self._shown[style] = not any(_effect(name, value))
        return shown


def is_sure(source: str) -> bool:
    """Tell whether what stands after a sign is a tag and ends where it does whatever follows: all its quotes close."""
    closes = not (_UNCLOSED.search(source) and _UNCLOSED.search(_QUOTED.sub("", source)))
    return closes and bool(_START.match(source))


def learn(token: str) -> Tag | None:
    """Return what a tag means, signs and all; None for what is no tag."""
    named = _NAME.match(token)
    if not named:
        return None
    name = fold(named[1])
    opens = token[1] != "/"
    keeps = opens and name not in _VOID and not token.endswith("/>")
    tag = Tag(
        separator=_SEPARATORS.get(name, ""),
        name=name,
        opens=opens,
        keeps=keeps,
        hides=keeps and name in _HIDDEN,
        pales=False,
        whole=token.endswith(">") and token.find("<", 1) < 0,
        values=[],
    )
    if opens:
        for found in _ATTRIBUTE.finditer(token, named.end()):
            _attribute(tag, found)
    return tag


def _attribute(tag: Tag, found: re.Match[str]) -> None:
    name = fold(found[1])
    group = found.lastindex or 1
    value = found[group] if group > 1 else ""
    part = _PARTS.get(name)
    if part and value:
        tag.values.append(Value(part, value, found.start(group)))
    elif tag.keeps:
        hides, pales = _effect(name, value)
        tag.hides = tag.hides or bool(hides)
        tag.pales = tag.pales if pales is None else pales or (name == "color" and tag.pales)


def _effect(name: str, value: str) -> tuple[bool, bool | None]:
    """Return whether an attribute hides, and pales, what stands in its element; None if it says nothing of it."""
    if name == "hidden":
        return True, None
    if name == "style":
        style = _SPACES.sub("", fold(value))
        return bool(_HIDING.search(style)), bool(_PALE.search(style)) and not _BACKED.search(style)
    if name == "color":
        return False, bool(_PALE.search("color:" + fold(value)))
    return False, None


def _form(source: str) -> Form:
    """Understand the form of a tag with nothing in its slots."""
    key = source.split('=""')
    token = f"<{source}>"
    tag = learn(token)
    named = _NAME.match(token)
    stray = any("'" in part or '"' in part for part in key)
    if tag is None or named is None or stray or not is_sure(source) or tag.hides or tag.pales:
        return Form(plain=False, separator="", values=(), styles=(), bare=())
    slots = [found for found in _ATTRIBUTE.finditer(token, named.end()) if found[2] is not None]
    names = [fold(found[1]) for found in slots]
    held = list(enumerate(names)) if tag.opens else []
    return Form(
        # A slot that is read as anything but the value of an attribute makes the tag one to be read by itself.
        plain=len(slots) == len(key) - 1,
        separator=tag.separator,
        values=tuple((_PARTS[name], 2 * at + 1) for at, name in held if name in _PARTS),
        styles=tuple((name, 2 * at + 1) for at, name in held if tag.keeps and name in {"style", "color"}),
        bare=tuple((value.part, value.text) for value in tag.values),
    )
