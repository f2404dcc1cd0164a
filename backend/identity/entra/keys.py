"""Entra's signing keys: fetched when needed, kept for a day, and fetched again when a token names one we lack.

Anybody can send a token with a made-up key name. So unknown names lead to a new look at most once a minute, and one
thread looks at a time.
"""

import json
import ssl
import threading
import urllib.request
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError

from backend.clock import Clock
from backend.errors import Unavailable

log = structlog.get_logger(__name__)

KEPT = timedelta(hours=24)
PAUSE = timedelta(seconds=60)
_SECONDS = 5
_MOST_BYTES = 512 * 1024

Fetch = Callable[[], bytes]


class SigningKeys:
    """The keys by name. `fetch` returns the key document, or raises OSError."""

    def __init__(self, fetch: Fetch, clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._looking = threading.Lock()
        self._keys: Mapping[str, PyJWK] = {}
        self._fetched: datetime | None = None
        self._tried: datetime | None = None

    def named(self, name: str) -> PyJWK | None:
        """Return the key; None when Entra has none of that name. Raises Unavailable while no keys are to be had."""
        found = self._keys.get(name)
        if found is None or self._old():
            self._look()
            found = self._keys.get(name)
        if not self._keys:
            raise Unavailable("service-unavailable")
        return found

    def _old(self) -> bool:
        return self._fetched is None or self._clock.now() - self._fetched > KEPT

    def _look(self) -> None:
        with self._looking:
            now = self._clock.now()
            # A clock that was put back must not hold the next look off.
            if self._tried is not None and timedelta(0) <= now - self._tried < PAUSE:
                return
            self._tried = now
            try:
                self._keys = _read(self._fetch())
            except (OSError, ValueError, LookupError, TypeError, AttributeError, PyJWTError) as error:
                # Those at hand go on counting: a provider that is away must not sign everybody out.
                log.warning("identity.keys-not-fetched", error=type(error).__name__)
            else:
                self._fetched = now


def over_https(address: str, ca_file: Path | None) -> Fetch:
    """Return what fetches the key document at an https address; redirects are not followed."""
    context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), _NoRedirect())

    def fetch() -> bytes:
        with opener.open(address, timeout=_SECONDS) as answer:
            told: bytes = answer.read(_MOST_BYTES)
        return told

    return fetch


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object) -> None:
        """Return nothing: a redirect is an error."""


def _read(document: bytes) -> dict[str, PyJWK]:
    told = json.loads(document)
    if not isinstance(told, dict):
        raise TypeError(document[:0])
    return {key.key_id: key for key in PyJWKSet.from_dict(told).keys if key.key_id and key.key_type == "RSA"}
