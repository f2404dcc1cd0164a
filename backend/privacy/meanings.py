"""What runs of tags mean. Word writes the same ones by the thousand, so each, and each tag, is learned once."""

import re

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

Attribute = tuple[Part, str]


def says_nothing(token: str) -> bool:
    """Tell whether a comment or declaration says nothing to anybody but Word."""
    return bool(_SAYS_NOTHING.fullmatch(token))


class Meanings:
    """What the runs met so far mean, and the attributes in their tags."""

    def __init__(self) -> None:
        self.more: set[str] = set()
        self.attributes: dict[str, list[Attribute]] = {}
        self._runs: dict[str, str] = {}
        self._forms = Forms()

    def learn(self, runs: list[str]) -> list[str]:
        """Return the text that each run reads as, a sign alone for those in `more`, which may mean more."""
        new = dict.fromkeys(runs)
        # By what stands from one "<" to the next.
        edge = {piece: self._piece(piece) for piece in dict.fromkeys("".join(new)[1:].split("<"))}.__getitem__
        edges = {run: "".join(map(edge, run[1:].split("<"))) for run in new}
        texts = {text: _MORE if _MORE in text else beside_cells(text) for text in dict.fromkeys(edges.values())}
        known = self._runs = {run: texts[text] for run, text in edges.items()}
        self.more = {run for run, text in known.items() if text is _MORE}
        return list(map(known.__getitem__, runs))

    def holding(self, wanted: set[Attribute]) -> dict[str, list[tuple[str, int]]]:
        """Return the runs that hold wanted attributes: the text of each, and where in the run it stands."""
        holding = {piece for piece, held in self.attributes.items() if not wanted.isdisjoint(held)}
        found: dict[str, list[tuple[str, int]]] = {}
        for run in self._runs if holding else ():
            at = 0
            for piece in run[1:].split("<"):
                tag = learn(f"<{piece.partition('>')[0]}>") if piece in holding else None
                for value in tag.values if tag else ():
                    if (value.part, value.text) in wanted:
                        found.setdefault(run, []).append((value.text, at + value.start))
                at += len(piece) + 1
        return found

    def _piece(self, piece: str) -> str:
        source, closed, white = piece.partition(">")
        if piece[:1] == "!":
            return white if closed and says_nothing(f"<{source}>") else _MORE
        plain = self._forms.plain(source) if closed else None
        if plain is None:
            return _MORE
        edge, attributes = plain
        if attributes:
            self.attributes[piece] = attributes
        return edge + white.replace("&nbsp;", "\u00a0")
