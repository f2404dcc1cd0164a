"""What all requests stand on: the node, its tokens and streams, and whose request it is."""

from dataclasses import dataclass, field

from aiohttp import web

from simulators.pexip.calls import Switchboard
from simulators.pexip.client_api.answers import invalid_role, invalid_token
from simulators.pexip.client_api.streams import Streams
from simulators.pexip.idp import Providers
from simulators.pexip.node import Node
from simulators.pexip.tokens import Session, Tokens


@dataclass
class Ground:
    """One node's front: made by `application`, and found in the application as `GROUND`."""

    node: Node
    switchboard: Switchboard
    tokens: Tokens
    streams: Streams = field(default_factory=Streams)
    providers: Providers = field(default_factory=Providers)


GROUND: web.AppKey[Ground] = web.AppKey("ground", Ground)


def ground(request: web.Request) -> Ground:
    """Return the front that was asked."""
    return request.app[GROUND]


def alias_of(request: web.Request) -> str:
    """Return the alias in a request's path, decoded once."""
    return request.match_info["alias"]


def session_of(request: web.Request) -> Session:
    """Return whose request it is, by the header `token`. Raises Failure (Invalid token)."""
    return by_token(request, request.headers.get("token", ""))


def by_token(request: web.Request, token: str) -> Session:
    """Return a token's session. Raises Failure (Invalid token)."""
    session = ground(request).tokens.find(token, alias_of(request))
    if session is None:
        raise invalid_token()
    return session


def host_of(request: web.Request) -> Session:
    """Return the host whose request it is. Raises Failure (Invalid token, Invalid role)."""
    session = session_of(request)
    one = session.participant
    if not one.is_host or not one.is_in or one.settling:
        raise invalid_role()
    return session
