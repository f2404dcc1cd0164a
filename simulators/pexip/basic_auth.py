"""How a node signs in by Basic where it asks or tells: at once, or only when it is asked to. No source says which."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

_UNAUTHORIZED = 401


@asynccontextmanager
async def signed_in(  # noqa: PLR0913 - one request
    session: aiohttp.ClientSession,
    method: str,
    url: str,
    user: str,
    password: str,
    *,
    when_asked: bool,
    **more: Any,  # noqa: ANN401  aiohttp's own
) -> AsyncIterator[aiohttp.ClientResponse]:
    """Send a request and give its answer. `when_asked`: first without a word of who it is, each time anew."""
    headers = {"Authorization": aiohttp.encode_basic_auth(user, password, "utf-8")} if user else {}
    if headers and when_asked:
        async with session.request(method, url, allow_redirects=False, **more) as first:
            if first.status != _UNAUTHORIZED or "basic" not in first.headers.get("WWW-Authenticate", "").lower():
                yield first
                return
            await first.read()
    async with session.request(method, url, allow_redirects=False, headers=headers, **more) as answer:
        yield answer
