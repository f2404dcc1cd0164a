"""What an event sink is told to do wrong with what it is about to send."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from simulators.pexip.clock import Cancels, Clock

Envelope = dict[str, Any]
HELD_SECONDS = 1.0


class Misdeed(StrEnum):
    """For the next `count` events, save `BURST`: that keeps them all back for some seconds. `control` knows them so."""

    DOUBLE = "events-double"
    REORDER = "events-reorder"
    LOSE = "events-lose"
    GAP = "events-gap"  # numbers are left out, and nothing is lost
    BURST = "events-burst"
    STOP = "events-stop"  # the publisher gives up, as after its last try
    RESTART = "events-restart"


class Mischief:
    """One publisher's. `send` takes what is to go on; `scale`d seconds are the clock's."""

    def __init__(self, clock: Clock, send: Callable[[Envelope], None]) -> None:
        self._clock, self._send = clock, send
        self._left: dict[Misdeed, int] = {}
        self._held: list[Envelope] = []
        self._release: Cancels | None = None

    def order(self, misdeed: Misdeed, count: int) -> None:
        """Do it to the next `count` events."""
        self._left[misdeed] = count

    def take(self, envelope: Envelope) -> None:
        """Send an event on, or do what is ordered."""
        if self._due(Misdeed.LOSE):
            return
        if self._due(Misdeed.REORDER):
            self._held.append(envelope)
            if self._release is None:
                self._release = self._clock.later(HELD_SECONDS, self._let_go)
            return
        self._send(envelope)
        if self._due(Misdeed.DOUBLE):
            self._send(dict(envelope))
        self._let_go()

    def _let_go(self) -> None:
        """Send what was held back, the last first."""
        if self._release is not None:
            self._release.cancel()
            self._release = None
        while self._held:
            self._send(self._held.pop())

    def _due(self, misdeed: Misdeed) -> bool:
        left = self._left.get(misdeed, 0)
        self._left[misdeed] = max(0, left - 1)
        return left > 0
