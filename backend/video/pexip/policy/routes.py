"""/policy/v1/…: what Pexip asks at every call. A GET of who signs in rightly is always 200."""

import json
from collections.abc import Callable

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import MethodNotAllowed

from backend.video.pexip.policy.asked import Asked, read, told_in
from backend.video.pexip.policy.decision import Answer, refusal
from backend.video.pexip.policy.server import PolicyServer
from backend.video.pexip.sign_in import Refused, SignIn

log = structlog.get_logger(__name__)

PREFIX = "/policy/v1/"
_PATHS = (f"{PREFIX}service/configuration", f"{PREFIX}participant/properties")


def blueprint(server: PolicyServer, sign_in: SignIn, wrong: Callable[[], None]) -> Blueprint:
    """Return the two routes. `sign_in` knows the user and password of Pexip's policy profile.

    `wrong` is called when somebody asks with others, and neither waits nor raises.
    """
    routes = Blueprint("policy", __name__)

    def answered(ask: Callable[[Asked], Answer]) -> Response:
        if request.method != "GET":
            raise MethodNotAllowed(["GET"])
        refused = sign_in.refuses(request.headers.get("Authorization", ""), request.remote_addr or "")
        if refused is not None:
            if refused.is_wrong:
                wrong()
            return _refusal(refused)
        try:
            answer = ask(read(told_in(request.query_string.decode("utf-8", "replace"))))
        except Exception as error:  # noqa: BLE001 - a fault of ours must not send Pexip to its own database
            log.error("policy.fault", error=type(error).__name__)  # noqa: TRY400 - a traceback may hold what was asked
            answer = refusal("fault")
        response = Response(json.dumps(answer.body, ensure_ascii=False), content_type="application/json")
        response.headers["Cache-Control"] = "no-store"
        return response

    for path, ask in zip(_PATHS, (server.service, server.participant), strict=True):
        routes.add_url_rule(
            path,
            path.rpartition("/")[2],
            lambda ask=ask: answered(ask),
            methods=["GET", "HEAD"],
            provide_automatic_options=False,
        )

    return routes


def _refusal(refused: Refused) -> Response:
    response = Response(status=refused.status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(refused.headers)
    return response
