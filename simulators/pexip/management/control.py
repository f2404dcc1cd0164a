"""`POST /_control {"fault", "count"?, "seconds"?, "methods"?}` on the Management Node's own port."""

from typing import Any

from aiohttp import web

from simulators.pexip.management.door import DOOR
from simulators.pexip.management.faults import Fault
from simulators.pexip.management.oauth import TOKENS

_OTHERS = ("none", "forget-tokens", "scopes")


def order(app: web.Application, body: Any) -> str:  # noqa: ANN401 - whatever JSON says
    """Let it go wrong as the body says, or return why it makes no sense."""
    known = (*map(str, Fault), *_OTHERS)
    if not isinstance(body, dict) or body.get("fault") not in known:
        return f"fault is one of {', '.join(known)}"
    count, seconds, methods = body.get("count", 1), body.get("seconds", 3600.0), body.get("methods", [])
    if not isinstance(count, int) or not isinstance(seconds, (int, float)) or not isinstance(methods, list):
        return "count is a number of requests, seconds a number, methods a list of HTTP methods"
    if body["fault"] == "none":
        app[DOOR].faults.calm()
        app[TOKENS].without_scopes = False
    elif body["fault"] == "forget-tokens":
        app[TOKENS].forget()
    elif body["fault"] == "scopes":
        app[TOKENS].without_scopes = True
    else:
        app[DOOR].faults.order(Fault(body["fault"]), count, float(seconds), frozenset(methods))
    return ""


async def _control(request: web.Request) -> web.Response:
    try:
        refusal = order(request.app, await request.json())
    except ValueError:
        refusal = "the body is no JSON"
    return web.Response(status=400, text=refusal) if refusal else web.Response(status=204)


ROUTES: tuple[web.AbstractRouteDef, ...] = (web.post("/_control", _control),)
