"""/policy/v1/…: what Pexip asks at every call. Always 200 for who signs in rightly, never anywhere else."""

import base64
import binascii
import hmac
import json
from collections.abc import Callable

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import MethodNotAllowed

from backend.video.pexip.policy.asked import Asked, read, told_in
from backend.video.pexip.policy.decision import Answer, refusal
from backend.video.pexip.policy.desk import Desk
from backend.video.pexip.policy.slowing import Limits

log = structlog.get_logger(__name__)

PREFIX = "/policy/v1/"
_PATHS = (f"{PREFIX}service/configuration", f"{PREFIX}participant/properties")


def blueprint(desk: Desk, limits: Limits, user: str, password: str) -> Blueprint:
    """Return the two routes. `user` and `password` are those of Pexip's policy profile."""
    routes = Blueprint("policy", __name__)
    expected = f"{user}:{password}".encode()

    def answered(ask: Callable[[Asked], Answer]) -> Response:
        if request.method != "GET":
            raise MethodNotAllowed(["GET"])
        if not _signs_in(expected):
            return _not_signed_in(limits)
        try:
            answer = ask(read(told_in(request.query_string.decode("utf-8", "replace"))))
        except Exception as error:  # noqa: BLE001 - a fault of ours must not send Pexip to its own database
            log.error("policy.fault", error=type(error).__name__)  # noqa: TRY400 - a traceback may hold what was asked
            answer = refusal("fault")
        response = Response(json.dumps(answer.body, ensure_ascii=False), content_type="application/json")
        response.headers["Cache-Control"] = "no-store"
        return response

    for path, ask in zip(_PATHS, (desk.service, desk.participant), strict=True):
        routes.add_url_rule(
            path,
            path.rpartition("/")[2],
            lambda ask=ask: answered(ask),
            methods=["GET", "HEAD"],
            provide_automatic_options=False,
        )

    return routes


def _signs_in(expected: bytes) -> bool:
    kind, _, told = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return False
    try:
        given = base64.b64decode(told.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(given, expected)


def _not_signed_in(limits: Limits) -> Response:
    is_over = limits.wrong_sign_in(request.remote_addr or "")
    if not is_over:
        log.warning("policy.wrong-sign-in")
    response = Response(status=429 if is_over else 401, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    response.headers.update({"Retry-After": "10"} if is_over else {"WWW-Authenticate": 'Basic realm="policy"'})
    return response
