"""What a node's front answers beside the client API: the web app's stand-in, and rooms' calls."""

from collections.abc import Iterable

from aiohttp import web

from simulators.pexip.control import Control
from simulators.pexip.front import Front
from simulators.pexip.web import pages
from simulators.pexip.web.calls import Calls


def routes(front: Front, control: Control) -> Iterable[web.AbstractRouteDef]:
    """Return them, and let `{"call": …}` be answered; of several nodes the first is where rooms call."""
    calls = Calls(front)
    if not control.fronts:
        control.take("call", calls.order)
    return (*pages.ROUTES, *calls.routes())
