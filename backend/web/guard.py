"""What every answer carries and every request must pass: safe headers, the right host, the right origin."""

from collections.abc import Iterable

from flask import Flask, Response, request

from backend.config import Settings
from backend.errors import Forbidden, Malformed, NotFound

OFFICE_SCRIPTS = ("https://appsforoffice.microsoft.com", "https://ajax.aspnetcdn.com")
TEAMS_DOMAINS = "https://res.cdn.office.net"
# The one page that shows others in frames.
DEMO_PAGE = "/demo"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask, settings: Settings) -> None:
    """Put the guard in front of every route of the application."""
    # The demo page shows the software rooms' pages, from one desk on this machine.
    rooms = dict.fromkeys(page.origin for page in settings.room_pages)

    @app.before_request
    def right_address() -> None:
        # A page on another site must not reach a server on this machine by a name of its own (DNS rebinding).
        if settings.demo and f"{request.scheme}://{request.host}" not in settings.origins:
            raise Malformed("malformed")
        origin = request.headers.get("Origin")
        if request.method not in _SAFE_METHODS and origin is not None and origin not in settings.origins:
            raise Forbidden("forbidden")

    @app.before_request
    def storable_address() -> None:
        # No database can keep a NUL, so nothing has one in its name; PostgreSQL would refuse even to be asked.
        if "\0" in request.path:
            raise NotFound("not-found")
        if any("\0" in value for _, value in request.args.items(multi=True)):
            raise Malformed("malformed")

    @app.after_request
    def safe_headers(response: Response) -> Response:
        office = request.path.startswith("/addin/")
        frames = ("'self'", *rooms) if settings.demo and request.path == DEMO_PAGE else ()
        response.headers["Content-Security-Policy"] = policy(
            settings.frame_ancestors, office=office, demo=settings.demo, frames=frames
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Permissions-Policy"] = (
            "camera=(self), microphone=(self), speaker-selection=(self), display-capture=(self)"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.origin.startswith("https://"):
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def policy(frame_ancestors: Iterable[str], *, office: bool, demo: bool, frames: Iterable[str] = ()) -> str:
    """Return the Content-Security-Policy: only the add-in's pages may load Microsoft's scripts and sit in frames.

    `frames` are whose pages the page may show in frames of its own.
    """
    framed = " ".join(frame_ancestors) if office else ("'self'" if demo else "'none'")
    scripts = ("'self'", *OFFICE_SCRIPTS) if office else ("'self'",)
    connect = ("'self'", *OFFICE_SCRIPTS, TEAMS_DOMAINS) if office else ("'self'",)
    parts = {
        "default-src": "'none'",
        "script-src": " ".join(scripts),
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "media-src": "'self' blob:",
        "connect-src": " ".join(connect),
        "frame-src": " ".join(frames) or "'none'",
        "frame-ancestors": framed,
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())
