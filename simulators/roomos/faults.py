"""What a front is told to do wrong: asked at the door, and for every answer on its way out."""

import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

SLOW_SECONDS = 3.0
HUGE_BYTES = 10 * 1024 * 1024
_DEPTH = 100_000
_GARBAGE = b"\x00\xff\xfe{]}<\x1b[2J* \xc3( OK?\n"
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><Status><Audio><Volume>&j;</Volume></Audio></Status>"
)


class Fault(StrEnum):
    """What can be ordered of the fronts. What the device itself can be told is `control.ACTS`."""

    SLOW = "slow"  # the answer comes late
    DROP = "drop"  # half of the answer, then the connection is cut
    HALF = "half"  # half of the answer, then nothing: the connection stands
    GARBAGE = "garbage"
    HUGE = "huge"
    BOMB = "bomb"  # entities that grow; in JSON, brackets without end
    REFUSE = "refuse"  # whoever connects is turned away
    RATE_LIMIT = "rate-limit"  # 503, where there are such answers
    SESSION_LIMIT = "session-limit"  # no session left for whoever connects


class Spoilt(NamedTuple):
    """What to send instead of an answer, after `delay` seconds; with `cut` the connection is closed after it."""

    data: bytes
    delay: float = 0.0
    cut: bool = False


def _late(answer: bytes) -> Spoilt:
    return Spoilt(answer, delay=SLOW_SECONDS)


def _dropped(answer: bytes) -> Spoilt:
    return Spoilt(answer[: len(answer) // 2], cut=True)


def _half(answer: bytes) -> Spoilt:
    return Spoilt(answer[: len(answer) // 2])


def _huge(answer: bytes) -> Spoilt:
    filling = b"x" * HUGE_BYTES
    if answer.lstrip().startswith(b"<"):
        return Spoilt(b"<Status><Audio><Volume>" + filling + b"</Volume></Audio></Status>")
    return Spoilt(b'{"Status":{"Audio":{"Volume":{"Value":"' + filling + b'"}}}}\n')


def _bomb(answer: bytes) -> Spoilt:
    return Spoilt(_BOMB if answer.lstrip().startswith(b"<") else b'{"Status":' + b"[" * _DEPTH + b"\n")


_SPOILERS: dict[Fault, Callable[[bytes], Spoilt]] = {
    Fault.SLOW: _late,
    Fault.DROP: _dropped,
    Fault.HALF: _half,
    Fault.GARBAGE: lambda _: Spoilt(_GARBAGE),
    Fault.HUGE: _huge,
    Fault.BOMB: _bomb,
}


class Faults:
    """One device's orders. Safe to order from another thread than the one that serves."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[Fault, tuple[int, float]] = {}

    def order(self, fault: Fault, count: int = 1, seconds: float = 3600.0) -> None:
        """Let the fault hit the next `count` it is asked about, within `seconds`. A count of 0 takes it back."""
        with self._lock:
            self._left[fault] = (count, self._clock() + seconds)

    def calm(self) -> None:
        """Take back all that is ordered."""
        with self._lock:
            self._left.clear()

    def due(self, fault: Fault) -> bool:
        """Tell whether the fault hits now, which then counts. Fronts ask REFUSE and SESSION_LIMIT at the door."""
        with self._lock:
            count, until = self._left.get(fault, (0, 0.0))
            hit = count > 0 and self._clock() < until
            if hit:
                self._left[fault] = (count - 1, until)
            return hit

    def spoil(self, answer: bytes) -> Spoilt:
        """Return what to send instead of an answer: itself, when nothing is ordered. XML is told by its first "<"."""
        return next((spoiler(answer) for fault, spoiler in _SPOILERS.items() if self.due(fault)), Spoilt(answer))
