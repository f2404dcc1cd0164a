"""The rooms of a meeting over HTTP."""

from flask import Blueprint

from backend.identity import SignIn
from backend.room_meetings.room_desk import RoomDesk
from backend.room_meetings.service import RoomMeetings
from backend.room_meetings.to_call import RoomsToCall
from backend.web.api import IF_MATCH, SESSION, Answer, Api, actor, answer, bearer, body, if_match

_PATH = "/api/v1/meetings/<meeting_id>"
_ROOM = "/api/v1/rooms/<room_id>"


def blueprint(room_meetings: RoomMeetings, to_call: RoomsToCall, desk: RoomDesk, sign_in: SignIn) -> Blueprint:
    """Return the routes."""
    routes = Blueprint("room_meetings", __name__)
    api = Api(routes, sign_in)
    _of_meetings(api, room_meetings, to_call)
    _of_rooms(api, desk)
    return routes


def _of_meetings(api: Api, room_meetings: RoomMeetings, to_call: RoomsToCall) -> None:
    @api.operation(
        "GET",
        f"{_PATH}/rooms",
        summary="The rooms of a meeting, or of the series it is in",
        answers={200: "room_meetings/rooms"},
        problems=(403, 404),
    )
    def chosen(meeting_id: str) -> Answer:
        found = room_meetings.chosen(actor(), meeting_id)
        return answer(found, version=room_meetings.version(found))

    @api.operation(
        "PUT",
        f"{_PATH}/rooms",
        summary="Let a meeting, or the whole series it is in, have these rooms and no others",
        body="room_meetings/choose",
        answers={200: "room_meetings/rooms"},
        problems=(403, 404, 409, 412),
        headers=IF_MATCH,
    )
    def choose(meeting_id: str) -> Answer:
        found = room_meetings.choose(actor(), meeting_id, body()["rooms"], if_match())
        return answer(found, version=room_meetings.version(found))

    @api.operation(
        "GET",
        f"{_PATH}/room-choices",
        summary="Every room, and whether it is free at the meeting's times",
        answers={200: "room_meetings/choices"},
        problems=(403, 404),
    )
    def choices(meeting_id: str) -> Answer:
        return answer(room_meetings.choices(actor(), meeting_id))

    @api.operation(
        "GET",
        f"{_PATH}/rooms-to-call",
        summary="The rooms a host can call into the meeting",
        caller=SESSION,
        answers={200: "room_meetings/to_call"},
        problems=(401, 403, 404),
    )
    def rooms_to_call(meeting_id: str) -> Answer:
        return answer(to_call.listing(bearer(), meeting_id))


def _of_rooms(api: Api, desk: RoomDesk) -> None:
    @api.operation(
        "GET",
        f"{_ROOM}/services",
        summary="What the room can do with meetings of each video service, and why not",
        answers={200: "room_meetings/services"},
        problems=(404,),
    )
    def services(room_id: str) -> Answer:
        return answer(desk.services(room_id))

    @api.operation(
        "GET",
        f"{_ROOM}/bookings",
        summary="How our join entries stand in the room",
        answers={200: "room_meetings/standing"},
        problems=(403, 404),
    )
    def standing(room_id: str) -> Answer:
        found = desk.standing(actor(), room_id)
        return answer(found, version=found["version"])

    @api.operation(
        "PUT",
        f"{_ROOM}/bookings",
        summary="Let us write over what another writer has in the room, or no longer",
        body="room_meetings/consent",
        answers={200: "room_meetings/standing"},
        problems=(403, 404, 412),
        headers=IF_MATCH,
    )
    def consent(room_id: str) -> Answer:
        found = desk.consent(actor(), room_id, overwrite=body()["overwrite"], if_match=if_match())
        return answer(found, version=found["version"])
