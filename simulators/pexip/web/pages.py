"""The stand-in of Pexip's web app at `/webapp3/m/<alias>` and `/webapp3/m/?conference=<alias>`: a page and its parts.

The page joins by the node's client API, as the real one does, and says that it carries neither picture nor sound.
"""

from pathlib import Path

from aiohttp import web

from simulators import roomos

_PAGE = Path(__file__).parent / "page"
# How elements are made and redrawn is written once, beside the rooms' page.
_SHARED = Path(roomos.__file__).parent / "page" / "dom.js"
_PARTS = {file.name: file for file in (*_PAGE.iterdir(), _SHARED) if file.suffix in {".js", ".css"}}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


async def _page(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(_PAGE / "index.html", headers=_HEADERS)


async def _part(request: web.Request) -> web.StreamResponse:
    file = _PARTS.get(request.match_info["part"])
    if file is None:
        raise web.HTTPNotFound
    return web.FileResponse(file, headers=_HEADERS)


ROUTES: tuple[web.AbstractRouteDef, ...] = (
    web.get("/webapp3/m/", _page),
    web.get("/webapp3/m/{alias}", _page),
    web.get("/webapp3/m/{alias}/express", _page),
    web.get("/webapp3/parts/{part}", _part),
)
