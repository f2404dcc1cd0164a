"""The numbers a publisher gives its events: what is new, what has come before, what never came.

A publisher counts from one each time it starts, and says in no event which start it counts from; but within one start
both number and moment only grow. So a number we had before with a moment after all we had begins a new run.
"""

from collections.abc import Iterable
from typing import NamedTuple

Ranges = tuple[tuple[int, int], ...]
_MOST_RANGES = 50


class Run(NamedTuple):
    """What has been heard since the publisher started: up to number `seq` at `time`, but for the `missing` ones.

    What is not after the moment `after` belongs to the run before. Each range holds its first and its last number.
    """

    after: int
    seq: int
    time: int
    missing: Ranges = ()


def heard(run: Run, seq: int, time: int) -> Run:
    """Return the run with one more event; one that comes twice, or from the run before, changes nothing."""
    if time <= run.after:
        return run
    if seq > run.seq:
        return run._replace(seq=seq, time=max(run.time, time), missing=_with(run.missing, run.seq + 1, seq - 1))
    if time > run.time:
        return Run(run.time, seq, time, _with((), 1, seq - 1))
    return run._replace(missing=_without(run.missing, seq))


def lacking(missing: Iterable[tuple[int, int]]) -> int:
    """Return how many numbers the ranges hold."""
    return sum(last - first + 1 for first, last in missing)


def _with(ranges: Ranges, first: int, last: int) -> Ranges:
    return (*ranges, (first, last))[-_MOST_RANGES:] if first <= last else ranges


def _without(ranges: Ranges, seq: int) -> Ranges:
    kept = (
        piece
        for first, last in ranges
        for piece in (((first, seq - 1), (seq + 1, last)) if first <= seq <= last else ((first, last),))
    )
    return tuple((first, last) for first, last in kept if first <= last)[-_MOST_RANGES:]
