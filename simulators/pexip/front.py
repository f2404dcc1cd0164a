"""One node's HTTP front: its client API, and the paths others add; it may be wrong, in maintenance, or down."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from simulators.pexip import sign_in
from simulators.pexip.calls import Switchboard
from simulators.pexip.client_api import routes
from simulators.pexip.client_api.answers import Failure, failed
from simulators.pexip.client_api.ground import GROUND, Ground
from simulators.pexip.faults import SLOW_SECONDS, Fault, Faults
from simulators.pexip.node import Node
from simulators.pexip.tokens import Tokens

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_MOST_BYTES = 1024 * 1024
_HTML = "<!doctype html><title>Gateway</title><p>Something else answers here."


class Front:
    """One node that listens. Further routes are added before `start`; in the loop all of it."""

    def __init__(self, node: Node, further: Iterable[web.AbstractRouteDef] = ()) -> None:
        self.node = node
        self.faults = Faults()
        clock = node.cluster.clock
        self.ground = Ground(node, Switchboard(node), Tokens(clock))
        node.cluster.watchers += [self.ground.switchboard.hear, self.ground.streams.hear, self.ground.tokens.hear]
        self.app = web.Application(middlewares=[self._door, routes.refusals], client_max_size=_MOST_BYTES)
        self.app[GROUND] = self.ground
        self.app.add_routes([*routes.ROUTES, *sign_in.ROUTES, *further])
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.1)
        self.port = 0
        self._scheme = "http"
        self._spared: set[asyncio.Transport | None] = set()

    @property
    def url(self) -> str:
        """Return where it is reached."""
        return f"{self._scheme}://127.0.0.1:{self.port}"

    async def start(self, port: int = 0, context: ssl.SSLContext | None = None) -> None:
        """Listen on loopback, at any free port for 0. Raises OSError when it is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, ssl_context=context, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._scheme = "http" if context is None else "https"

    async def stop(self) -> None:
        """Listen no more."""
        self.cut()
        await self._runner.cleanup()

    def restart(self, seconds: float) -> None:
        """Be down for so many real seconds, in mid-meeting. All that was open is cut, all tokens are dead."""
        self.node.restart(seconds / max(self.node.cluster.clock.told(1.0), 1e-9))
        self.cut()

    def cut(self) -> None:
        """Cut every open connection, save of whoever orders it."""
        for connection in self._runner.server.connections if self._runner.server else ():
            if connection.transport is not None and connection.transport not in self._spared:
                connection.transport.abort()

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something so many real seconds from now."""
        asyncio.get_running_loop().call_later(seconds, action)

    @web.middleware
    async def _door(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let faults happen, to the client API only: whoever holds the stand-in itself asks below /_."""
        if self.node.down and not request.path.startswith("/_"):
            return _cut_off(request)
        if not request.path.startswith("/api/client/"):
            return await self._sparing(request, handler)
        if self.faults.due(Fault.SLOW):
            await asyncio.sleep(SLOW_SECONDS)
        return self._instead(request) or self._spoilt(request, await handler(request))

    async def _sparing(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer whoever orders a cut: they are to hear that it is done."""
        self._spared.add(request.transport)
        try:
            return await handler(request)
        finally:
            self._spared.discard(request.transport)

    def _instead(self, request: web.Request) -> web.Response | None:
        """Return what is answered without the request being carried out, None when nothing is wrong."""
        if self.faults.due(Fault.REFUSE):
            return _cut_off(request)
        status = self.faults.due(Fault.FAIL)
        if status:
            return failed(Failure("Service unavailable", status))
        if self.node.maintenance and request.path.endswith(("/status", "/request_token")):
            return failed(Failure("Maintenance mode", 503))
        return None

    def _spoilt(self, request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
        """Return what is answered after it: the answer, when nothing is wrong."""
        if self.faults.due(Fault.DROP):
            return _cut_off(request)
        if self.faults.due(Fault.WRONG):
            return web.Response(text=_HTML, content_type="text/html")
        if self.faults.due(Fault.HALF):
            return web.json_response({"status": "success", "result": {}})
        return response


def _cut_off(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)  # nobody hears it
