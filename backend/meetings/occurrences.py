"""Which meetings of a series stay, move, go and come when its rule changes. Pure: nothing is done here.

What is on, has been ended or is past is never touched by an operation on a series: it is left alone, and said so.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backend.meetings import recurrence
from backend.meetings.recurrence import Pattern, Slot


class Fixed(StrEnum):
    """Why an operation on a series leaves a meeting alone."""

    LIVE = "live"
    ENDED = "ended"
    PAST = "past"


@dataclass(frozen=True)
class Occurrence:
    """A meeting there is. `original` is the start its rule once gave it."""

    id: str
    original: datetime
    start: datetime
    end: datetime
    is_exception: bool = False
    fixed: Fixed | None = None


class Move(NamedTuple):
    """A meeting that stands for another slot from now on, or stands there at another time."""

    id: str
    original: datetime
    start: datetime
    end: datetime
    is_exception: bool


class Left(NamedTuple):
    """A meeting that is left alone, and why."""

    id: str
    start: datetime
    reason: Fixed


class Plan(NamedTuple):
    """What is to be done; a meeting that is in none of them stays as it is."""

    moves: tuple[Move, ...]
    made: tuple[Slot, ...]
    removed: tuple[str, ...]
    left_alone: tuple[Left, ...]


class Likeness(NamedTuple):
    """What a meeting and a slot must have in common to be the same one."""

    of_meeting: Callable[[datetime], Hashable]
    of_slot: Callable[[datetime], Hashable]


def same_start() -> Likeness:
    """A meeting stands for the slot with its original start."""
    return Likeness(lambda original: original, lambda start: start)


def same_day(zone: ZoneInfo) -> Likeness:
    """A meeting stands for the slot on the day it was meant for."""
    return Likeness(lambda original: original.astimezone(zone).date(), lambda start: start.astimezone(zone).date())


def same_place(before: Pattern, after: Pattern, by: timedelta) -> Likeness:
    """A meeting stands for the slot it becomes when the whole series moves."""
    return Likeness(lambda original: recurrence.shift(before, original, by, after), lambda start: start)


def plan(existing: Sequence[Occurrence], slots: Sequence[Slot], alike: Sequence[Likeness], now: datetime) -> Plan:
    """Return what makes the meetings those of `slots`; the likenesses are tried one after the other.

    One that was moved on its own keeps its time, unless it collides with another of the series.
    """
    pairs = _pairs(existing, slots, alike)
    unmatched = [each for each in existing if each.fixed is None and each.id not in pairs]
    # Where its new time has passed already it stays for this once: nobody's meeting of today disappears.
    overtaken = {each.id for each in unmatched if _is_past(alike[0].of_meeting(each.original), each, now)}
    spoken_for = {
        each.original
        for each in existing
        if (each.fixed or each.id in overtaken) and (each.id not in pairs or pairs[each.id].start != each.original)
    }
    if any(slot.start in spoken_for for slot in slots):
        # What stays as it is stands for its own slot still: no other meeting is to stand there too.
        return plan(existing, [slot for slot in slots if slot.start not in spoken_for], alike, now)
    moves = [
        moved
        for each in existing
        if each.fixed is None and (slot := pairs.get(each.id)) and (moved := _settled(each, slot, slots))
    ]
    taken = {slot.start for slot in pairs.values()}
    left = [Left(each.id, each.start, each.fixed) for each in existing if each.fixed and _differs(each, pairs)]
    return Plan(
        moves=tuple(moves),
        made=tuple(slot for slot in slots if slot.start not in taken),
        removed=tuple(each.id for each in unmatched if each.id not in overtaken),
        left_alone=tuple(
            sorted([*left, *(Left(each.id, each.start, Fixed.PAST) for each in unmatched if each.id in overtaken)],
                   key=lambda each: each.start)
        ),
    )  # fmt: skip


def _pairs(existing: Sequence[Occurrence], slots: Sequence[Slot], alike: Sequence[Likeness]) -> dict[str, Slot]:
    pairs: dict[str, Slot] = {}
    free = {slot.start: slot for slot in slots}
    for likeness in alike:
        by_key = {likeness.of_slot(start): start for start in sorted(free, reverse=True)}
        for each in sorted(existing, key=lambda each: each.original):
            start = None if each.id in pairs else by_key.pop(likeness.of_meeting(each.original), None)
            if start is not None:
                pairs[each.id] = free.pop(start)
    return pairs


def _settled(each: Occurrence, slot: Slot, slots: Collection[Slot]) -> Move | None:
    collides = any(other is not slot and each.start < other.end and other.start < each.end for other in slots)
    keeps_time = each.is_exception and not collides
    start, end = (each.start, each.end) if keeps_time else (slot.start, slot.end)
    move = Move(each.id, slot.start, start, end, keeps_time)
    return None if move == (each.id, each.original, each.start, each.end, each.is_exception) else move


def _is_past(becomes: Hashable, each: Occurrence, now: datetime) -> bool:
    return isinstance(becomes, datetime) and becomes + (each.end - each.start) <= now


def _differs(each: Occurrence, pairs: dict[str, Slot]) -> bool:
    slot = pairs.get(each.id)
    return slot is None or (slot.start, slot.end) != (each.start, each.end)
