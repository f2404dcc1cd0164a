"""What the Management Node is told to do wrong, each fault for a number of requests within some seconds."""

import asyncio
import time
from collections.abc import Callable
from enum import StrEnum

from aiohttp import web

SLOW_SECONDS = 3.0
HELD_SECONDS = 60.0


class Fault(StrEnum):
    """Those before the work leave nothing behind. After the work, what was asked for is done and nobody hears of it."""

    RATE_LIMIT = "rate-limit"  # 429, and nothing is done
    ERROR = "error"  # 500, and nothing is done
    UNAVAILABLE = "unavailable"  # 503, and nothing is done
    UNAUTHORIZED = "unauthorized"  # 401, as when somebody changed the password
    SLOW = "slow"
    DUPLICATE = "duplicate"  # a creation is refused as if somebody else had the name
    TIMEOUT = "timeout"  # the work is done, and no answer comes
    LOST = "lost"  # the work is done, and the connection is cut
    HALF = "half"  # the work is done, and half of the answer comes
    SPOILT = "spoilt"  # the work is done, and 500 is answered


STATUS = {Fault.RATE_LIMIT: 429, Fault.ERROR: 500, Fault.UNAVAILABLE: 503, Fault.UNAUTHORIZED: 401}


class Faults:
    """What is ordered and not yet used up. In one loop only. `only` narrows a fault to these methods."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ordered: dict[Fault, tuple[int, float, frozenset[str]]] = {}

    def order(self, fault: Fault, count: int = 1, seconds: float = 3600.0, only: frozenset[str] = frozenset()) -> None:
        """Let it happen to the next `count` requests, or until `seconds` have passed."""
        self._ordered[fault] = (count, self._clock() + seconds, only)

    def calm(self) -> None:
        """Let nothing more go wrong."""
        self._ordered.clear()

    def due(self, fault: Fault, method: str) -> bool:
        """Return whether it is to happen now, and count it."""
        count, until, only = self._ordered.get(fault, (0, 0.0, frozenset[str]()))
        if count < 1 or self._clock() > until or (only and method not in only):
            return False
        self._ordered[fault] = (count - 1, until, only)
        return True


async def spoil(faults: Faults, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    """Return the answer, or what comes of it when something is to go wrong after the work."""
    if faults.due(Fault.SPOILT, request.method):
        return web.Response(status=500)
    if faults.due(Fault.TIMEOUT, request.method):
        await asyncio.sleep(HELD_SECONDS)
        return answer
    half = faults.due(Fault.HALF, request.method)
    if half or faults.due(Fault.LOST, request.method):
        body = answer.body if half and isinstance(answer, web.Response) else None
        return await _cut(request, answer, body if isinstance(body, bytes) else b"")
    return answer


async def _cut(request: web.Request, answer: web.StreamResponse, body: bytes) -> web.StreamResponse:
    told = web.StreamResponse(status=answer.status, headers={"Content-Type": answer.content_type})
    if body:
        told.content_length = len(body)
        await told.prepare(request)
        await told.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close() if body else request.transport.abort()
    return told
