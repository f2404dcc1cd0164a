"""Where Pexip's nodes post their events."""

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from backend.errors import Unauthenticated
from backend.storage import AWAY
from backend.video.pexip.hooks.intake import MOST_BYTES, Intake
from backend.web.problems import problem

log = structlog.get_logger(__name__)

PATH = "/hooks/pexip/events"


def blueprint(intake: Intake) -> Blueprint:
    """Return the route. A post that could never be taken is answered 204 like any other: see `intake`."""
    routes = Blueprint("pexip_events", __name__)

    @routes.post(PATH)
    def pexip_events() -> Response:
        if not intake.knows(request.headers.get("Authorization", "")):
            refusal = problem(Unauthenticated("unauthenticated"))
            refusal.headers["WWW-Authenticate"] = 'Basic realm="vardmote events"'
            return refusal
        request.max_content_length = MOST_BYTES
        try:
            intake.take(request.get_data(cache=False))
        except AWAY:
            raise
        except RequestEntityTooLarge:
            intake.refuse("too-large")
        except Exception as error:  # noqa: BLE001 - sent again it would fail again, until the publisher stops
            intake.refuse("fault")
            log.error("pexip.events-fault", error=type(error).__name__)  # noqa: TRY400 - a traceback may hold names
        return Response(status=204)

    return routes
