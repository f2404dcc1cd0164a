"""The built client and the icons as files: the add-in's pages, hashed assets that caches may keep, icons."""

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

from backend.web.assets import Assets

_ICONS = Path(__file__).parent.parent.parent / "manifest" / "icons"
_YEAR = 365 * 24 * 3600


def blueprint(assets: Assets) -> Blueprint:
    """Return the routes of the files."""
    routes = Blueprint("static", __name__)

    @routes.get("/assets/<path:name>")
    def asset(name: str) -> Response:
        response = send_from_directory(assets.dist / "assets", name, max_age=_YEAR)
        response.cache_control.immutable = True
        return response

    @routes.get("/addin/<name>.html")
    def page(name: str) -> Response:
        response = send_from_directory(assets.dist, f"{name}.html")
        response.headers["Cache-Control"] = "no-cache"
        return response

    @routes.get("/addin/events.js")
    def events() -> Response:
        # The manifests name this file, so its name stays when it changes: caches ask each time.
        response = send_from_directory(assets.dist, "events.js")
        response.headers["Cache-Control"] = "no-cache"
        # Classic Outlook for Windows fetches it from no page at all.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    @routes.get("/icons/<path:name>")
    def icon(name: str) -> Response:
        response = send_from_directory(_ICONS, name, max_age=3600)
        # Outlook fetches the ribbon's icons from its own pages.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return routes
