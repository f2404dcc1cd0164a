"""Problem answers (RFC 9457): the one place where a refusal becomes a status."""

import json
from collections.abc import Mapping
from types import MappingProxyType

import structlog
from flask import Flask, Response
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from backend.errors import (
    TEXTS,
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    Malformed,
    NotFound,
    Outdated,
    Refused,
    SlowDown,
    TooLarge,
    Unauthenticated,
    Unavailable,
)
from backend.storage import AWAY

log = structlog.get_logger(__name__)

STATUS: Mapping[type[Refused], int] = MappingProxyType(
    {
        Malformed: 400,
        Unauthenticated: 401,
        Forbidden: 403,
        NotFound: 404,
        Conflict: 409,
        Gone: 410,
        Outdated: 412,
        TooLarge: 413,
        Invalid: 422,
        SlowDown: 429,
        Unavailable: 503,
    }
)
_HEADERS: Mapping[int, Mapping[str, str]] = MappingProxyType(
    {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "10"}, 503: {"Retry-After": "5"}}
)
_PLAIN = {400: "malformed", 404: "not-found", 405: "method-not-allowed", 413: "too-large", 415: "malformed"}


def problem(refusal: Refused) -> Response:
    """Turn a refusal into its problem document."""
    return _answer(next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS), refusal)


def register(app: Flask) -> None:
    """Let the application answer refusals, unknown addresses and a missing database with problem documents."""
    app.register_error_handler(Refused, problem)
    app.register_error_handler(HTTPException, _plain)
    for away in AWAY:
        app.register_error_handler(away, _database_away)
    app.register_error_handler(Exception, _fault)


def _plain(error: HTTPException) -> Response:
    status = error.code or 500
    response = _answer(status, Refused(_PLAIN.get(status, "malformed")))
    for name, value in error.get_headers():
        if name in {"Allow", "Location"}:
            response.headers[name] = value
    return response


def _database_away(error: SQLAlchemyError) -> Response:
    log.error("web.database-away", error=type(getattr(error, "orig", None) or error).__name__)
    return problem(Unavailable("service-unavailable"))


def _fault(error: Exception) -> Response:
    # The message may carry what somebody typed; the place in our code never does.
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_qualname}:{frame.tb_lineno}" if frame else ""
    log.error("web.fault", error=type(error).__name__, place=place)
    return _answer(500, Refused("service-unavailable"))


def _answer(status: int, refusal: Refused) -> Response:
    text = refusal.text or TEXTS[refusal.code]
    body = {
        "type": f"urn:vardmote:problem:{refusal.code}",
        "title": text.en.partition(". ")[0].rstrip("."),
        "status": status,
        "code": refusal.code,
        "detail_sv": text.sv,
        "detail_en": text.en,
        "errors": [{"pointer": fault.pointer, "code": fault.code} for fault in refusal.faults],
    }
    if isinstance(refusal, Outdated):
        body |= {"version": refusal.version, "changed": list(refusal.changed)}
    if isinstance(refusal, Conflict) and refusal.conflicts:
        body |= {"conflicts": [dict(each) for each in refusal.conflicts]}
    response = Response(json.dumps(body, ensure_ascii=False), status, content_type="application/problem+json")
    response.headers.update(_HEADERS.get(status, {}))
    if isinstance(refusal, Outdated) and refusal.version is not None:
        response.set_etag(str(refusal.version))
    return response
