"""What runs of tags mean. Word writes the same ones by the thousand, so each, and each tag, is learned once."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import compress
from typing import NamedTuple

from backend.privacy.shapes import Part
from backend.privacy.stream import beside_cells
from backend.privacy.tags import Forms, learn

_WHITE = r"[ \t\r\n\f]"
# What stands between two texts: it holds every "<", so texts hold none. Possessive, so that nothing is read twice.
RUN = re.compile(rf"(<[^>]*+>?+(?:{_WHITE}*+(?:&nbsp;)*+{_WHITE}*+<[^>]*+>?+)*+)")
# Word's lists stand in such comments; they say nothing.
_CONDITION = r"\[(?:if [A-Za-z!()&| ]{1,40}|endif)\]"
_SAYS_NOTHING = re.compile(f"<!(?:{_CONDITION}|--{_CONDITION}--)>")

# Stands for what may mean more: private use, and read by nobody.
_MORE = "\ue005"
# Between runs that are learned together.
_BETWEEN = "\ue004"

Attribute = tuple[Part, str]


def says_nothing(token: str) -> bool:
    """Tell whether a comment or declaration says nothing to anybody but Word."""
    return bool(_SAYS_NOTHING.fullmatch(token))


class _Form(NamedTuple):
    """What runs of one form mean: as what they read, and which of what is quoted in them is an attribute or a style."""

    text: str
    slots: int
    values: Sequence[tuple[Part, int]] = ()
    styles: Sequence[tuple[str, int]] = ()
    bare: Sequence[Attribute] = ()


class Meanings:
    """What the runs met so far mean, and the attributes in their tags.

    Runs of one form differ only in what is quoted in them, so the form is understood once.
    """

    def __init__(self) -> None:
        self.more: set[str] = set()
        self._texts: dict[str, str] = {}
        # The attributes of each kind and, beside each, the run that it stands in.
        self._held: dict[Part, tuple[list[str], list[str]]] = {}
        self._tags = Forms()
        self._pieces: dict[str, tuple[str, list[Attribute]]] = {}

    def learn(self, runs: list[str]) -> list[str]:
        """Return the text that each run reads as, a sign alone for those in `more`, which may mean more."""
        new = dict.fromkeys(runs)
        self._learn_by_form([run for run in new if not ("'" in run or ' "' in run or run.count('"') % 2)])
        for run in new:
            if run not in self._texts:
                self._texts[run] = self._by_piece(run)
        self.more = {run for run, text in self._texts.items() if text is _MORE}
        return list(map(self._texts.__getitem__, runs))

    def attributes(self, part: Part) -> list[str]:
        """Return the texts of the attributes of one kind."""
        return self._held.get(part, ([], []))[0]

    def holding(self, part: Part, wanted: Collection[str]) -> dict[str, list[tuple[str, int]]]:
        """Return the runs that hold wanted attributes of one kind: the text of each, and where in the run it stands."""
        texts, runs = self._held.get(part, ([], []))
        holding = dict.fromkeys(compress(runs, map(wanted.__contains__, texts))) if wanted else ()
        return {run: list(_places(run, part, wanted)) for run in holding}

    def _learn_by_form(self, runs: list[str]) -> None:
        """Learn runs by what is left without what is quoted in them, all at once; none if signs of tags are quoted."""
        source = _BETWEEN.join(runs)
        parts = source.split('"')
        values = parts[1::2]
        quoted, forms = " ".join(values), '""'.join(parts[::2]).split(_BETWEEN)
        if source.count(_BETWEEN) != len(runs) - 1 or "<" in quoted or ">" in quoted:
            return
        known = {form: self._form(form) for form in dict.fromkeys(forms)}
        first = 0
        for run, form in zip(runs, map(known.__getitem__, forms), strict=True):
            if not form.styles or self._tags.shown([(name, values[first + slot]) for name, slot in form.styles]):
                self._texts[run] = form.text
                for part, slot in form.values:
                    self._hold(part, values[first + slot], run)
                for part, text in form.bare:
                    self._hold(part, text, run)
            else:
                self._texts[run] = _MORE
            first += form.slots

    def _hold(self, part: Part, text: str, run: str) -> None:
        texts, runs = self._held.setdefault(part, ([], []))
        texts.append(text)
        runs.append(run)

    def _form(self, written: str) -> _Form:
        """Understand the form of a run with nothing in its slots."""
        texts, slots = list[str](), 0
        values, styles, bare = list[tuple[Part, int]](), list[tuple[str, int]](), list[Attribute]()
        for piece in written[1:].split("<"):
            source, closed, white = piece.partition(">")
            if piece[:1] == "!":
                text = _unsaid(piece)
            else:
                form = self._tags.of(source)
                text = form.separator + _spaces(white) if closed and form.plain else _MORE
                values += [(part, slots + slot // 2) for part, slot in form.values]
                styles += [(name, slots + slot // 2) for name, slot in form.styles]
                bare += form.bare
            if text is _MORE:
                return _Form(_MORE, written.count('""'))
            texts.append(text)
            slots += source.count('""')
        return _Form(beside_cells("".join(texts)), slots, values, styles, bare)

    def _by_piece(self, run: str) -> str:
        """Learn a run tag by tag: slower, and right whatever the quotes."""
        texts, held = list[str](), list[Attribute]()
        for piece in run[1:].split("<"):
            known = self._pieces.get(piece)
            if known is None:
                known = self._pieces[piece] = self._piece(piece)
            if known[0] is _MORE:
                return _MORE
            texts.append(known[0])
            held += known[1]
        for part, text in held:
            self._hold(part, text, run)
        return beside_cells("".join(texts))

    def _piece(self, piece: str) -> tuple[str, list[Attribute]]:
        source, closed, white = piece.partition(">")
        if piece[:1] == "!":
            return _unsaid(piece), []
        plain = self._tags.plain(source) if closed else None
        if plain is None:
            return _MORE, []
        edge, attributes = plain
        return edge + _spaces(white), attributes


def _unsaid(piece: str) -> str:
    """Return as what a declaration and the white after it read."""
    source, closed, white = piece.partition(">")
    return _spaces(white) if closed and says_nothing(f"<{source}>") else _MORE


def _spaces(white: str) -> str:
    return white.replace("&nbsp;", "\u00a0")


def _places(run: str, part: Part, wanted: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield the wanted attributes of a run, and where in it they stand."""
    at = 0
    for piece in run[1:].split("<"):
        tag = learn(f"<{piece.partition('>')[0]}>")
        for value in tag.values if tag else ():
            if value.part == part and value.text in wanted:
                yield value.text, at + value.start
        at += len(piece) + 1
