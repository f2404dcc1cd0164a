"""The panels over HTTP: what rooms post, hosts' calls to rooms, and which unit a room calls."""

from flask import Blueprint, Response, request

from backend.errors import NotFound
from backend.identity import SignIn
from backend.panel.calls import RoomCalls
from backend.panel.hooks import MOST_BYTES, Hooks
from backend.panel.units import CareUnits
from backend.web.api import IF_MATCH, SESSION, Answer, Api, actor, answer, bearer, body, empty, if_match

_CALLS = "/api/v1/meetings/<meeting_id>/room-calls"
_UNIT = "/api/v1/rooms/<room_id>/care-unit"
_PROBLEMS = (401, 403, 404)


def blueprint(hooks: Hooks, calls: RoomCalls, units: CareUnits, sign_in: SignIn) -> Blueprint:
    """Return the routes of the panels."""
    routes = Blueprint("panel", __name__)
    api = Api(routes, sign_in)
    _hooks(routes, hooks)
    _room_calls(api, calls)
    _care_units(api, units)
    return routes


def _hooks(routes: Blueprint, hooks: Hooks) -> None:
    @routes.post("/hooks/rooms/<room_id>/<key>")
    def room_hook(room_id: str, key: str) -> Response:
        if not hooks.knows(room_id, key):
            raise NotFound("not-found")
        request.max_content_length = MOST_BYTES
        # Whatever it says, the post was taken: a device that is refused posts no more.
        hooks.take(room_id, request.get_data(), request.content_type or "")
        return Response(status=204)


def _room_calls(api: Api, calls: RoomCalls) -> None:
    @api.operation(
        "POST",
        _CALLS,
        summary="Ask the people in a room to come into the meeting",
        caller=SESSION,
        body="panel/room_call_new",
        answers={202: "panel/room_call"},
        problems=(*_PROBLEMS, 409),
    )
    def call_room(meeting_id: str) -> Answer:
        return answer(calls.place(bearer(), meeting_id, body()["room"]), 202)

    @api.operation(
        "GET",
        _CALLS,
        summary="How the meeting's calls to rooms stand",
        caller=SESSION,
        answers={200: "panel/room_calls"},
        problems=_PROBLEMS,
    )
    def room_calls(meeting_id: str) -> Answer:
        return answer({"calls": calls.listing(bearer(), meeting_id)})

    @api.operation(
        "DELETE",
        f"{_CALLS}/<call_id>",
        summary="Take the question away from the room, before it has said yes",
        caller=SESSION,
        answers={204: None},
        problems=(*_PROBLEMS, 409),
    )
    def withdraw_room_call(meeting_id: str, call_id: str) -> Answer:
        calls.withdraw(bearer(), meeting_id, call_id)
        return empty()


def _care_units(api: Api, units: CareUnits) -> None:
    @api.operation(
        "GET",
        _UNIT,
        summary="Which unit a room calls by one press",
        answers={200: "panel/care_unit"},
        problems=(403, 404),
    )
    def care_unit(room_id: str) -> Answer:
        told, version = units.read(actor(), room_id)
        return answer(told, version=version)

    @api.operation(
        "PUT",
        _UNIT,
        summary="Let a room call a unit by one press",
        body="panel/care_unit_new",
        answers={200: "panel/care_unit"},
        problems=(403, 404, 412, 422),
        headers=IF_MATCH,
    )
    def set_care_unit(room_id: str) -> Answer:
        told, version = units.change(actor(), room_id, body(), if_match())
        return answer(told, version=version)
