"""Connections to PostgreSQL on which this side waits so long for an answer and no longer.

The server's own limits say nothing of a server that does not answer; and a proxy or a pooler that takes the question
without having a server to give it to leaves the network nothing to notice either.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from math import inf
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.errors import ConnectionTimeout
from sqlalchemy import Engine, event

from backend.storage import deadline

# How often the driver looks up from its waiting, as it does by itself.
_INTERVAL = 0.1


class NoAnswer(psycopg.OperationalError):
    """The database took what it was asked and said nothing in time."""


class Bounded(psycopg.Connection[Any]):
    """A connection that waits `seconds` for each answer, or as long as `deadline` says, and is closed after that."""

    seconds = inf

    def wait(self, gen: PQGen[RV], interval: float = _INTERVAL, timeout: float | None = None) -> RV:
        """Wait for what the driver has begun, as it does by itself. Raises NoAnswer."""
        now = time.monotonic()
        until = min(now + self.seconds, deadline.until()) if timeout is None else now + timeout
        try:
            return super().wait(gen, interval, max(until - now, 0.0))
        except psycopg.OperationalError as error:
            if time.monotonic() < until:
                raise
            # The answer may come yet, and would be taken for that to the next question.
            self.close()
            raise NoAnswer("no answer in time") from error


def bind(engine: Engine, seconds: float, to_open: float) -> None:
    """Let the engine's connections wait so long for each answer, and so long to be opened; `deadline` may say less.

    What takes longer is away (`storage.AWAY`), and its connection is closed. To be called before any is opened.
    """

    def connect(_dialect: object, _record: object, where: Sequence[Any], how: Mapping[str, Any]) -> Bounded:
        opened = in_time(lambda: Bounded.connect(*where, **how), min(to_open, deadline.left()))
        opened.seconds = seconds
        return opened

    event.listen(engine, "do_connect", connect)


def in_time(connect: Callable[[], Bounded], seconds: float) -> Bounded:
    """Return the connection. Raises ConnectionTimeout after so many seconds; what is opened then is closed again.

    In a thread of its own: looking up a name can't be told when to give up, and each of several hosts has its time.
    """
    opening: Future[Bounded] = Future()

    def go() -> None:
        try:
            opening.set_result(connect())
        except Exception as error:  # noqa: BLE001 - for whoever waits
            opening.set_exception(error)

    threading.Thread(target=go, name="connect", daemon=True).start()
    try:
        return opening.result(max(seconds, 0.0))
    except TimeoutError:
        opening.add_done_callback(_close)
        raise ConnectionTimeout("not opened in time") from None


def _close(opening: "Future[Bounded]") -> None:
    if opening.exception() is None:
        opening.result().close()
