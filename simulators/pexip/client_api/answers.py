"""Answers as the client API gives them: `status` and `result`, and `failed` when it refuses."""

import json
from typing import Any

from aiohttp import web

from simulators.pexip.reasons import INVALID_ROLE, INVALID_TOKEN


class Failure(Exception):
    """The request is refused; the text is the answer's result."""

    def __init__(self, text: str, status: int = 403) -> None:
        super().__init__(text)
        self.text = text
        self.status = status


def success(result: object, status: int = 200) -> web.Response:
    """Return an answer that says success; 403 is what asks for a PIN, a sign-in or an extension."""
    return _answer("success", result, status)


def failed(failure: Failure) -> web.Response:
    """Return the answer of a refusal."""
    return _answer("failed", failure.text, failure.status)


def invalid_role() -> Failure:
    """Return the refusal of what a role may not."""
    return Failure(INVALID_ROLE)


def invalid_token() -> Failure:
    """Return the refusal of a token that is none, or no more."""
    return Failure(INVALID_TOKEN)


def _answer(status: str, result: object, code: int) -> web.Response:
    body: dict[str, Any] = {"status": status, "result": result}
    return web.Response(status=code, body=json.dumps(body).encode(), content_type="application/json")
