"""What the simulated Outlook has been told to do wrong, and for how long."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

METHODS = (
    *("properties.load", "properties.save", "subject.get", "subject.set", "time.get", "time.set"),
    *("body.type", "body.get", "body.set", "body.prepend", "body.insert"),
    *("people.get", "people.set", "people.add", "organizer.get", "shared.get"),
    *("recurrence.get", "recurrence.set", "attachments.get"),
    *("location.get", "location.set", "places.get", "places.add", "places.remove", "item.save", "item.id"),
    *("notification.add", "notification.all", "notification.replace", "notification.remove"),
    *("allday.get", "allday.set", "sensitivity.get", "sensitivity.set"),
    *("session.set", "session.get", "session.all", "session.clear", "session.remove"),
)
"""What ``on`` may name: the item calls that page/methods.js answers (a test keeps the two alike)."""

_BODY_WRITES = ("body.set", "body.prepend", "body.insert")

REACH: dict[str, tuple[str, ...] | None] = {
    "rewrite": _BODY_WRITES,
    "drop": None,
    "fail": None,
    "slow": None,
    "silent": None,
    "stale": ("body.get",),
    "lose-properties": ("properties.load",),
}
"""Fault → the methods it can hit; None = any method (``drop``: any write). See docs/simulators.md."""

_KEYS = {"fault", "count", "seconds", "on", "code", "milliseconds"}


@dataclass
class Fault:
    """One order: hits calls named ``on`` (None: all it reaches), ``left`` times, until ``until`` (None: no end)."""

    name: str
    on: str | None
    code: int
    milliseconds: int
    left: int | None
    until: float | None

    def hits(self, method: str, *, write: bool, now: float) -> bool:
        """Whether this order applies to a call of ``method`` now."""
        reach = REACH[self.name]
        return (
            (self.until is None or now < self.until)
            and self.left != 0
            and (self.on is None or self.on == method)
            and (reach is None or method in reach)
            and (write or self.name != "drop")
        )


class Faults:
    """The orders in force. Thread-safe; ``clock`` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._orders: list[Fault] = []

    def control(self, order: Mapping[str, object]) -> None:
        """Take one order ``{fault, count?, seconds?, on?, code?, milliseconds?}``; ``{"fault": "none"}`` clears all.

        Raises ValueError, naming what is wrong, for an unknown fault or key or a number that is not one.
        """
        unknown = set(order) - _KEYS
        if unknown:
            raise ValueError(f"unknown key: {', '.join(sorted(unknown))}")
        name = order.get("fault")
        if name == "none":
            with self._lock:
                self._orders.clear()
            return
        if not isinstance(name, str) or name not in REACH:
            raise ValueError(f"unknown fault: {name}")
        on = order.get("on")
        if on is not None and on not in METHODS:
            raise ValueError(f"on: no method is called {on}")
        count = _number(order, "count")
        seconds = _number(order, "seconds")
        fault = Fault(
            name=name,
            on=None if on is None else str(on),
            code=int(_number(order, "code") or 9042),
            milliseconds=int(_number(order, "milliseconds") or 1500),
            left=None if count is None else int(count),
            until=None if seconds is None else self._clock() + seconds,
        )
        with self._lock:
            self._orders.append(fault)

    def take(self, method: str, *, write: bool) -> Fault | None:
        """The oldest order that hits this call, counted down; None when the call shall be answered honestly."""
        with self._lock:
            now = self._clock()
            for fault in self._orders:
                if fault.hits(method, write=write, now=now):
                    if fault.left is not None:
                        fault.left -= 1
                    return fault
        return None


def _number(order: Mapping[str, object], key: str) -> float | None:
    value = order.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(f"{key}: a number, not below 0")
    return float(value)
