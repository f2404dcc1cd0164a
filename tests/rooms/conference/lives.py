"""A controller's life that ends in the middle: from then on nothing it does reaches a room or the store."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any, cast

from rooms.conference.store import StateStore
from rooms.endpoint import Endpoint
from rooms.errors import Lost

# What lives on through a death: a dead program's connections are closed.
_AFTER = frozenset({"close"})


@dataclass
class Life:
    """Ends at the `count`th time that a room is asked to do `deed`, before it is done or when it is."""

    store: StateStore
    connects: Callable[[str], Endpoint]
    deed: str
    count: int = 1
    before: bool = True
    over: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    def connect(self, site_id: str) -> Endpoint:
        self._check()
        return cast("Endpoint", _Watched(self.connects(site_id), self))

    def load(self) -> str | None:
        self._check()
        return self.store.load()

    def save(self, text: str, expected_version: int) -> None:
        self._check()
        self.store.save(text, expected_version)

    def do(self, name: str, deed: Callable[..., Any], *given: Any, **named: Any) -> Any:
        if name in _AFTER:
            return deed(*given, **named)
        with self._lock:
            self.count -= name == self.deed
            ends = name == self.deed and self.count == 0
        if ends and self.before:
            self.over.set()
        self._check()
        done = deed(*given, **named)
        if ends:
            self.over.set()
        self._check()
        return done

    def _check(self) -> None:
        if self.over.is_set():
            raise Lost("dead")


class _Watched:
    def __init__(self, room: Endpoint, life: Life) -> None:
        self._room, self._life = room, life

    def __getattr__(self, name: str) -> Callable[..., Any]:
        deed = getattr(self._room, name)
        return lambda *given, **named: self._life.do(name, deed, *given, **named)
