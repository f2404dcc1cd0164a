"""Who waits for what on one connection: answers by their request, events by their subscription."""

import logging
import threading
from collections import deque
from itertools import count

from rooms.drivers.roomos_ws.rpc import Answer, Told
from rooms.errors import Lost, RoomError, Unreadable
from rooms.xapi import tree
from rooms.xapi.channel import Listener, Node

_LOG = logging.getLogger(__name__)
# Events may come before the answer that says whose they are; so many are kept meanwhile.
_MOST_EARLY = 64


class Waiter:
    """One request in the air. With a listener it is a subscription, heard from its answer on."""

    def __init__(self, request: str, listener: Listener | None) -> None:
        self.request = request
        self.listener = listener
        self.subscription = ""
        self._settled = threading.Event()
        self._result: Node = {}
        self._fault: RoomError | None = None

    def settle(self, result: Node, fault: RoomError | None = None) -> None:
        """Hand over what came."""
        self._result, self._fault = result, fault
        self._settled.set()

    def result(self, seconds: float) -> Node:
        """Wait for what comes and return it. Raises the request's error, TimeoutError when nothing comes."""
        if not self._settled.wait(seconds):
            raise TimeoutError
        if self._fault is not None:
            raise self._fault
        return self._result


class Waiting:
    """Everybody who waits on one connection. `take` and `end` are for its reader, the rest for any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._waiters: dict[str, Waiter] = {}
        self._listeners: dict[str, Listener] = {}
        self._early: deque[Told] = deque(maxlen=_MOST_EARLY)
        self._ended = False

    def add(self, listener: Listener | None = None) -> Waiter:
        """Return a waiter for a new request. Raises Lost after the end."""
        with self._lock:
            if self._ended:
                raise Lost("the connection has ended")
            waiter = Waiter(str(next(self._numbers)), listener)
            self._waiters[waiter.request] = waiter
            return waiter

    def forget(self, subscription: str) -> bool:
        """Hear nothing more of this subscription; tell whether it was heard until now."""
        with self._lock:
            return self._listeners.pop(subscription, None) is not None

    def take(self, message: Answer | Told | None) -> None:
        """Hand a message to whoever waits for it. Raises Unreadable for a subscription without its number."""
        if isinstance(message, Answer):
            self._answer(message)
        elif message is not None:
            self._tell(message)

    def end(self, fault: RoomError, *, tell: bool) -> None:
        """Fail all that wait; with `tell`, every listener hears that nothing more comes."""
        with self._lock:
            self._ended = True
            waiters, self._waiters = list(self._waiters.values()), {}
            listeners, self._listeners = list(self._listeners.values()), {}
        for waiter in waiters:
            waiter.settle({}, fault)
        for listener in listeners if tell else ():
            _call(listener, {})

    def _answer(self, answer: Answer) -> None:
        with self._lock:
            waiter = self._waiters.pop(answer.request, None)
        if waiter is None:
            return
        early: list[Told] = []
        if waiter.listener is not None and answer.fault is None:
            waiter.subscription = tree.text(answer.result, "Id")
            if not waiter.subscription:
                fault = Unreadable("the device gave a subscription no number")
                waiter.settle({}, fault)
                raise fault
            early = self._listen(waiter.subscription, waiter.listener)
        waiter.settle(answer.result, answer.fault)
        for told in early:
            self._tell(told)

    def _listen(self, subscription: str, listener: Listener) -> list[Told]:
        """Let the listener hear from now on, and return what it has missed."""
        with self._lock:
            self._listeners[subscription] = listener
            missed = [told for told in self._early if told.subscription == subscription]
            others = [told for told in self._early if told.subscription != subscription]
            self._early = deque(others if self._is_subscribing() else (), maxlen=_MOST_EARLY)
            return missed

    def _tell(self, told: Told) -> None:
        with self._lock:
            listener = self._listeners.get(told.subscription)
            if listener is None and self._is_subscribing():
                self._early.append(told)
        if listener is not None:
            _call(listener, told.tree)

    def _is_subscribing(self) -> bool:
        return any(waiter.listener is not None for waiter in self._waiters.values())


def _call(listener: Listener, heard: dict[str, Node]) -> None:
    try:
        listener(heard)
    except Exception as fault:  # noqa: BLE001 - one listener's mistake must not end the connection for the rest
        # Its words may hold what was heard, which tells of people.
        _LOG.error("a listener failed with %s", type(fault).__name__)
