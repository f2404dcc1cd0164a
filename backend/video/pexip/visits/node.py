"""Requests to a Conferencing Node's client API (v2): within a deadline, never led elsewhere, answers read as data."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import requests

from backend.config import PexipSettings
from backend.video.pexip.wire import answers
from backend.video.pexip.wire.budget import Budget
from backend.video.pexip.wire.connections import Connections
from backend.video.service import ServiceRefused, ServiceUnavailable

_BASE = "/api/client/v2/conferences"
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
        self._connections = Connections(settings)

    def get(self, alias: str, path: str, budget: Budget, token: str) -> Any:  # noqa: ANN401 - whatever JSON says
        """Return the result of a question. Raises as `post`."""
        return self._ask("GET", alias, path, budget, headers={"token": token})

    def post(self, alias: str, path: str, budget: Budget, body: Mapping[str, Any], **headers: str) -> Any:  # noqa: ANN401 - whatever JSON says
        """Return the result of an order. Raises Refusal when the node says no, `ServiceUnavailable` without answer."""
        return self._ask("POST", alias, path, budget, headers=headers, json=body)

    def _ask(self, method: str, alias: str, path: str, budget: Budget, **asked: Any) -> Any:  # noqa: ANN401 - as requests takes them, and whatever JSON says
        url = f"{self._url}/{quote(alias, safe='')}/{path}"
        return self._connections.send(method, url, budget, _result, **asked)


def _result(answer: requests.Response, until: float) -> Any:  # noqa: ANN401 - whatever JSON says
    status, content = answer.status_code, answers.whole(answer, until)
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ServiceUnavailable
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        body = None
    told = body.get("result") if isinstance(body, dict) else None
    if status != HTTPStatus.OK:
        raise Refusal(status, told[:_LONGEST_TEXT] if isinstance(told, str) else "")
    if not isinstance(body, dict):
        raise ServiceUnavailable
    # `success` says that the request was understood; the result says whether it was done.
    if body.get("status") != "success" or told is False:
        raise Refusal(status)
    return told
