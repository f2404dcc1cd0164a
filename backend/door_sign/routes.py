"""The signs over HTTP: the page a tablet on the wall shows, what it asks, and how the room support makes its link."""

from flask import Blueprint, Response, request

from backend.door_sign.feed import Feed
from backend.door_sign.service import Signs
from backend.identity import SignIn
from backend.web.api import NOBODY, Answer, Api, actor, answer, empty
from backend.web.pages import render

_SIGN = "/api/v1/room-support/rooms/<room_id>/sign"


def blueprint(signs: Signs, feed: Feed, sign_in: SignIn, origin: str) -> Blueprint:
    """Return the routes of the signs."""
    routes = Blueprint("door_sign", __name__)
    api = Api(routes, sign_in)

    @routes.get("/sign/<room_id>/<key>")
    def page(room_id: str, key: str) -> Response:
        name = signs.require(room_id, key)
        # A wall has no reader of its own whose language could be asked for: the link says which comes first.
        language = "en" if request.args.get("language") == "en" else "sv"
        return render("sign.html", {"room": name, **feed.of(room_id)}, language=language, room=name, entry="sign")

    @api.operation(
        "GET",
        "/sign/<room_id>/<key>/feed",
        summary="What the sign says now",
        caller=NOBODY,
        answers={200: "door_sign/feed"},
        problems=(404,),
    )
    def now(room_id: str, key: str) -> Answer:
        signs.require(room_id, key)
        return answer(feed.of(room_id))

    @api.operation(
        "GET",
        "/api/v1/room-support/signs",
        summary="Which rooms have a sign at their door",
        answers={200: "door_sign/signs"},
        problems=(403,),
    )
    def listing() -> Answer:
        return answer(signs.listed(actor()))

    @api.operation(
        "POST",
        _SIGN,
        summary="Make the link of the room's sign; one made before is worth nothing then",
        answers={201: "door_sign/made"},
        problems=(403, 404),
    )
    def make(room_id: str) -> Answer:
        key = signs.make(actor(), room_id)
        return answer({"url": f"{origin}/sign/{room_id}/{key}"}, 201)

    @api.operation("DELETE", _SIGN, summary="Let the room have no sign", answers={204: None}, problems=(403,))
    def withdraw(room_id: str) -> Answer:
        signs.withdraw(actor(), room_id)
        return empty()

    return routes
