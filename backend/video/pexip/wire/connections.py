"""Connections to Pexip's nodes: within a deadline, never led elsewhere, by nothing but what the settings name."""

import ssl
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import requests

from backend.config import PexipSettings
from backend.video.pexip.wire.budget import Budget
from backend.video.service import ServiceUnavailable

T = TypeVar("T")


class Connections:
    """The connections of one client. Used by several threads: each has its own."""

    def __init__(self, settings: PexipSettings) -> None:
        self._verify = str(settings.ca_file) if settings.ca_file else _of_the_system()
        self._own = threading.local()

    def send(
        self,
        method: str,
        url: str,
        budget: Budget,
        read: Callable[[requests.Response, float], T],
        **asked: Any,  # noqa: ANN401 - as requests takes them
    ) -> T:
        """Return what `read` makes of the answer, which it is to take whole before the moment it is given.

        Raises `ServiceUnavailable` without an answer in time, and what `read` raises.
        """
        # Connecting and waiting for the answer's beginning are timed each for itself: together they are what is left.
        half = budget.require_left() / 2
        try:
            with self._session().request(
                method, url, timeout=(half, half), allow_redirects=False, stream=True, verify=self._verify, **asked
            ) as answer:
                return read(answer, budget.until)
        except (requests.RequestException, OSError) as away:
            # What requests says of it holds addresses; nobody is told but that there is no answer.
            raise ServiceUnavailable from away

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = requests.Session()
            # No proxy, netrc or certificates of the machine's that the settings don't name.
            session.trust_env = False
        return session


def _of_the_system() -> str | bool:
    """Return where this machine keeps whom it trusts: a region's own authority is there, not in what requests has."""
    kept = ssl.get_default_verify_paths()
    return kept.cafile or kept.capath or True
