"""What may be shown of the counts: nothing below five, and no sum that gives such a number away.

Only counts of five or more, each of one month, unit, type and service, are ever shown or added up. So whatever is asked
for, and however answers are compared, no smaller number can be reckoned from them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from backend.statistics.tallying import OUTCOMES, SIZES, Figure

LEAST = 5
# What a row shows beside its own counts: sums of them.
SUMS: Mapping[str, tuple[Figure, ...]] = {"meetings": OUTCOMES, "held": SIZES}
NAMES = (*SUMS, *Figure)


@dataclass(frozen=True)
class Shown:
    """A number as it may be shown: as it is; with `more`, what there is at least; as None, below five.

    None with `more`: not shown, since others are not.
    """

    count: int | None
    more: bool = False


def masked(counts: Mapping[Figure, int]) -> dict[str, Shown]:
    """Return what may be shown of the counts of one month, unit, type and service."""
    row: dict[str, Shown] = {figure: _one(counts.get(figure, 0)) for figure in Figure}
    shown = row | {name: total(row[figure] for figure in parts) for name, parts in SUMS.items()}
    if (row[Figure.LEFT_WAITING].count or 0) > (shown["meetings"].count or 0):
        # It is some of the meetings: it would tell how many those are that are not shown.
        shown[Figure.LEFT_WAITING] = Shown(None, more=True)
    return shown


def totals(rows: Iterable[Mapping[str, Shown]]) -> dict[str, Shown]:
    """Return the sum of each column, of what is shown alone."""
    kept = list(rows)
    return {name: total(row[name] for row in kept) for name in NAMES}


def total(parts: Iterable[Shown]) -> Shown:
    """Return the sum of what is shown of `parts`, with `more` where something is not."""
    seen = Counter[str]()
    for part in parts:
        seen["sum"] += part.count or 0
        seen["hidden"] += part.count is None or part.more
    return Shown(seen["sum"] if seen["sum"] or not seen["hidden"] else None, more=seen["hidden"] > 0)


def _one(count: int) -> Shown:
    return Shown(count if count >= LEAST else None)
