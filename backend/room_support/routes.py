"""The room support's desk over HTTP."""

from flask import Blueprint

from backend.identity import SignIn
from backend.room_support.service import RoomSupport
from backend.web.api import Answer, Api, actor, answer, body

_DESK = "/api/v1/room-support"


def blueprint(support: RoomSupport, sign_in: SignIn) -> Blueprint:
    """Return the routes of the room support."""
    routes = Blueprint("room_support", __name__)
    api = Api(routes, sign_in)

    @api.operation(
        "GET",
        f"{_DESK}/rooms",
        summary="How the rooms are, with what is wrong in them",
        answers={200: "room_support/rooms"},
        problems=(403,),
    )
    def rooms() -> Answer:
        return answer(support.rooms(actor()))

    @api.operation(
        "POST",
        f"{_DESK}/rooms/<room_id>/acknowledge",
        summary="Say that one has seen an alarm and sees to it",
        body="room_support/acknowledge",
        answers={200: "room_support/room"},
        problems=(403, 404),
    )
    def acknowledge(room_id: str) -> Answer:
        return answer(support.acknowledge(actor(), room_id, body()["source"], body()["kind"]))

    @api.operation(
        "POST",
        f"{_DESK}/rooms/<room_id>/release",
        summary="Let a room that turned us away be tried again, and any room be looked at soon",
        answers={200: "room_support/room"},
        problems=(403, 404, 409),
    )
    def release(room_id: str) -> Answer:
        return answer(support.release(actor(), room_id))

    @api.operation(
        "GET",
        f"{_DESK}/cases",
        summary="What people in the rooms asked help with: all that is open, and the last hundred closed",
        answers={200: "room_support/cases"},
        problems=(403,),
    )
    def cases() -> Answer:
        return answer(support.cases(actor()))

    @api.operation(
        "POST",
        f"{_DESK}/cases/<case_id>/close",
        summary="Close a case",
        answers={200: "room_support/case"},
        problems=(403, 404),
    )
    def close(case_id: str) -> Answer:
        return answer(support.close(actor(), case_id))

    return routes
