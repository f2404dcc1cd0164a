"""The access log over HTTP. What names a patient is asked for by POST, so that no address ever carries a name."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request

from backend.identity import SignIn
from backend.oversight.service import Oversight
from backend.web.api import Answer, Api, actor, answer, body

_MOMENT: Mapping[str, Any] = {"schema": {"type": "string", "format": "date-time"}}
_WORD: Mapping[str, Any] = {"schema": {"type": "string"}}
_NUMBER: Mapping[str, Any] = {"schema": {"type": "integer", "minimum": 1}}
_LOG = "/api/v1/access-log"


def blueprint(oversight: Oversight, sign_in: SignIn) -> Blueprint:
    """Return the routes of the access log."""
    routes = Blueprint("oversight", __name__)
    api = Api(routes, sign_in)

    @api.operation(
        "GET",
        _LOG,
        summary="Entries of a period, the last 30 days when none is given; `sample` draws that many at random",
        answers={200: "oversight/entries"},
        problems=(400, 403, 422, 503),
        query={
            "from": _MOMENT, "to": _MOMENT, "unit": _WORD, "user": _WORD, "action": _WORD, "meeting": _WORD,
            "sample": _NUMBER, "cursor": _WORD,
        },
    )  # fmt: skip
    def entries() -> Answer:
        return answer(oversight.entries(actor(), request.args.to_dict()))

    @api.operation(
        "GET",
        f"{_LOG}/mine",
        summary="What one has done, and what others have done on one's behalf",
        answers={200: "oversight/entries"},
        problems=(400, 422, 503),
        query={"from": _MOMENT, "to": _MOMENT, "cursor": _WORD},
    )
    def mine() -> Answer:
        return answer(oversight.mine(actor(), request.args.to_dict()))

    @api.operation(
        "POST",
        f"{_LOG}/extracts",
        summary="Everything recorded about one patient, who has asked for it",
        body="oversight/extract_new",
        answers={200: "oversight/extract"},
        problems=(403, 503),
    )
    def extract() -> Answer:
        return answer(oversight.extract(actor(), body()))

    @api.operation(
        "POST",
        f"{_LOG}/reviews",
        summary="Document a check of the log",
        body="oversight/review_new",
        answers={201: "oversight/nothing"},
        problems=(403, 404, 503),
    )
    def review() -> Answer:
        return answer(oversight.review(actor(), body()), 201)

    @api.operation(
        "GET",
        f"{_LOG}/reviews",
        summary="The documented checks",
        answers={200: "oversight/reviews"},
        problems=(403, 503),
    )
    def reviews() -> Answer:
        return answer(oversight.reviews(actor()))

    return routes
