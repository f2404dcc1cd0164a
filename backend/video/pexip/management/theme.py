"""The region's theme for rooms, by its address at the Management Node: looked up now and then, and never in the way."""

import hashlib
import time
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.storage import Database
from backend.video.pexip import parts
from backend.video.pexip.parts import PART_THEME
from backend.video.pexip.wire.budget import Budget
from backend.video.pexip.wire.client import Client
from backend.video.pexip.wire.gate import SHUTTING
from backend.video.service import ServiceRefused

log = structlog.get_logger(__name__)

UNKNOWN, UNREADABLE = "no-such-theme", "theme-not-readable"
_THEMES = "configuration/v1/ivr_theme/"
# What is not there may be put right soon; what is, seldom goes.
_FOUND_SECONDS, _MISSED_SECONDS = 600.0, 60.0


class Tell(Protocol):
    """What is told, at each look, what is wrong with the theme: `UNKNOWN`, `UNREADABLE`, or empty for nothing."""

    def __call__(self, fault: str) -> None:
        """Take it in."""
        ...


class Theme:
    """A theme by its name. Used by several threads."""

    def __init__(self, client: Client, name: str, tell: Tell) -> None:
        self._client = client
        self._name = name
        self._tell = tell
        # The address and until when it is believed, put in place as one.
        self._known: tuple[str | None, float] = None, 0.0

    def uri(self, budget: Budget, *, anew: bool = False) -> str | None:
        """Return the theme's address; None when Pexip has none of this name, or does not let us read themes.

        A room is then made without. It is remembered, but `anew`: then it is looked up whatever is known.
        Raises `ServiceUnavailable`, and `ServiceRefused` when the node does not let us in at all.
        """
        uri, until = self._known
        if not anew and time.monotonic() < until:
            return uri
        uri, fault = self._looked_up(budget)
        self._known = uri, time.monotonic() + (_MISSED_SECONDS if uri is None else _FOUND_SECONDS)
        if fault:
            log.warning("pexip.rooms-without-theme", fault=fault)
        self._tell(fault)
        return uri

    def _looked_up(self, budget: Budget) -> tuple[str | None, str]:
        rows = self._client.every(_THEMES, budget, name=self._name)
        try:
            found = next((row.get("resource_uri") for row in rows if row.get("name") == self._name), None)
        except ServiceRefused as refused:
            if refused.reason in SHUTTING:
                raise
            return None, UNREADABLE
        return (found, "") if isinstance(found, str) and found else (None, UNKNOWN)


def noting(database: Database, clock: Clock, name: str) -> Tell:
    """Return what writes down what is wrong with the theme of this name, for whoever looks after it."""

    def tell(fault: str) -> None:
        parts.note(database, clock, PART_THEME, fault, _mark(name))

    return tell


def fault(session: Session, name: str) -> parts.PexipPart | None:
    """Return the part when rooms could not have the theme of this name the last time: by its `fault`; else None."""
    part = session.get(parts.PexipPart, PART_THEME)
    return part if part is not None and part.fault in {UNKNOWN, UNREADABLE} and part.account == _mark(name) else None


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]
