"""Server-rendered pages: one frame, one script, and the page's data as JSON the script reads."""

from typing import Any

from flask import Response, current_app, render_template

from backend.web.assets import Assets


def render(
    template: str, data: dict[str, Any], *, status: int = 200, language: str = "sv", **values: object
) -> Response:
    """Answer with a page. `data` goes into the page as JSON (escaped by Jinja's tojson); no cache keeps it."""
    text = render_template(template, page_data=data, language=language, **values)
    response = Response(text, status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def assets() -> Assets:
    """Return the built client of the running application."""
    found: Assets = current_app.extensions["assets"]
    return found
