"""The desk of a site: one plain port with every room's page, the bridge and the faults, there when a room is not."""

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from simulators.roomos import control, desk_bridge, screen
from simulators.roomos.asked import ENDPOINTS, port_of
from simulators.roomos.site import Site

_HOST = "127.0.0.1"


class Desk:
    """A running desk. `url` ends without a slash; a room's page is at `url`/ID/.

    Pages of the origins `framed_by` may show a room's page in a frame; without any, every page on this machine may.
    """

    def __init__(self, site: Site, port: int = 0, framed_by: Iterable[str] = ()) -> None:
        self._site = site
        app = web.Application(middlewares=[_own_name])
        app[screen.FRAMERS] = tuple(framed_by)
        app[ENDPOINTS] = site.endpoints
        app[desk_bridge.BRIDGE] = site.bridge
        app.add_routes([*desk_bridge.ROUTES, web.post("/_control", _everybody), *screen.DESK_ROUTES])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        site.wait(self._open(port))
        self.port = int(self._runner.addresses[0][1])
        self.url = f"http://{_HOST}:{self.port}"

    def close(self) -> None:
        """Close it; the site goes on."""
        self._site.wait(self._runner.cleanup())

    async def _open(self, port: int) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, _HOST, port).start()


@web.middleware
async def _own_name(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer to our own address alone: no site elsewhere reaches the desk by a name of its own (DNS rebinding)."""
    if request.host not in {f"{name}:{port_of(request)}" for name in (_HOST, "localhost")}:
        raise web.HTTPMisdirectedRequest
    return await handler(request)


async def _everybody(request: web.Request) -> web.Response:
    return await control.take(request, request.app[ENDPOINTS])
