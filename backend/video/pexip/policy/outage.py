"""Whether the database is asked: while it is away one question at a time is, and all others are answered at once."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple, Unpack

import structlog
from sqlalchemy.exc import InternalError

from backend.storage import AWAY, deadline

log = structlog.get_logger(__name__)

# After it did not answer, what is remembered is answered from memory for so long without asking.
TRUST_SECONDS = 1.0
# A server that only reads, as one that has yet to take over, says so by an error of its own making.
_AWAY = (*AWAY, InternalError)
T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Silent(Exception):
    """The database did not answer, or was not asked."""


class Outage:
    """What is known of it. May be used by many threads."""

    def __init__(self) -> None:
        self._is_away = False
        self._asked_again_at = 0.0
        self._trying = threading.Lock()

    @property
    def is_away(self) -> bool:
        """Whether it was silent when it was asked last."""
        return self._is_away

    def ask(self, question: Callable[[Unpack[Ts]], T], *about: *Ts, at_once: bool = False) -> T:
        """Return what the question does. Raises Silent, and what the question raises that is no sign of an outage.

        While the database is away one question at a time is asked: a while after it was silent last, or `at_once`.
        """
        if deadline.left() <= 0:
            raise Silent
        if not self._is_away:
            return self._asked(question, *about)
        if (time.monotonic() < self._asked_again_at and not at_once) or not self._trying.acquire(blocking=False):
            raise Silent
        try:
            return self._asked(question, *about)
        finally:
            self._trying.release()

    def _asked(self, question: Callable[[Unpack[Ts]], T], *about: *Ts) -> T:
        try:
            answer = question(*about)
        except _AWAY as error:
            self._asked_again_at = time.monotonic() + TRUST_SECONDS
            self._is_away = True
            log.error("policy.database-away", error=type(getattr(error, "orig", None) or error).__name__)  # noqa: TRY400 - a traceback may hold what was asked
            raise Silent from error
        self._is_away = False
        return answer
