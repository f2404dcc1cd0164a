"""The bridge's conferences at the desk: opened, looked into, let into and ended from outside of the process."""

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from simulators.roomos.bridge import Bridge, Conference, Entrance, Place, either, guest, host

BRIDGE: web.AppKey[Bridge] = web.AppKey("bridge", Bridge)
_KEYS = frozenset({"name", "host", "guest", "host_pin", "guest_pin", "domain"})


async def _open(request: web.Request) -> web.Response:
    try:
        body: Any = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict) or not body.keys() <= _KEYS or not all(isinstance(one, str) for one in body.values()):
        return web.Response(status=400, text=f"an object of texts: {', '.join(sorted(_KEYS))}")
    if body.keys() == {"domain"}:
        request.app[BRIDGE].keep(body["domain"])
        return web.Response(status=204)
    entrances = _entrances(body)
    if not body.get("name") or not entrances:
        return web.Response(status=400, text="name, and host or guest, are needed")
    request.app[BRIDGE].open(body["name"], *entrances)
    return web.Response(status=204)


def _entrances(body: dict[str, str]) -> list[Entrance]:
    """Return the entrances: one address for both roles is one where the PIN decides."""
    host_pin, guest_pin = body.get("host_pin", ""), body.get("guest_pin", "")
    if body.get("host") and body.get("host") == body.get("guest"):
        return [either(body["host"], host_pin, guest_pin)]
    hosts = [host(body["host"], host_pin)] if body.get("host") else []
    return [*hosts, *([guest(body["guest"], guest_pin)] if body.get("guest") else [])]


async def _look(request: web.Request) -> web.Response:
    rows = [
        {"name": one.name, "in": one.people(), "lobby": one.people(Place.LOBBY)}
        for one in request.app[BRIDGE].conferences.values()
    ]
    return web.json_response({"conferences": rows})


async def _close(request: web.Request) -> web.Response:
    request.app[BRIDGE].close(request.match_info["name"])
    return web.Response(status=204)


async def _move(request: web.Request) -> web.Response:
    conference = request.app[BRIDGE].conferences.get(request.match_info["name"])
    if conference is None:
        raise web.HTTPNotFound
    try:
        body: Any = await request.json()
        _MOVES[body["to"]](conference, str(body["who"]))
    except (ValueError, KeyError, TypeError) as fault:
        raise web.HTTPBadRequest(text=f"who, and to: one of {', '.join(_MOVES)}") from fault
    return web.Response(status=204)


_MOVES: Mapping[str, Callable[[Conference, str], None]] = {
    "in": lambda conference, name: conference.invite(name, wanted=True),
    "lobby": lambda conference, name: conference.invite(name, wanted=False),
    "out": lambda conference, name: conference.dismiss(name),
}
ROUTES: tuple[web.AbstractRouteDef, ...] = (
    web.post("/_bridge", _open),
    web.get("/_bridge", _look),
    web.post("/_bridge/{name}/moves", _move),
    web.delete("/_bridge/{name}", _close),
)
