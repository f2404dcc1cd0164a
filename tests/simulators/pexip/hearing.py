"""Somebody an event sink sends to: keeps what comes, and answers as it is told."""

import asyncio
import base64
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web


class Heard:
    """`answers` are the next statuses (204 after them); 0 is no answer at all."""

    def __init__(self) -> None:
        self.url = ""
        self.posts: list[dict[str, Any]] = []
        self.signed: list[str] = []
        self.answers: deque[int] = deque()
        self.at_once = 0
        self.most_at_once = 0
        self._news = asyncio.Condition()

    def events(self) -> list[tuple[int, str]]:
        return [(one["seq"], one["event"]) for one in self.envelopes()]

    def envelopes(self) -> list[dict[str, Any]]:
        """Return what came, without the posts that were not taken and with bulks taken apart."""
        parted = [one["data"] if one["event"] == "eventsink_bulk" else [one] for one in self.posts]
        return [one for part in parted for one in part]

    async def until(self, count: int) -> list[tuple[int, str]]:
        """Wait for so many events."""
        async with asyncio.timeout(5), self._news:
            await self._news.wait_for(lambda: len(self.events()) >= count)
        return self.events()

    async def take(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._answer(request)
        finally:
            self.at_once -= 1

    async def _answer(self, request: web.Request) -> web.Response:
        body = await request.json()
        kind, _, told = request.headers.get("Authorization", "").partition(" ")
        self.signed.append(base64.b64decode(told).decode() if kind == "Basic" else "")
        status = self.answers.popleft() if self.answers else 204
        if status == 0:
            await asyncio.sleep(60)
        if status == 204:
            async with self._news:
                self.posts.append(body)
                self._news.notify_all()
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 302 else None)


@asynccontextmanager
async def hearing() -> AsyncIterator[Heard]:
    heard = Heard()
    app = web.Application()
    app.add_routes([web.post("/events", heard.take)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    heard.url = f"http://127.0.0.1:{runner.addresses[0][1]}/events"
    try:
        yield heard
    finally:
        await runner.cleanup()
