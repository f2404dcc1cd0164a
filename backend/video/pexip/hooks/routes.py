"""Where Pexip's nodes post their events."""

from http import HTTPStatus

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from backend.errors import SlowDown, Unauthenticated
from backend.storage import AWAY
from backend.video.pexip.hooks.intake import MOST_BYTES, Intake
from backend.video.pexip.hooks.measures import EVENTS
from backend.video.pexip.sign_in import Refused, SignIn
from backend.web.problems import problem

log = structlog.get_logger(__name__)

PATH = "/hooks/pexip/events"


def blueprint(intake: Intake, sign_in: SignIn) -> Blueprint:
    """Return the route. A post that could never be taken is answered 204 like any other: see `intake`.

    `sign_in` knows the user and password of Pexip's event sink.
    """
    routes = Blueprint("pexip_events", __name__)

    @routes.post(PATH)
    def pexip_events() -> Response:
        refused = sign_in.refuses(request.headers.get("Authorization", ""), request.remote_addr or "")
        if refused is not None:
            return _refusal(refused)
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


def _refusal(refused: Refused) -> Response:
    if refused.is_wrong:
        EVENTS.labels("unsigned").inc()
    is_asked = refused.status == HTTPStatus.UNAUTHORIZED
    response = problem(Unauthenticated("unauthenticated") if is_asked else SlowDown("slow-down"))
    response.headers.update(refused.headers)
    return response
