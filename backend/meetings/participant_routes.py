"""Participants over HTTP: who is expected in a meeting."""

from flask import Blueprint, request

from backend.errors import Invalid
from backend.identity import SignIn
from backend.meetings.participants import Participants
from backend.web.api import IF_MATCH, Answer, Api, actor, answer, body, empty, if_match

_KEY_LIMIT = 200


def blueprint(participants: Participants, sign_in: SignIn) -> Blueprint:
    """Return the routes of the participant list."""
    routes = Blueprint("participants", __name__)
    api = Api(routes, sign_in)
    path = "/api/v1/meetings/<meeting_id>/participants"

    @api.operation(
        "GET",
        path,
        summary="Who is expected, and who came",
        answers={200: "meetings/participants"},
        problems=(403, 404),
    )
    def listing(meeting_id: str) -> Answer:
        # Read before the list: between the two a change makes a refusal too many, never one too few.
        version = participants.version(meeting_id)
        return answer({"participants": participants.listing(actor(), meeting_id)}, version=version)

    @api.operation(
        "POST",
        path,
        summary="Add somebody; the answer has their own link. The same Idempotency-Key adds nobody twice",
        body="meetings/participant_new",
        answers={201: "meetings/participant"},
        problems=(403, 404, 409, 412),
        headers={**IF_MATCH, "Idempotency-Key": {"schema": {"type": "string", "maxLength": _KEY_LIMIT}}},
    )
    def add(meeting_id: str) -> Answer:
        key = request.headers.get("Idempotency-Key", "").strip()
        if len(key) > _KEY_LIMIT:
            raise Invalid("too-long")
        added = participants.add(actor(), meeting_id, body(), key or None, if_match())
        return answer(added, 201, version=participants.version(meeting_id))

    @api.operation(
        "DELETE",
        f"{path}/<participant_id>",
        summary="Take somebody off the list; again does nothing. 200 when they have to be put out at the service too",
        answers={200: "meetings/participant_removed", 204: None},
        problems=(403, 404, 412),
        headers=IF_MATCH,
    )
    def remove(meeting_id: str, participant_id: str) -> Answer:
        is_there = participants.remove(actor(), meeting_id, participant_id, if_match())
        version = participants.version(meeting_id)
        return answer({"still_there": True}, version=version) if is_there else empty(version=version)

    return routes
