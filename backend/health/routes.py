"""/healthz, /readyz, /metrics and /api/openapi.json."""

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
        try:
            database.ping()
        except SQLAlchemyError as error:
            raise Unavailable("service-unavailable") from error
        return answer({"status": "ok"})

    @routes.get("/metrics")
    def metrics() -> Response:
        # Shown to this machine only; a proxy that speaks for others sets the header, and is then not this machine.
        if (
            not ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback
            or "X-Forwarded-For" in request.headers
        ):
            raise NotFound("not-found")
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    @routes.get("/api/openapi.json")
    def openapi() -> Response:
        return answer(document(operations(), server=settings.origin, version=version("vardmote")))

    return routes
