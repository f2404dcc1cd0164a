"""Calling out over HTTP: whom a host can call into the meeting, and the press that calls."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request

from backend.errors import Invalid, Malformed
from backend.identity import SignIn
from backend.meetings.dialling_out import DialOutDesk
from backend.web.api import SESSION, Answer, Api, answer, bearer, body

_PATH = "/api/v1/meetings/<meeting_id>/dial"
_KEY_LIMIT = 100
_KEY: Mapping[str, Any] = {"required": True, "schema": {"type": "string", "minLength": 1, "maxLength": _KEY_LIMIT}}


def blueprint(desk: DialOutDesk, sign_in: SignIn) -> Blueprint:
    """Return the routes."""
    routes = Blueprint("dialling_out", __name__)
    api = Api(routes, sign_in)

    @api.operation(
        "GET",
        _PATH,
        summary="Whom a host can call into the meeting",
        caller=SESSION,
        answers={200: "meetings/dial_choices"},
        problems=(403, 404),
    )
    def dial_choices(meeting_id: str) -> Answer:
        return answer(desk.choices(bearer(), meeting_id))

    @api.operation(
        "POST",
        _PATH,
        summary="Call a court, a room or a telephone into the meeting; pressed twice it rings once",
        caller=SESSION,
        body="meetings/dial",
        answers={202: "meetings/dialled"},
        problems=(403, 404, 409, 429, 503),
        headers={"Idempotency-Key": _KEY},
    )
    def dial(meeting_id: str) -> Answer:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key:
            raise Malformed("idempotency-key-missing")
        if len(key) > _KEY_LIMIT:
            raise Invalid("too-long")
        return answer(desk.place(bearer(), meeting_id, key, body()), 202)

    return routes
