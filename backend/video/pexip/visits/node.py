"""Requests to a Conferencing Node's client API (v2): within a deadline, never led elsewhere, answers read as data."""

import json
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import requests

from backend.config import PexipSettings
from backend.video.pexip.management import answers
from backend.video.pexip.management.client import Budget
from backend.video.service import ServiceRefused, ServiceUnavailable

_BASE = "/api/client/v2/conferences"
_OK, _TOO_MANY, _FAULTY = 200, 429, 500
_LONGEST_TEXT = 300


class Refusal(ServiceRefused):
    """The node refused. `text` is its own word for why, "" for none; nobody is shown it."""

    def __init__(self, status: int, text: str = "") -> None:
        self.status = status
        self.text = text
        super().__init__("not-done")


class Node:
    """One Conferencing Node. Used by several threads: each has connections of its own."""

    def __init__(self, settings: PexipSettings) -> None:
        self._url = settings.node.rstrip("/") + _BASE
        self._verify = str(settings.ca_file) if settings.ca_file else True
        self._own = threading.local()

    def get(self, alias: str, path: str, budget: Budget, token: str) -> Any:  # noqa: ANN401 - whatever JSON says
        """Return the result of a question. Raises as `post`."""
        return self._ask("GET", alias, path, budget, headers={"token": token})

    def post(self, alias: str, path: str, budget: Budget, body: Mapping[str, Any], **headers: str) -> Any:  # noqa: ANN401 - whatever JSON says
        """Return the result of an order. Raises Refusal when the node says no, `ServiceUnavailable` without answer."""
        return self._ask("POST", alias, path, budget, headers=headers, json=body)

    def _ask(self, method: str, alias: str, path: str, budget: Budget, **asked: Any) -> Any:  # noqa: ANN401 - as requests takes them, and whatever JSON says
        # Connecting and waiting for the answer's beginning are timed each for itself: together they are what is left.
        half = budget.left / 2
        try:
            with self._session().request(
                method,
                f"{self._url}/{quote(alias, safe='')}/{path}",
                timeout=(half, half),
                allow_redirects=False,
                stream=True,
                verify=self._verify,
                **asked,
            ) as answer:
                return _result(answer.status_code, answers.whole(answer, budget.until))
        except (requests.RequestException, OSError) as away:
            # What requests says of it holds an alias; nobody is told but that there is no answer.
            raise ServiceUnavailable from away

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = requests.Session()
            # No proxy, netrc or certificates of the machine's that the settings don't name.
            session.trust_env = False
        return session


def _result(status: int, content: bytes) -> Any:  # noqa: ANN401 - whatever JSON says
    if status == _TOO_MANY or status >= _FAULTY:
        raise ServiceUnavailable
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        body = None
    told = body.get("result") if isinstance(body, dict) else None
    if status != _OK:
        raise Refusal(status, told[:_LONGEST_TEXT] if isinstance(told, str) else "")
    if not isinstance(body, dict):
        raise ServiceUnavailable
    # `success` says that the request was understood; the result says whether it was done.
    if body.get("status") != "success" or told is False:
        raise Refusal(status)
    return told
