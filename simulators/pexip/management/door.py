"""Who gets in, how often, and what goes wrong on the way: asked for every request to the Management Node."""

import asyncio
import base64
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from simulators.pexip.management import answers
from simulators.pexip.management.faults import SLOW_SECONDS, STATUS, Fault, Faults, spoil
from simulators.pexip.management.oauth import Tokens
from simulators.pexip.management.refusals import Refusal, invalid

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Door:
    """`most` requests in each `window` seconds are let in, of those who may at all.

    `denied` are the resources that the account's role has no right to, by the status that is answered: which one a real
    node answers is written nowhere.
    """

    user: str
    password: str = field(repr=False)
    tokens: Tokens
    faults: Faults
    clock: Callable[[], float]
    most: int = 1000
    window: float = 60.0
    asked: list[tuple[str, str]] = field(default_factory=list)
    denied: dict[str, int] = field(default_factory=dict)
    _times: deque[float] = field(default_factory=deque)

    def let_in(self, request: web.Request) -> None:
        """Return for those who may. Raises Refusal (401 or 429, and what `denied` says)."""
        if not request.path.startswith("/oauth/") and not self._known(request.headers.get("Authorization", "")):
            raise Refusal(401, headers={"WWW-Authenticate": 'Basic realm="management"'})
        if (status := self.denied.get(request.match_info.get("resource", ""))) is not None:
            raise Refusal(status)
        now = self.clock()
        while self._times and self._times[0] <= now - self.window:
            self._times.popleft()
        if len(self._times) >= self.most:
            raise Refusal(429)
        self._times.append(now)

    def _known(self, header: str) -> bool:
        kind, _, told = header.partition(" ")
        if kind.lower() == "bearer":
            return self.tokens.counts(told)
        try:
            given = base64.b64decode(told, validate=True) if kind.lower() == "basic" else b""
        except ValueError:
            return False
        return secrets.compare_digest(given, f"{self.user}:{self.password}".encode())


DOOR = web.AppKey("door", Door)


@web.middleware
async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let in, let it go wrong when that is ordered, and say refusals as the Management Node does."""
    if request.path.startswith("/_"):
        return await handler(request)
    door = request.app[DOOR]
    door.asked.append((request.method, request.path_qs))
    try:
        await _before(door, request)
        answer = await handler(request)
    except Refusal as refusal:
        answer = answers.refused(refusal)
    except web.HTTPNotFound:
        answer = answers.empty(404)
    except web.HTTPMethodNotAllowed as wrong:
        answer = answers.empty(405, {"Allow": ", ".join(sorted(wrong.allowed_methods))})
    return await spoil(door.faults, request, answer)


async def _before(door: Door, request: web.Request) -> None:
    if door.faults.due(Fault.SLOW, request.method):
        await asyncio.sleep(SLOW_SECONDS)
    for fault, status in STATUS.items():
        if door.faults.due(fault, request.method):
            raise Refusal(status)
    door.let_in(request)
    creates = request.method == "POST" and "/configuration/" in request.path
    if creates and door.faults.due(Fault.DUPLICATE, request.method):
        resource = request.path.rstrip("/").rpartition("/")[2]
        raise invalid(resource, {"name": [f"{resource.capitalize()} with this name already exists."]})
