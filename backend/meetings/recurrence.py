"""Recurrence rules as calendars write them (RFC 5545), and the moments they give.

Pure: a rule, its exceptions, a time zone and the first period in; moments in UTC out. A series keeps its time on the
wall over the nights when clocks are set: a time that does not exist that night is read with the offset before the
change, and of a time that comes twice the first is meant (RFC 5545, 3.3.5 and 3.3.10). Each lasts as long as the first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import islice
from zoneinfo import ZoneInfo

from backend.errors import FieldFault, Invalid, Text
from backend.meetings import recurrence_days
from backend.meetings import recurrence_rules as rules
from backend.meetings.recurrence_rules import Rule

MOST = 100
SPAN = timedelta(days=370)
# How far past the span one looks for whether a rule goes on: leap days come 8 years apart at most.
_LOOK = timedelta(days=3700)
_EXDATES = "/appointment/recurrence/exdates"


@dataclass(frozen=True)
class Slot:
    """One period a rule gives. `start` names it for good: the original start (RFC 5545 RECURRENCE-ID)."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Pattern:
    """A rule with what it is counted from: the first period in UTC, its time zone (IANA) and its exceptions.

    An exception is a day of the zone, or the moment an occurrence would start.
    """

    rule: Rule
    start: datetime
    end: datetime
    zone: ZoneInfo
    exdates: tuple[date | datetime, ...] = ()

    @property
    def duration(self) -> timedelta:
        """How long each occurrence lasts."""
        return self.end - self.start

    @cached_property
    def _except(self) -> frozenset[date | datetime]:
        return frozenset(self.exdates)

    def wall(self, moment: datetime) -> datetime:
        """Return the time on the wall, without zone."""
        return moment.astimezone(self.zone).replace(tzinfo=None, fold=0)

    def moment(self, wall: datetime) -> datetime:
        """Return the moment of a time on the wall: the first of two; one that does not exist comes as much later."""
        # The first period may itself be the second of two times alike.
        return self.start if wall == self.wall(self.start) else wall.replace(tzinfo=self.zone).astimezone(UTC)

    def excludes(self, start: datetime) -> bool:
        """Tell whether an occurrence that starts then is excepted."""
        return start in self._except or start.astimezone(self.zone).date() in self._except


@dataclass(frozen=True)
class Window:
    """The periods there are to be; `capped` when the rule has no end and goes on after the last of them."""

    slots: tuple[Slot, ...]
    capped: bool


def read(rule: str, exdates: Sequence[str], zone: ZoneInfo, start: datetime, end: datetime) -> Pattern:
    """Return the pattern. Raises Invalid `bad-recurrence` for a rule or an exception that can't be read."""
    pattern = Pattern(rules.read(rule), start, end, zone)
    named = {_exdate(text, number, zone) for number, text in enumerate(exdates)}
    return replace(pattern, exdates=tuple(sorted(named, key=lambda each: each.isoformat())))


def window(pattern: Pattern, now: datetime) -> Window:
    """Return the periods that are not over at `now`, at most 100 and within 370 days; a rule without end is cut there.

    Raises Invalid: `limit-exceeded` for a rule with an end that gives more, `bad-recurrence` for one that gives none.
    """
    horizon = max(pattern.start, now) + SPAN
    coming = (start for start in _starts(pattern, horizon) if start + pattern.duration > now)
    starts = list(islice((start for start in coming if not pattern.excludes(start)), MOST + 1))
    kept = [start for start in starts[:MOST] if start <= horizon]
    goes_on = len(starts) > len(kept)
    if goes_on and not pattern.rule.endless:
        raise Invalid("limit-exceeded", _too_long(kept, pattern), (FieldFault(rules.POINTER, "limit-exceeded"),))
    if not kept:
        raise Invalid("bad-recurrence", _NONE, (FieldFault(rules.POINTER, "bad-recurrence"),))
    return Window(tuple(Slot(start, start + pattern.duration) for start in kept), capped=pattern.rule.endless)


def until(pattern: Pattern, moment: datetime) -> Pattern:
    """Return the pattern ended before `moment`: the part of a series that a split leaves behind. Never a longer one."""
    if not pattern.rule.endless and all(start < moment for start in _starts(pattern, moment)):
        return pattern
    return replace(pattern, rule=pattern.rule.ended(moment - timedelta(seconds=1)))


def onward(pattern: Pattern, start: datetime) -> Pattern:
    """Return the pattern from its occurrence at `start` on, counted from there; a COUNT is what is left of it.

    Exceptions before it stay behind.
    """
    rule = pattern.rule
    if rule.count is not None:
        gone = sum(1 for moment in _starts(pattern, start) if moment < start)
        rule = rule.counted(max(rule.count - gone, 1))
    day = pattern.wall(start).date()
    later = tuple(each for each in pattern.exdates if each >= (start if isinstance(each, datetime) else day))
    return replace(pattern, rule=rule, start=start, end=start + pattern.duration, exdates=later)


def first(pattern: Pattern) -> datetime:
    """Return the first start the rule gives, an excepted one included; where it is counted from when it gives none."""
    return next(_starts(pattern, pattern.start), pattern.start)


def begins_before(pattern: Pattern, moment: datetime) -> bool:
    """Tell whether the rule gives an occurrence before `moment`, an excepted one included."""
    return next(_starts(pattern, moment), moment) < moment


def moved(pattern: Pattern, by: timedelta, duration: timedelta) -> Pattern:
    """Return the pattern `by` later on the wall, exceptions and end with it.

    Raises Invalid `bad-recurrence` when the day changes and the rule names days: only a rule by weekdays can follow.
    """
    start = pattern.moment(pattern.wall(pattern.start) + by)
    days = (pattern.wall(start).date() - pattern.wall(pattern.start).date()).days
    shifted = replace(pattern, rule=pattern.rule.moved(days, by), start=start, end=start + duration)
    exdates = tuple(shift(pattern, each, by, shifted) for each in pattern.exdates)
    return replace(shifted, exdates=exdates)


def shift(pattern: Pattern, start: date | datetime, by: timedelta, into: Pattern) -> date | datetime:
    """Return what an occurrence's original start (or an excepted day) becomes when the pattern moves."""
    # By the series' own times: in the night that lacks one the occurrence stands at another, and a series that is moved
    # to begin in that night goes on at what it begins at.
    time_of_day = pattern.wall(pattern.start).time()
    day = pattern.wall(start).date() if isinstance(start, datetime) else start
    moved = (datetime.combine(day, time_of_day) + by).date()
    return into.moment(datetime.combine(moved, into.wall(into.start).time())) if isinstance(start, datetime) else moved


def write_exdates(pattern: Pattern) -> list[str]:
    """Return the exceptions as text: days, and moments with the offset of the zone."""
    return sorted(
        each.astimezone(pattern.zone).isoformat() if isinstance(each, datetime) else each.isoformat()
        for each in pattern.exdates
    )


def _starts(pattern: Pattern, horizon: datetime) -> Iterator[datetime]:
    # Walked by days of the zone; the end is looked for no further than a rule can pause.
    first, last = pattern.wall(pattern.start), pattern.rule.last(pattern.zone)
    reach = pattern.wall(horizon) + (timedelta(days=1) if pattern.rule.endless else _LOOK)
    walked = recurrence_days.walk(pattern.rule.parts, first.date(), reach.date())
    for day in islice(walked, pattern.rule.count):
        moment = pattern.moment(datetime.combine(day, first.time()))
        if last is not None and moment > last:
            return
        yield moment


def _exdate(text: str, number: int, zone: ZoneInfo) -> date | datetime:
    try:
        read = datetime.fromisoformat(text)
        if "T" not in text.upper() and " " not in text.strip():
            return read.date()
        return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        fault = FieldFault(f"{_EXDATES}/{number}", "bad-recurrence")
        raise Invalid("bad-recurrence", faults=(fault,)) from error


_NONE = Text(
    "Regeln ger inget möte från och med nu. Inget är ändrat. Kontrollera startdag, slutdag och undantag.",
    "The rule gives no meeting from now on. Nothing has changed. Check the first day, the last day and the exceptions.",
)


def _too_long(kept: Sequence[datetime], pattern: Pattern) -> Text:
    last = pattern.wall(kept[-1]).date().isoformat() if kept else ""
    return Text(
        f"En serie kan ha högst {MOST} möten och sträcka sig högst {SPAN.days} dagar framåt. Inget är ändrat. "
        f"Låt serien sluta senast {last}, eller gör den utan slut: då fylls den på av sig själv.",
        f"A series can have at most {MOST} meetings and reach at most {SPAN.days} days ahead. Nothing has changed. "
        f"Let it end by {last}, or make it without an end: then it goes on by itself.",
    )
