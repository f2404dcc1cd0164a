"""The door over HTTP. GET and HEAD look and never change anything; what changes something is a POST."""

from flask import Blueprint, Response, request, url_for

from backend.errors import Conflict, Gone, NotFound, Unavailable
from backend.identity import SignIn
from backend.meetings.doors import SHUT_FOR_GOOD
from backend.patients.door_page import DoorPage
from backend.patients.leading import Leading
from backend.patients.service import Told, Visits
from backend.video.models import PresenceState
from backend.web.api import NOBODY, SESSION, Answer, Api, answer, bearer, body, empty
from backend.web.pages import render
from backend.web.sse import Event, Hear, Streams

# How soon the page at a series' link shows a date that was added to the series since it was opened.
_SERIES_SECONDS = 30.0


def blueprint(visits: Visits, page: DoorPage, leading: Leading, streams: Streams, sign_in: SignIn) -> Blueprint:
    """Return the routes of the door."""
    routes = Blueprint("patients", __name__)
    api = Api(routes, sign_in)
    _onward(routes, api, page, leading)

    @routes.get("/m/<code>")
    def door(code: str) -> Response:
        try:
            data = page.data(code, _address())
        except NotFound:
            language = request.accept_languages.best_match(("sv", "en")) or "sv"
            unknown = {**page.common(), "state": "unknown", "language": language}
            return render("door_closed.html", unknown, status=404, language=language, entry="door")
        if data["state"] in SHUT_FOR_GOOD:
            return render("door.html", data, status=410, language=data["language"], entry="door")
        return render("door.html", data, language=data["language"], entry="door")

    @routes.get("/m/<code>/calendar.ics")
    def calendar(code: str) -> Response:
        response = Response(page.calendar(code, _address()), content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="videomote.ics"'
        response.headers["Cache-Control"] = "no-store"
        return response

    @api.operation(
        "POST",
        "/m/<code>/join",
        summary="Wait at the door",
        caller=NOBODY,
        body="patients/join",
        answers={200: "patients/joined"},
        problems=(404, 409, 410, 429),
    )
    def join(code: str) -> Answer:
        return answer(visits.join(code, _address(), _bearer(), body()))

    @api.operation(
        "POST",
        "/m/<code>/presence",
        summary="Say what is switched on, raise or take down one's hand",
        caller=SESSION,
        body="patients/presence",
        answers={204: None},
        problems=(404, 409),
    )
    def presence(code: str) -> Answer:
        visits.tell(code, bearer(), body())
        return empty()

    @api.operation(
        "POST",
        "/m/<code>/leave",
        summary="Leave the waiting room or the meeting",
        caller=SESSION,
        body="patients/nothing",
        answers={204: None},
        problems=(404,),
    )
    def leave(code: str) -> Answer:
        visits.leave(code, bearer())
        return empty()

    @routes.get("/m/<code>/events")
    def events(code: str) -> Response:
        bearer, address = _bearer(), _address()
        if bearer is not None:
            return _attend(visits, streams, code, bearer, address)
        ear = visits.ear(code, address)
        return streams.open(
            ear.topics,
            lambda: _events(visits.told(code, None, "")),
            looker=f"{code} {address}",
            again_after=_SERIES_SECONDS if ear.is_series else None,
        )

    return routes


def _attend(visits: Visits, streams: Streams, code: str, bearer: str, address: str) -> Response:
    visits.require_known(code, address, bearer)
    stream = streams.new_name()
    presence_id, mailbox, is_in = "", "", False

    def begin(hear: Hear) -> list[Event]:
        nonlocal presence_id, mailbox
        presence_id, mailbox, told = visits.open(code, address, bearer, stream, hear)
        return shown(told)

    def shown(told: list[Told]) -> list[Event]:
        nonlocal is_in
        is_in = any(name == "presence" and data["state"] == PresenceState.IN for name, data in told)
        return _events(told)

    return streams.open(
        (),
        lambda: shown(visits.told(code, bearer, stream)),
        begin=begin,
        # Nobody who waits is spoken to, and a page that somebody has moved from takes nothing.
        mailbox=lambda: mailbox if is_in else None,
        on_close=lambda: visits.hang_up(presence_id, stream),
    )


def _events(told: list[Told]) -> list[Event]:
    return [Event(name, data) for name, data in told]


def _onward(routes: Blueprint, api: Api, page: DoorPage, leading: Leading) -> None:
    @api.operation(
        "POST",
        "/m/<code>/handover",
        summary="Be led on to the system where the meeting is held; the address is good now and is not kept by a page",
        caller=NOBODY,
        body="patients/nothing",
        answers={200: "patients/handover"},
        problems=(404, 409, 410, 429),
    )
    def handover(code: str) -> Answer:
        return answer(leading.lead(code, _address()))

    @routes.post("/m/<code>/onward")
    def onward(code: str) -> Response:
        # Without the page's script. A page between: a browser may not follow a redirect elsewhere from a form.
        try:
            way = leading.lead(code, _address())
        except (NotFound, Conflict, Gone, Unavailable):
            return Response(status=303, headers={"Location": url_for("patients.door", code=code)})
        language = page.data(code, _address())["language"]
        return render("onward.html", {"language": language}, language=language, entry="door", way=way)


def _address() -> str:
    return request.remote_addr or ""


def _bearer() -> str | None:
    return bearer() if "Authorization" in request.headers else None
