"""GET /api/v1/status: how the video services are."""

from flask import Blueprint

from backend.health.video_status import VideoStatus
from backend.identity import SignIn
from backend.web.api import Answer, Api, actor, answer


def blueprint(status: VideoStatus, sign_in: SignIn) -> Blueprint:
    """Return the route of the page of the video services' state."""
    routes = Blueprint("status", __name__)
    api = Api(routes, sign_in)

    @api.operation(
        "GET",
        "/api/v1/status",
        summary="How the video services are, by what has been measured, and what to do about it",
        answers={200: "health/status"},
        problems=(403,),
    )
    def now() -> Answer:
        return answer(status.now(actor()))

    return routes
