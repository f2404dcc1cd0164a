"""The built-in service's one route: a message to another browser in the same conference."""

from flask import Blueprint

from backend.identity import SignIn
from backend.video.builtin.signalling import Signalling
from backend.web.api import SESSION, Answer, Api, bearer, body, empty


def blueprint(signalling: Signalling, sign_in: SignIn) -> Blueprint:
    """Return the route of the built-in service."""
    routes = Blueprint("builtin_video", __name__)
    api = Api(routes, sign_in)

    @api.operation(
        "POST",
        "/video/builtin/signal",
        summary="Send a message to another browser in the same built-in conference",
        caller=SESSION,
        body="video/signal",
        answers={204: None},
        problems=(403, 404),
    )
    def signal() -> Answer:
        signalling.send(bearer(), body()["to"], body()["data"])
        return empty()

    return routes
