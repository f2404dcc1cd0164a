"""Which of two meetings has a room that both want at the same time: the one that had its time there first.

A booker is refused a room that is taken. But a meeting that is moved is moved, whatever its rooms say, so two can come
to overlap: whoever came last to the time is without the room, and is told so. Nobody's room is taken from them. What is
no meeting, a conference, is never there second: it is refused a room that a meeting has.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple


class Claim(NamedTuple):
    """One meeting's wish for one room. `since` is when it came to want this room at this time."""

    room: str
    meeting: str
    booking: str
    start: datetime
    end: datetime
    since: datetime

    def meets(self, other: "Claim") -> bool:
        """Tell whether the two want the same room at the same time. What ends as another begins does not."""
        return self.room == other.room and self.start < other.end and other.start < self.end

    def comes_before(self, other: "Claim") -> bool:
        """Tell whether this one goes before the other."""
        return (self.since, self.meeting) < (other.since, other.meeting)


def pairs(claims: Iterable[Claim]) -> list[tuple[Claim, Claim]]:
    """Return every two of different meetings that want the same room at the same time."""
    found: list[tuple[Claim, Claim]] = []
    open_ones: list[Claim] = []
    for claim in sorted(claims, key=lambda each: (each.room, each.start)):
        open_ones = [each for each in open_ones if each.room == claim.room and each.end > claim.start]
        found += [(each, claim) for each in open_ones if each.meeting != claim.meeting and each.meets(claim)]
        open_ones.append(claim)
    return found


def without(claims: Sequence[Claim]) -> frozenset[tuple[str, str]]:
    """Return those that are without their room, as room and meeting: another had the time there before them."""
    lost = (second if first.comes_before(second) else first for first, second in pairs(claims))
    return frozenset((claim.room, claim.meeting) for claim in lost)


def beside(claims: Iterable[Claim], taken: Iterable[tuple[str, datetime, datetime]]) -> frozenset[tuple[str, str]]:
    """Return those that meet what is no meeting and has their room then, as room and meeting."""
    times: dict[str, list[tuple[datetime, datetime]]] = {}
    for room, start, end in taken:
        times.setdefault(room, []).append((start, end))
    return frozenset(
        (claim.room, claim.meeting)
        for claim in claims
        if any(start < claim.end and claim.start < end for start, end in times.get(claim.room, ()))
    )
