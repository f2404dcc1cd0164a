"""/healthz, /readyz, /metrics and /api/openapi.json."""

import hmac
import ipaddress
from importlib.metadata import version

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from backend.config import Settings
from backend.errors import NotFound, Unavailable
from backend.storage import Database
from backend.web.api import answer, operations
from backend.web.openapi import document


def blueprint(settings: Settings, database: Database) -> Blueprint:
    """Return the routes that tell how the product is."""
    routes = Blueprint("health", __name__)

    @routes.get("/healthz")
    def alive() -> Response:
        return answer({"status": "ok"})

    @routes.get("/readyz")
    def ready() -> Response:
        if settings.draining is not None and settings.draining.exists():
            raise Unavailable("service-unavailable")
        try:
            database.ping()
        except SQLAlchemyError as error:
            raise Unavailable("service-unavailable") from error
        return answer({"status": "ok"})

    @routes.get("/metrics")
    def metrics() -> Response:
        if not (_from_this_machine() or _holds(settings.metrics_token)):
            raise NotFound("not-found")
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    @routes.get("/api/openapi.json")
    def openapi() -> Response:
        return answer(document(operations(), server=settings.origin, version=version("vardmote")))

    return routes


def _from_this_machine() -> bool:
    # A proxy that speaks for others sets the header, and is then not this machine.
    address = ipaddress.ip_address(request.remote_addr or "192.0.2.1")
    return address.is_loopback and "X-Forwarded-For" not in request.headers


def _holds(token: str | None) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return token is not None and hmac.compare_digest(given.encode(), token.encode())
