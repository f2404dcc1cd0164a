"""Who hears of what: expressions like /Status/Call[@item='3'] and what of a change they let through (roomos 1.1)."""

import re
from collections.abc import Callable, Iterable
from typing import cast

from simulators.roomos.errors import NoMatch, TooManyExpressions
from simulators.roomos.tree import Branch, Path, prune, united

MOST = 38
ROOTS = {"status": "Status", "event": "Event", "configuration": "Configuration"}
_PART = re.compile(r"/?([A-Za-z0-9_*]+)((?:\[(?:@item=)?'?\d+'?\])*)")
_NUMBER = re.compile(r"\d+")


def parse(expression: str) -> Path:
    """Return the path: items as numbers, the root as the trees have it. Raises NoMatch for what is none."""
    text = expression.strip().replace(" ", "/")
    found = list(_PART.finditer(text))
    if not found or "".join(match.group() for match in found) != text:
        raise NoMatch((expression,))
    path: list[str | int] = []
    for match in found:
        path += [int(match[1]) if match[1].isdecimal() else match[1], *map(int, _NUMBER.findall(match[2]))]
    root = ROOTS.get(str(path[0]).lower())
    if root is None:
        raise NoMatch((expression,))
    return (root, *path[1:])


def written(path: Path) -> str:
    """Return the expression as a device writes it."""
    return "".join(f"[@item='{part}']" if isinstance(part, int) else f"/{part}" for part in path)


class Subscription:
    """One listener and its expressions. It hears each change once, with all of its expressions' parts in it."""

    def __init__(self, tell: Callable[[Branch], None], expressions: Iterable[Path] = ()) -> None:
        self.expressions: list[Path] = list(expressions)
        self._tell = tell

    def add(self, expression: Path) -> None:
        """Hear of this too. Raises TooManyExpressions."""
        if expression in self.expressions:
            return
        if len(self.expressions) >= MOST:
            raise TooManyExpressions
        self.expressions.append(expression)

    def remove(self, expression: Path) -> None:
        """Hear no more of this; what was never asked for is no error."""
        self.expressions = [one for one in self.expressions if one != expression]

    def hear(self, tree: Branch) -> None:
        """Take a change, told from its root on."""
        parts = [prune(tree, expression) for expression in self.expressions]
        wanted = [cast("Branch", part) for part in parts if part is not None]
        if wanted:
            self._tell(united(wanted))
