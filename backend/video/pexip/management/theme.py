"""The region's theme for rooms, by its address at the Management Node: looked up now and then, and never in the way."""

import hashlib
import time
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.storage import Database
from backend.video.pexip import parts
from backend.video.pexip.management.budget import Budget
from backend.video.pexip.management.client import Client
from backend.video.pexip.parts import THEME

log = structlog.get_logger(__name__)

UNKNOWN = "no-such-theme"
_THEMES = "configuration/v1/ivr_theme/"
# What is not there may be put right soon; what is, seldom goes.
_FOUND_SECONDS, _MISSED_SECONDS = 600.0, 60.0


class Tell(Protocol):
    """What is told, at each look, whether Pexip has the theme."""

    def __call__(self, *, is_there: bool) -> None:
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
        """Return the theme's address, or None when Pexip has none of this name: a room is then made without.

        It is remembered, but `anew`: then it is looked up whatever is known.
        Raises `ServiceUnavailable`, and `ServiceRefused` when the node will not say.
        """
        uri, until = self._known
        if not anew and time.monotonic() < until:
            return uri
        rows = self._client.every(_THEMES, budget, name=self._name)
        found = next((row.get("resource_uri") for row in rows if row.get("name") == self._name), None)
        uri = found if isinstance(found, str) and found else None
        self._known = uri, time.monotonic() + (_MISSED_SECONDS if uri is None else _FOUND_SECONDS)
        self._note(is_there=uri is not None)
        return uri

    def _note(self, *, is_there: bool) -> None:
        if not is_there:
            log.warning("pexip.no-such-theme")
        self._tell(is_there=is_there)


def noting(database: Database, clock: Clock, name: str) -> Tell:
    """Return what writes down whether Pexip has the theme of this name, for whoever looks after it."""

    def tell(*, is_there: bool) -> None:
        parts.note(database, clock, THEME, "" if is_there else UNKNOWN, _mark(name))

    return tell


def fault(session: Session, name: str) -> parts.PexipPart | None:
    """Return what is wrong with the theme of this name, when Pexip did not have it the last time; else None."""
    part = session.get(parts.PexipPart, THEME)
    return part if part is not None and part.fault == UNKNOWN and part.account == _mark(name) else None


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]
