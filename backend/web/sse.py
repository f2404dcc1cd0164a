"""Server-sent events: one stream per page, a snapshot first, then only what has changed."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from weakref import WeakSet

from flask import Response

from backend.errors import Unavailable
from backend.push import Hub
from backend.storage import new_id

PING_SECONDS = 5.0
# What comes to be within so short a time of each other is read and told at once.
TOGETHER_SECONDS = 0.1
Hear = Callable[[Iterable[str]], None]


class Event(NamedTuple):
    """One event: its name and what it tells. A `signal` is always sent; others only when they differ from the last."""

    name: str
    data: dict[str, object]


class Streams:
    """Opens streams, at most `limit` at a time, so that ordinary requests always find a free thread.

    Streams of people who only look, without a bearer, get half of the places and six for each looker: whoever has
    joined a meeting always finds one.
    """

    def __init__(self, hub: Hub, limit: int, new_name: Callable[[], str] = lambda: new_id("s")) -> None:
        self.new_name = new_name
        self._hub = hub
        self._free = threading.BoundedSemaphore(limit)
        self._lookers = Lookers(max(1, limit // 2))
        self._streams: WeakSet[_Stream] = WeakSet()
        self._ending = threading.Event()

    def end(self, seconds: float) -> None:
        """End every stream within so many seconds, not all at once, and open no more: the process is on its way down.

        A page whose stream ends opens a new one by itself, at whichever process then answers.
        """
        self._ending.set()
        streams = list(self._streams)
        pause = threading.Event()
        for stream in streams:
            stream.end()
            pause.wait(seconds / len(streams))

    def open(  # noqa: PLR0913 - each is one named fact of the stream
        self,
        topics: Iterable[str],
        read: Callable[[], Iterable[Event]],
        *,
        begin: Callable[[Hear], Iterable[Event]] | None = None,
        mailbox: Callable[[], str | None] | None = None,
        looker: str | None = None,
        again_after: float | None = None,
        on_close: Callable[[], None] | None = None,
    ) -> Response:
        """Answer with a stream that calls `read` now and whenever one of the topics has news, and sends what changed.

        `begin` is called first, once there is a place, and returns what to send first: it names what else to listen to
        by what it is given, before it reads that. What it raises is raised here.
        Messages left in the mailbox are sent as they come; `mailbox` is asked anew each time, so that a stream which is
        no longer a person's own takes nothing meant for them. `looker` names one without a bearer. With `again_after`
        it is read again after so many seconds also without news. An event named `bye` is the last. `on_close` is called
        when the stream ends, however it ends.
        Raises Unavailable when all streams are taken.
        """
        if self._ending.is_set():
            raise Unavailable("service-unavailable")
        if looker is not None and not self._lookers.enter(looker):
            raise Unavailable("service-unavailable")
        if not self._free.acquire(blocking=False):
            self._lookers.leave(looker)
            raise Unavailable("service-unavailable")
        stream = _Stream(self._hub, topics, read, mailbox, again_after, on_close, lambda: self._release(looker))
        self._streams.add(stream)
        if begin is not None:
            stream.begin(begin)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(stream, content_type="text/event-stream", headers=headers)

    def _release(self, looker: str | None) -> None:
        self._lookers.leave(looker)
        self._free.release()


class Lookers:
    """Counts the streams of people who only look: so many in all, and six for each."""

    EACH = 6

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._open: Counter[str] = Counter()

    def enter(self, looker: str) -> bool:
        """Take a place; False when there is none for this one."""
        with self._lock:
            if self._open.total() >= self._limit or self._open[looker] >= self.EACH:
                return False
            self._open[looker] += 1
            return True

    def leave(self, looker: str | None) -> None:
        """Give the place back; None never took one."""
        if looker is not None:
            with self._lock:
                self._open -= Counter({looker: 1})


class _Stream:
    """The body of one stream. A class and not a generator: a server may drop it before the first byte was asked for."""

    def __init__(  # noqa: PLR0913 - private, called once
        self,
        hub: Hub,
        topics: Iterable[str],
        read: Callable[[], Iterable[Event]],
        mailbox: Callable[[], str | None] | None,
        again_after: float | None,
        on_close: Callable[[], None] | None,
        release: Callable[[], None],
    ) -> None:
        self._hub = hub
        self._read = read
        self._mailbox = mailbox
        self._again_after = again_after
        self._on_close = on_close
        self._release = release
        self._subscription = hub.subscribe(topics)
        self._first: Iterable[Event] | None = None
        self._sent: dict[str, str] = {}
        self._last = False
        self._news = True
        self._read_at = 0.0
        self._pause = threading.Event()
        self._closing = threading.Lock()
        self._closed = False

    def begin(self, begin: Callable[[Hear], Iterable[Event]]) -> None:
        """Begin with what `begin` returns; when it raises, there was no stream."""
        try:
            self._first = begin(self._hear)
        except BaseException:
            self._on_close = None
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._last or self._closed:
            self.close()
            raise StopIteration
        if not self._news:
            self._news = (self._subscription.wait(PING_SECONDS) and self._gathered()) or self._is_old()
        if self._last:
            self.close()
            raise StopIteration
        if not self._news:
            return b": ping\n\n"
        self._news, self._read_at = False, time.monotonic()
        return "".join(self._changes()).encode() or b": same\n\n"

    def _changes(self) -> Iterator[str]:
        events, self._first = self._first, None
        for event in self._read() if events is None else events:
            data = json.dumps(event.data, ensure_ascii=False)
            if self._sent.get(event.name) != data:
                self._sent[event.name] = data
                yield _frame(event.name, data)
            if event.name == "bye":
                self._last = True
                return
        mailbox = self._mailbox() if self._mailbox else None
        for message in self._hub.take(mailbox) if mailbox else ():
            yield _frame("signal", json.dumps(message, ensure_ascii=False))

    def _hear(self, topics: Iterable[str]) -> None:
        earlier, self._subscription = self._subscription, self._hub.subscribe({*self._subscription.topics, *topics})
        earlier.close()

    def _is_old(self) -> bool:
        return self._again_after is not None and time.monotonic() - self._read_at >= self._again_after

    def _gathered(self) -> bool:
        # News comes in flocks. Whatever comes while this one waits is read with it.
        left = self._read_at + TOGETHER_SECONDS - time.monotonic()
        if left > 0:
            self._pause.wait(left)
            self._subscription.wait(0)
        return True

    def end(self) -> None:
        """Say nothing more: the next that is asked for is the end."""
        self._last = True
        self._pause.set()
        self._subscription.wake()

    def close(self) -> None:
        with self._closing:
            if self._closed:
                return
            self._closed = True
        self._subscription.close()
        self._release()
        if self._on_close:
            self._on_close()

    def __del__(self) -> None:
        self.close()


def _frame(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"
