"""The send check over HTTP."""

from flask import Blueprint

from backend.identity import SignIn
from backend.sendcheck.overrides import Overrides
from backend.sendcheck.service import SendCheck
from backend.web.api import IF_MATCH, Answer, Api, actor, answer, body, if_match

INVITE_LIMIT = 1024 * 1024


def blueprint(send_check: SendCheck, overrides: Overrides, sign_in: SignIn) -> Blueprint:
    """Return the routes of the send check."""
    routes = Blueprint("sendcheck", __name__)
    api = Api(routes, sign_in)

    @api.operation(
        "POST",
        "/api/v1/invite-check",
        summary="Look for personal data in an invitation before it is sent; nothing of it is kept",
        body="sendcheck/invite",
        body_limit=INVITE_LIMIT,
        answers={200: "sendcheck/report"},
    )
    def check() -> Answer:
        return answer(send_check.check(actor(), body()))

    @api.operation(
        "POST",
        "/api/v1/meetings/<meeting_id>/send-overrides",
        summary="Note why an invitation is sent in spite of what was found in it; only the reason is kept",
        body="sendcheck/override",
        answers={201: "sendcheck/nothing"},
        problems=(403, 404, 409, 412),
        headers=IF_MATCH,
    )
    def override(meeting_id: str) -> Answer:
        overrides.override(actor(), meeting_id, body(), if_match())
        return answer({}, 201)

    return routes
