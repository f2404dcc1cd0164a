"""The one source of the present time, so that rules about time can be tested without waiting."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

_SWEDEN = ZoneInfo("Europe/Stockholm")


class Clock(Protocol):
    """Whatever can tell the present time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


def swedish_day(moment: datetime) -> date:
    """Return the day it is in Sweden at that moment: what a last day is counted by."""
    return moment.astimezone(_SWEDEN).date()


def swedish_time(moment: datetime) -> str:
    """Return the day and the time it is in Sweden at that moment, to the minute: `2026-11-22 09:15`."""
    return f"{moment.astimezone(_SWEDEN):%Y-%m-%d %H:%M}"


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved: for tests and rehearsals."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        """Return the moment the clock stands at, aware, in UTC."""
        return self._now

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        """Move the clock forward (or back, with a negative figure)."""
        self._now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
