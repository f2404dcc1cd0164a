"""What one meeting adds to the statistics: a rule of when people waited and were in, and nothing else."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple


class Figure(StrEnum):
    """What is counted. A meeting adds one to exactly one of `OUTCOMES`.

    `HELD_…`: a host and somebody else were in at the same time; by the most who were in at once, hosts and rooms too.
    `MISSED`: somebody waited or was in, but never with a host. `NOBODY`: nobody but hosts ever waited or was in.
    `UNTOLD`: nobody can say: the service tells nothing of people, or told nothing of somebody who was led on to it.
    `LEFT_WAITING`: of the held and the missed, those where a guest who waited never came in and was not turned away by
    a host. `WAIT_…`: guests who were let in, by the wait before they first were. `ROOMS`: rooms that were in.
    """

    HELD_TO_2 = "held-2"
    HELD_TO_5 = "held-5"
    HELD_TO_15 = "held-15"
    HELD_MORE = "held-more"
    MISSED = "missed"
    NOBODY = "nobody"
    UNTOLD = "untold"
    LEFT_WAITING = "left-waiting"
    WAIT_TO_1 = "wait-1"
    WAIT_TO_5 = "wait-5"
    WAIT_TO_15 = "wait-15"
    WAIT_MORE = "wait-more"
    ROOMS = "rooms"


SIZES = (Figure.HELD_TO_2, Figure.HELD_TO_5, Figure.HELD_TO_15, Figure.HELD_MORE)
OUTCOMES = (*SIZES, Figure.MISSED, Figure.NOBODY, Figure.UNTOLD)
GUESTS = (Figure.WAIT_TO_1, Figure.WAIT_TO_5, Figure.WAIT_TO_15, Figure.WAIT_MORE, Figure.ROOMS)
_MOST = ((2, Figure.HELD_TO_2), (5, Figure.HELD_TO_5), (15, Figure.HELD_TO_15))
_WAITS = (
    (timedelta(minutes=1), Figure.WAIT_TO_1),
    (timedelta(minutes=5), Figure.WAIT_TO_5),
    (timedelta(minutes=15), Figure.WAIT_TO_15),
)


class Stay(NamedTuple):
    """One person's part in a meeting, without who it is.

    `waited_from`: when the wait began that led in; None for whoever never waited. `in_from` and `in_until`: first in,
    and last out. Whoever went out for a while counts as in meanwhile: what is kept is one stretch for each.
    """

    host: bool = False
    room: bool = False
    turned_away: bool = False
    waited_from: datetime | None = None
    in_from: datetime | None = None
    in_until: datetime | None = None


class _Inside(NamedTuple):
    host: bool
    start: datetime
    end: datetime


def tally(stays: Sequence[Stay], *, told: bool) -> Counter[Figure]:
    """Return what a meeting that is over adds; `told` is False where the service tells nothing of people."""
    inside = [_inside(stay, stay.in_from) for stay in stays if stay.in_from is not None]
    found = Counter([_outcome(stays, inside, told=told)])
    if any(_was_left_waiting(stay) for stay in stays):
        found[Figure.LEFT_WAITING] += 1
    found.update(_waits(stays))
    rooms = sum(stay.room and stay.in_from is not None for stay in stays)
    return found + Counter({Figure.ROOMS: rooms})


def _outcome(stays: Sequence[Stay], inside: Sequence[_Inside], *, told: bool) -> Figure:
    known = [stay for stay in stays if stay.waited_from is not None or stay.in_from is not None]
    if _is_held(inside):
        most = max(sum(other.start <= one.start < other.end for other in inside) for one in inside)
        return next((figure for limit, figure in _MOST if most <= limit), Figure.HELD_MORE)
    if any(not stay.host for stay in known):
        return Figure.MISSED
    # Whoever was led on and never told of may have been there all the same, unless a host turned them away.
    guests_known = all(stay.host or stay.turned_away for stay in stays)
    return Figure.NOBODY if told and guests_known and (known or not stays) else Figure.UNTOLD


def _is_held(inside: Sequence[_Inside]) -> bool:
    return any(
        one.host and one is not other and max(one.start, other.start) < min(one.end, other.end)
        for one in inside
        for other in inside
    )


def _was_left_waiting(stay: Stay) -> bool:
    return stay.waited_from is not None and stay.in_from is None and not (stay.host or stay.turned_away)


def _waits(stays: Sequence[Stay]) -> Iterator[Figure]:
    for stay in stays:
        if stay.waited_from is not None and stay.in_from is not None and not stay.host:
            wait = stay.in_from - stay.waited_from
            yield next((figure for limit, figure in _WAITS if wait < limit), Figure.WAIT_MORE)


def _inside(stay: Stay, start: datetime) -> _Inside:
    # What is told out of order may end before it began.
    return _Inside(stay.host, start, max(start, stay.in_until or start))
