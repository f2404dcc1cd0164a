"""The day as it is planned: when meetings begin, and when people come to them."""

import random
from dataclasses import dataclass
from itertools import accumulate

MEETINGS, JOINS = 7000, 19_000
PEAK = 20.0
_SEED = 1177
_QUARTER = 900.0
# Share of the day's meetings that begin in each hour from seven; eight o'clock sharp alone has the largest.
_HOURS = (0.03, 0.06, 0.14, 0.13, 0.10, 0.06, 0.12, 0.11, 0.08, 0.04, 0.01)
_EIGHT, _EIGHT_SHARE = 3600.0, 0.068
# People come a minute or so around the start: so eight o'clock has its twenty a second.
_SPREAD = 45.0
_HOST_EARLY = 30.0
# Built-in video, which stands in for a service here, takes four.
_MOST_GUESTS = 3


@dataclass(frozen=True)
class Visit:
    """One meeting. Times are seconds after seven in the morning; `host` and `guests` are when they come."""

    number: int
    start: float
    host: float
    guests: tuple[float, ...]

    @property
    def joins(self) -> tuple[float, ...]:
        """When anybody comes."""
        return (self.host, *self.guests)


def day() -> list[Visit]:
    """Return the whole day, always the same."""
    chance = random.Random(_SEED)  # noqa: S311 - a plan, not a secret
    ends = list(accumulate((*_HOURS, _EIGHT_SHARE)))
    guests = [1] * MEETINGS
    while sum(guests) < JOINS - MEETINGS:
        number = chance.randrange(MEETINGS)
        guests[number] += guests[number] < _MOST_GUESTS
    visits = []
    for number in range(MEETINGS):
        place = chance.random() * ends[-1]
        hour = next(at for at, end in enumerate(ends) if place <= end)
        start = _EIGHT if hour == len(_HOURS) else hour * 3600.0 + chance.randrange(4) * _QUARTER
        come = tuple(sorted(chance.gauss(start, _SPREAD) for _ in range(guests[number])))
        visits.append(Visit(number, start, min(come[0], start) - _HOST_EARLY * chance.random(), come))
    return visits


def busiest(seconds: float) -> list[Visit]:
    """Return the meetings people come to around the peak, and only those who come within so many seconds of it."""
    begins, ends = _EIGHT - seconds / 2, _EIGHT + seconds / 2
    return [
        Visit(visit.number, visit.start, max(visit.host, begins), tuple(at for at in visit.guests if at < ends))
        for visit in day()
        if begins <= visit.guests[0] < ends
    ]
