"""The page that is a room's screen and touch panel: what stands on it, told as it changes, and what is pressed."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from simulators.roomos.asked import ENDPOINTS, device_of
from simulators.roomos.endpoint import Endpoint
from simulators.roomos.errors import Refusal
from simulators.roomos.feedback import Subscription
from simulators.roomos.screen_presses import PRESSES, Press
from simulators.roomos.screen_view import view

_FILES = Path(__file__).parent / "page"
# What is not told as feedback (a message on the screen, the minute) is seen at the next look.
LOOK_SECONDS = 0.25
# The origins whose pages may show a room's page in a frame; without any, every page on this machine may.
FRAMERS: web.AppKey[tuple[str, ...]] = web.AppKey("framers", tuple)
_THIS_MACHINE = ("http://127.0.0.1:*", "http://localhost:*")
Handler = Callable[[web.Request, Endpoint], Awaitable[web.StreamResponse]]


async def _file(request: web.Request, _: Endpoint) -> web.StreamResponse:
    name = request.match_info.get("file") or "index.html"
    if name not in {file.name for file in _FILES.iterdir()}:
        raise web.HTTPNotFound
    return web.FileResponse(_FILES / name, headers=_headers(request))


async def _events(request: web.Request, endpoint: Endpoint) -> web.StreamResponse:
    response = web.StreamResponse(headers={**_headers(request), "Content-Type": "text/event-stream"})
    await response.prepare(request)
    news = asyncio.Event()
    everything = [("Status",), ("Configuration",), ("Event",)]
    end = endpoint.device.subscribe(Subscription(lambda _: news.set(), everything))
    told = ""
    try:
        while request.transport is not None:
            now = json.dumps(view(endpoint), ensure_ascii=False)
            if now != told:
                told = now
                await response.write(f"data: {now}\n\n".encode())
            news.clear()
            await _until(news)
    finally:
        end()
    return response


def _headers(request: web.Request) -> dict[str, str]:
    told = request.app.get(FRAMERS, ())
    framers = " ".join(told or _THIS_MACHINE)
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
            f"base-uri 'none'; form-action 'none'; frame-ancestors 'self' {framers}"
        ),
        "X-Content-Type-Options": "nosniff",
    }


async def _until(news: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(news.wait(), LOOK_SECONDS)
    except TimeoutError:
        return


async def _press(request: web.Request, endpoint: Endpoint) -> web.StreamResponse:
    # A form of another site cannot send this type without being asked first.
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        action: Any = await request.json()
        press: Press = PRESSES[action["press"]]
        press(endpoint, action)
    except (ValueError, KeyError, TypeError) as fault:
        raise web.HTTPBadRequest(text="No such press") from fault
    except Refusal as refusal:
        raise web.HTTPConflict(text=refusal.reason) from refusal
    return web.Response(status=204)


def _own(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Serve the page of the endpoint whose port was called."""

    async def serve(request: web.Request) -> web.StreamResponse:
        device = device_of(request)
        return await handler(request, next(one for one in request.app[ENDPOINTS] if one.device is device))

    return serve


def _named(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Serve the page of the endpoint that the path names."""

    async def serve(request: web.Request) -> web.StreamResponse:
        found = [one for one in request.app[ENDPOINTS] if one.id == request.match_info["id"]]
        if not found:
            raise web.HTTPNotFound
        return await handler(request, found[0])

    return serve


Serves = Callable[[Handler], Callable[[web.Request], Awaitable[web.StreamResponse]]]


def _routes(prefix: str, serves: Serves) -> tuple[web.AbstractRouteDef, ...]:
    return (
        web.get(f"{prefix}/events", serves(_events)),
        web.post(f"{prefix}/press", serves(_press)),
        web.get(f"{prefix}/{{file:[a-z.]*}}", serves(_file)),
    )


# On each endpoint's own port; and on the desk, where the page is there also when the endpoint is not.
ROUTES = _routes("/_screen", _own)
DESK_ROUTES = _routes("/{id}", _named)
