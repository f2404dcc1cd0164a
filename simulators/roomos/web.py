"""The HTTPS fronts of a site: one application for all endpoints, told apart by the port they were called at."""

import ssl
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from simulators.roomos import control, http_front, listening, screen, ws
from simulators.roomos.asked import DEVICES, ENDPOINTS, device_of
from simulators.roomos.device import Device
from simulators.roomos.faults import Fault
from simulators.roomos.power import Power

if TYPE_CHECKING:
    import socket

# One line for each module that answers something over HTTPS.
ROUTES: tuple[web.AbstractRouteDef, ...] = (*ws.ROUTES, *http_front.ROUTES, *control.ROUTES, *screen.ROUTES)

MOST_BYTES = 12 * 1024 * 1024


@web.middleware
async def _door(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Let nobody in while the device starts (502, roomos 1.3); whoever holds the stand-in itself asks below /_."""
    device = device_of(request)
    if request.path.startswith("/_"):
        return await handler(request)
    if device.faults.due(Fault.REFUSE) and request.transport is not None:
        request.transport.abort()
        return web.Response(status=503)  # nobody hears it, and nothing is begun
    if device.supply.state is not Power.ON:
        return web.Response(status=502, text="Bad Gateway")
    return await handler(request)


class Web:
    """The HTTPS fronts, one port for each endpoint."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        self.app = web.Application(middlewares=[_door], client_max_size=MOST_BYTES)
        self.app[DEVICES] = {}
        self.app[ENDPOINTS] = []
        self.app.add_routes(ROUTES)
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.1)
        self._sites: dict[int, tuple[socket.socket, web.SockSite]] = {}

    async def begin(self) -> None:
        """Be ready for `open`."""
        await self._runner.setup()

    async def open(self, device: Device, port: int) -> int:
        """Listen for an endpoint, at any free port for 0, and return the port. Raises OSError when it is taken."""
        ear = listening.at(port)
        site = web.SockSite(self._runner, ear, ssl_context=self._context)
        port = int(ear.getsockname()[1])
        self.app[DEVICES][port] = device
        await site.start()
        self._sites[port] = (ear, site)
        return port

    async def close(self, port: int) -> None:
        """Listen no more at the port, and cut off who is there."""
        if port in self._sites:
            ear, site = self._sites.pop(port)
            await listening.hush(ear)
            await site.stop()
        for connection in self._runner.server.connections if self._runner.server else ():
            transport = connection.transport
            # One that is closing has lost its socket, and may not be asked where it led.
            if transport is not None and not transport.is_closing() and transport.get_extra_info("sockname")[1] == port:
                transport.abort()

    async def end(self) -> None:
        """Close them all."""
        await self._runner.cleanup()
