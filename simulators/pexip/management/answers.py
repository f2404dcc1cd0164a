"""Answers and bodies as they travel."""

import json
from typing import Any

from aiohttp import web

from simulators.pexip.management.refusals import Refusal, senseless


def empty(status: int, headers: dict[str, str] | None = None) -> web.Response:
    """Return an answer without a body."""
    return web.Response(status=status, headers=headers, content_type="text/html")


def refused(refusal: Refusal) -> web.Response:
    """Return what a refusal looks like on the wire."""
    if refusal.body is None:
        return empty(refusal.status, refusal.headers)
    return web.json_response(refusal.body, status=refusal.status, headers=refusal.headers)


async def body(request: web.Request) -> Any:  # noqa: ANN401 - whatever JSON says
    """Return the body of a request. Raises Refusal: 415 when it is not called JSON, 400 when it is none."""
    if request.content_type != "application/json":
        raise Refusal(415)
    try:
        return json.loads(await request.text())
    except ValueError:
        raise senseless("Request is not valid JSON.") from None
