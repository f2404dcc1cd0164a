"""Which endpoint a request over HTTPS is for: the one whose port it came to."""

from aiohttp import web

from simulators.roomos.device import Device
from simulators.roomos.endpoint import Endpoint

# All endpoints of a site by their port, also those that are off now.
DEVICES: web.AppKey[dict[int, Device]] = web.AppKey("devices", dict)
# The same as tests and orders hold them.
ENDPOINTS: web.AppKey[list[Endpoint]] = web.AppKey("endpoints", list)


def device_of(request: web.Request) -> Device:
    """Return the endpoint that is asked. Raises ConnectionResetError when whoever asked is gone."""
    return request.app[DEVICES][port_of(request)]


def port_of(request: web.Request) -> int:
    """Return the port the request came to. Raises ConnectionResetError when whoever asked is gone."""
    if request.transport is None:
        raise ConnectionResetError
    return int(request.transport.get_extra_info("sockname")[1])
