"""What may be shown of the counts: nothing below five, and nothing that gives such a number away.

Only counts of five or more, each of one month, unit, type and service, are ever shown or added up, and a row in which
none is shown is not there. All that is answered would be the same, and could be true, were every number that is hidden
zero. So whatever is asked for, and however answers are compared, no smaller number can be reckoned from them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from backend.statistics.tallying import GUESTS, OUTCOMES, SIZES, Figure

LEAST = 5
# What a row shows beside its own counts: sums of them.
SUMS: Mapping[str, tuple[Figure, ...]] = {"meetings": OUTCOMES, "held": SIZES}
NAMES = (*SUMS, *Figure)
# How many guests and rooms one meeting explains, though some leave and others come. In a missed one no host was there
# to let anybody in: it explains only who was left waiting.
EXPLAINS: Mapping[Figure, int] = {
    Figure.HELD_TO_2: 2,
    Figure.HELD_TO_5: 5,
    Figure.HELD_TO_15: 15,
    Figure.HELD_MORE: 100,
    Figure.MISSED: 0,
}


@dataclass(frozen=True)
class Shown:
    """A number as it may be shown: as it is; with `more`, what there is at least; as None, below five.

    None with `more`: not shown, small or not, since others are not.
    """

    count: int | None
    more: bool = False


def masked(counts: Mapping[Figure, int]) -> dict[str, Shown]:
    """Return what may be shown of the counts of one month, unit, type and service."""
    row: dict[str, Shown] = {figure: _one(counts.get(figure, 0)) for figure in Figure}
    sums = {name: total(row[figure] for figure in parts) for name, parts in SUMS.items()}
    met = {figure: row[figure].count or 0 for figure in EXPLAINS}
    # Of more than the meetings that are shown explain there are others, which are not.
    row |= _explained(row, [Figure.LEFT_WAITING], sum(met.values()))
    row |= _explained(row, GUESTS, sum(EXPLAINS[figure] * count for figure, count in met.items()))
    return row | sums


def is_shown(row: Mapping[str, Shown]) -> bool:
    """Tell whether there is a row at all: one of nothing but hidden numbers tells that there was a meeting."""
    return any(number.count is not None for number in row.values())


def totals(rows: Iterable[Mapping[str, Shown]]) -> dict[str, Shown]:
    """Return the sum of each column, of what is shown alone: at least so many, as there may be rows that are not."""
    kept = list(rows)
    return {name: Shown(total(row[name] for row in kept).count or None, more=True) for name in NAMES}


def total(parts: Iterable[Shown]) -> Shown:
    """Return the sum of what is shown of `parts`, with `more` where something is not."""
    seen = Counter[str]()
    for part in parts:
        seen["sum"] += part.count or 0
        seen["hidden"] += part.count is None or part.more
    return Shown(seen["sum"] if seen["sum"] or not seen["hidden"] else None, more=seen["hidden"] > 0)


def _one(count: int) -> Shown:
    return Shown(count if count >= LEAST else None)


def _explained(row: Mapping[str, Shown], figures: Iterable[Figure], most: int) -> dict[str, Shown]:
    """Return the figures, none of them if they come to more than `most`, and the same when all of them are small."""
    those: dict[str, Shown] = {figure: row[figure] for figure in figures}
    there = sum(number.count or 0 for number in those.values())
    return those if 0 < there <= most else dict.fromkeys(those, Shown(None, more=True))
