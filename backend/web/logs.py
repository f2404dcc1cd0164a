"""Structured logs: one JSON line per request, with an id and the route's template; never a path, a name or a code."""

import logging
import re
import secrets
import time
from typing import TextIO

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from backend.web.measures import REQUESTS, SECONDS

log = structlog.get_logger(__name__)
# Long hexadecimal ids alone: anything looser could carry a personal number into the log.
_REQUEST_ID = re.compile(r"(?=[^a-f]*[a-f])[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"})


def configure(target: TextIO) -> None:
    """Send all logs to `target` as JSON lines."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper("iso"),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # A line and its end in one write: several processes share a target, which may be unbuffered.
        logger_factory=structlog.WriteLoggerFactory(target),
        cache_logger_on_first_use=True,
    )
    # A tick of the clock that finds the last one still at work is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # Libraries speak at warning level only; what they say below it may hold what people typed.
    logging.basicConfig(
        level=logging.WARNING,
        stream=target,
        format='{"event": "library", "level": "%(levelname)s", "logger": "%(name)s"}',
    )


def register(app: Flask) -> None:
    """Log and count every request of the application."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        g.begun = time.perf_counter()
        clear_contextvars()
        bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.begun
        route = request.url_rule.rule if request.url_rule else "unknown"
        method = request.method if request.method in _METHODS else "other"
        REQUESTS.labels(method, route, str(response.status_code)).inc()
        SECONDS.labels(route).observe(seconds)
        response.headers["X-Request-Id"] = g.request_id
        log.info("web.request", method=method, route=route, status=response.status_code, ms=round(seconds * 1000, 1))
        return response
