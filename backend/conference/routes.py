"""Conferences over HTTP: plans, presses on the plan's page, and news of one as it goes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from backend.conference.pressing import Presses
from backend.conference.service import Conferences, topic
from backend.errors import Conflict, Invalid, Malformed, NotFound, Unauthenticated
from backend.identity import Actor, SignIn
from backend.meetings import times
from backend.web.api import IF_MATCH, Answer, Api, actor, answer, bearer, body, empty, if_match
from backend.web.sse import Event, Streams

_ALL = "/api/v1/conferences"
_ONE = f"{_ALL}/<conference_id>"
_KEY_LIMIT = 200
_KEY: Mapping[str, Any] = {"required": True, "schema": {"type": "string", "minLength": 1, "maxLength": _KEY_LIMIT}}
_MOMENT: Mapping[str, Any] = {"schema": {"type": "string", "format": "date-time"}}
# Somebody who loses their role, or a plan whose time has come, is seen within so long without any news.
_AGAIN_SECONDS = 15.0


def blueprint(conferences: Conferences, presses: Presses, streams: Streams, sign_in: SignIn) -> Blueprint:
    """Return the routes of conferences."""
    routes = Blueprint("conference", __name__)
    api = Api(routes, sign_in)
    _reading(api, conferences)
    _planning(api, conferences)
    _pressing(api, presses)
    _events(routes, conferences, streams, sign_in)
    return routes


def _reading(api: Api, conferences: Conferences) -> None:
    @api.operation(
        "GET",
        _ALL,
        summary="The conferences one may see in a period, newest first; without one, a month back and on",
        answers={200: "conference/conferences"},
        problems=(422,),
        query={"from": _MOMENT, "to": _MOMENT},
    )
    def listing() -> Answer:
        return answer({"conferences": conferences.listing(actor(), _query("from"), _query("to"))})

    @api.operation(
        "GET", _ONE, summary="Read a conference", answers={200: "conference/conference"}, problems=(404, 409)
    )
    def conference(conference_id: str) -> Answer:
        found = conferences.read(actor(), conference_id)
        return answer(found, version=found["version"])

    @api.operation(
        "GET",
        "/api/v1/conference-rooms",
        summary="The rooms for multidisciplinary conferences, and why one can't be a site",
        answers={200: "conference/rooms"},
    )
    def conference_rooms() -> Answer:
        return answer(conferences.rooms())


def _planning(api: Api, conferences: Conferences) -> None:
    @api.operation(
        "POST",
        _ALL,
        summary="Plan a conference",
        body="conference/plan",
        answers={201: "conference/conference"},
        problems=(403, 409),
        headers={"Idempotency-Key": _KEY},
    )
    def make() -> Answer:
        return _made(conferences.make(actor(), body(), _key()))

    @api.operation(
        "POST",
        f"{_ONE}/repeat",
        summary="Plan the same at another time",
        body="conference/repeat",
        answers={201: "conference/conference"},
        problems=(403, 404, 409),
        headers={"Idempotency-Key": _KEY},
    )
    def repeat(conference_id: str) -> Answer:
        return _made(conferences.again(actor(), conference_id, body(), _key()))

    @api.operation(
        "PATCH",
        _ONE,
        summary="Change a plan; while it goes on only its end and the cases after the present one",
        body="conference/change",
        answers={200: "conference/conference"},
        problems=(403, 404, 409, 412),
        headers=IF_MATCH,
    )
    def change(conference_id: str) -> Answer:
        changed = conferences.change(actor(), conference_id, body(), if_match())
        return answer(changed, version=changed["version"])

    @api.operation(
        "DELETE",
        _ONE,
        summary="Withdraw a plan that does not go on; again does nothing",
        answers={204: None},
        problems=(403, 404, 409, 412),
        headers=IF_MATCH,
    )
    def withdraw(conference_id: str) -> Answer:
        conferences.withdraw(actor(), conference_id, if_match())
        return empty()


def _pressing(api: Api, presses: Presses) -> None:
    @api.operation(
        "POST",
        f"{_ONE}/press",
        summary="Press on the plan's page, once; it is done a moment later and told by the events",
        body="conference/press",
        answers={202: "conference/conference"},
        problems=(403, 404, 409),
    )
    def press(conference_id: str) -> Answer:
        return answer(presses.press(actor(), conference_id, body()), 202)


def _events(routes: Blueprint, conferences: Conferences, streams: Streams, sign_in: SignIn) -> None:
    @routes.get("/conferences/<conference_id>/events")
    def events(conference_id: str) -> Response:
        mine = bearer()
        conferences.read(_signed_in(sign_in, mine), conference_id)

        def read() -> list[Event]:
            try:
                return [Event("conference", conferences.read(_signed_in(sign_in, mine), conference_id))]
            except (Conflict, NotFound, Unauthenticated):
                return [Event("bye", {})]

        return streams.open((topic(conference_id),), read, again_after=_AGAIN_SECONDS)


def _signed_in(sign_in: SignIn, mine: str) -> Actor:
    found = sign_in.actor(mine)
    if found is None:
        raise Unauthenticated("unauthenticated")
    return found


def _made(made: dict[str, Any]) -> Response:
    told = answer(made, 201, version=made["version"])
    told.headers["Location"] = f"{_ALL}/{made['id']}"
    return told


def _key() -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key:
        raise Malformed("idempotency-key-missing")
    if len(key) > _KEY_LIMIT:
        raise Invalid("too-long")
    return key


def _query(name: str) -> datetime | None:
    value = request.args.get(name)
    # A plus sign that was not encoded arrives as a space; in a moment it can mean nothing else.
    return times.moment(value.replace(" ", "+"), f"/{name}") if value else None
