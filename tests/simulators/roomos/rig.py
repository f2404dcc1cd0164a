"""Endpoints without a loop: time goes when a test says so, and what they tell is kept."""

import heapq
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import settings

from simulators.roomos.device import Device
from simulators.roomos.endpoint import HAND
from simulators.roomos.exchange import Exchange
from simulators.roomos.feedback import Subscription
from simulators.roomos.identity import Identity
from simulators.roomos.nodes import Profile
from simulators.roomos.sessions import Account, Session

# More examples in the long run; no deadline, as other work on the machine is not what is tried.
fuzzed = settings(max_examples=1000 if os.environ.get("VARDMOTE_LONG_TESTS") == "1" else 40)
ADMIN = Session(1, "admin", frozenset({"Admin"}), "ssh")
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Cancelled:
    """Something that is to happen, unless."""

    def __init__(self, action: Callable[[], None]) -> None:
        self.action: Callable[[], None] | None = action

    def cancel(self) -> None:
        self.action = None


class HandClock:
    """A clock that goes when it is wound."""

    def __init__(self) -> None:
        self.wrong_by = timedelta()
        self._now = 0.0
        self._numbers = count()
        self._coming: list[tuple[float, int, Cancelled]] = []

    def seconds(self) -> float:
        return self._now

    def now(self) -> datetime:
        return START + timedelta(seconds=self._now) + self.wrong_by

    def later(self, seconds: float, action: Callable[[], None]) -> Cancelled:
        made = Cancelled(action)
        heapq.heappush(self._coming, (self._now + seconds, next(self._numbers), made))
        return made

    def at(self, moment: datetime, action: Callable[[], None]) -> Cancelled:
        return self.later((moment - self.now()).total_seconds(), action)

    def go(self, seconds: float) -> None:
        end = self._now + seconds
        while self._coming and self._coming[0][0] <= end:
            self._now, _, due = heapq.heappop(self._coming)
            if due.action is not None:
                due.action()
        self._now = end


class Room:
    """One endpoint, and all that it told."""

    def __init__(
        self, clock: HandClock, exchange: Exchange, number: int = 1, profile: Profile = "26", **more: Any
    ) -> None:
        identity = Identity(number, f"Room {number}", f"room{number}@rooms.example.test", profile, **more)
        self.clock = clock
        self.device = Device(identity, clock, exchange, {"admin": Account("secret")})
        self.told: list[dict[str, Any]] = []
        self.device.subscribe(Subscription(self.told.append, [("Status",), ("Event",), ("Configuration",)]))

    def do(
        self, path: str, values: dict[str, Any] | None = None, body: str | None = None, *, by: Session = ADMIN
    ) -> Any:
        return self.device.command(by, tuple(path.split()), values, body)

    def by_hand(self, path: str, **values: Any) -> Any:
        return self.do(path, values, by=HAND)

    def status(self, path: str) -> Any:
        return self.device.read(ADMIN, "Status", tuple(int(one) if one.isdecimal() else one for one in path.split()))

    def events(self) -> list[dict[str, Any]]:
        """Return the events so far, and forget all that was told."""
        found = [tree["Event"] for tree in self.told if "Event" in tree]
        self.told.clear()
        return found

    def steps(self) -> list[Any]:
        """Return how the calls went, ghosts too."""
        changes = [one for tree in self.told for one in tree.get("Status", {}).get("Call", ())]
        return ["ghost" if "ghost" in one else one["Status"] for one in changes if "ghost" in one or "Status" in one]


def rooms(count_of: int = 1, profile: Profile = "26", **more: Any) -> list[Room]:
    """Return rooms that can call one another, with one clock."""
    clock, exchange = HandClock(), Exchange()
    return [Room(clock, exchange, number, profile, **more) for number in range(1, count_of + 1)]
