"""Hosting over HTTP: the press on "Starta möte", the host's page, and what a host does to people."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from flask import Blueprint, Response, request

from backend.identity import SignIn
from backend.meetings.host_listening import Ear, HostListening
from backend.meetings.host_panel import HostPanel
from backend.meetings.hosting import Hosting
from backend.meetings.person_actions import PERSON_ACTIONS
from backend.video import people
from backend.web.api import NOBODY, SESSION, Answer, Api, actor, answer, bearer, body, empty
from backend.web.pages import render
from backend.web.sse import Event, Hear, Streams

Json = dict[str, Any]
_SUMMARIES = {
    "admit": "Let in somebody who waits",
    "deny": "Turn away somebody who waits",
    "mute": "Mute somebody, who may unmute themselves",
    "unmute": "Take a host's muting away, where nobody can do that by themselves",
    "remove": "Put somebody out",
    "make-host": "Make somebody who is in a host too",
    "note": "Show a line to somebody who waits",
    "lower-hand": "Take somebody's raised hand down",
    "spotlight": "Show somebody large for all, or no more",
}
# What asks for more than the press, by a schema of its name.
_ASKED = frozenset({"note", "spotlight"})
_PROBLEMS = (401, 403, 404, 409, 422)
# What is done to everybody, or for all, and asks for nothing more than the press.
_ON_ALL: Mapping[str, tuple[str, Callable[[HostPanel, str, str], list[Json]]]] = MappingProxyType(
    {
        "mute-guests": ("Mute everybody who is not a host", HostPanel.mute_guests),
        "unmute-guests": ("Take a host's muting away from everybody who is not a host", HostPanel.unmute_guests),
        "hands": ("Look whose hands are up, where the video service does not tell by itself", HostPanel.look_for_hands),
        "end": ("End the meeting for everybody", HostPanel.end),
    }
)


def blueprint(
    hosting: Hosting, panel: HostPanel, listening: HostListening, streams: Streams, sign_in: SignIn
) -> Blueprint:
    """Return the routes of starting and hosting."""
    routes = Blueprint("hosting", __name__)
    api = Api(routes, sign_in)
    _visit(routes, api, hosting)
    _events(routes, listening, streams)
    _controls(api, panel)
    return routes


def _visit(routes: Blueprint, api: Api, hosting: Hosting) -> None:
    @api.operation(
        "POST",
        "/api/v1/meetings/<meeting_id>/start",
        summary="Get a one-time way in as host",
        body="meetings/start",
        answers={200: "meetings/started"},
        problems=(403, 404, 409),
    )
    def start(meeting_id: str) -> Answer:
        return answer(hosting.start(actor(), meeting_id, looks=body().get("looks", False)))

    @routes.get("/h/<meeting_id>")
    def page(meeting_id: str) -> Response:  # noqa: ARG001 - the page is the same for all; the fragment holds the right
        language = request.accept_languages.best_match(("sv", "en")) or "sv"
        return render("host.html", {"language": language}, language=language, entry="host")

    @api.operation(
        "POST",
        "/h/<meeting_id>/enter",
        summary="Trade the one-time token for a host's bearer",
        caller=NOBODY,
        body="meetings/enter",
        answers={200: "meetings/entered"},
        problems=(410,),
    )
    def enter(meeting_id: str) -> Answer:
        asked = body()
        return answer(hosting.enter(meeting_id, asked["token"], looks=asked.get("looks", False)))

    @api.operation(
        "POST",
        "/h/<meeting_id>/join",
        summary="Go in as host",
        caller=SESSION,
        body="meetings/host_join",
        answers={200: "meetings/host_joined"},
        problems=(409,),
    )
    def join(meeting_id: str) -> Answer:
        return answer(hosting.join(bearer(), meeting_id, body()))

    @api.operation(
        "POST",
        "/h/<meeting_id>/handover",
        summary="Be led on as host to the system where the meeting is held",
        caller=SESSION,
        body="meetings/nothing",
        answers={200: "meetings/handover"},
        problems=(409,),
    )
    def handover(meeting_id: str) -> Answer:
        return answer(hosting.hand_over(bearer(), meeting_id))

    @api.operation(
        "POST",
        "/h/<meeting_id>/presence",
        summary="Say what the host has switched on",
        caller=SESSION,
        body="meetings/host_presence",
        answers={204: None},
        problems=(403,),
    )
    def presence(meeting_id: str) -> Answer:
        hosting.set_media(bearer(), meeting_id, body())
        return empty()

    @api.operation(
        "POST",
        "/h/<meeting_id>/leave",
        summary="Leave, perhaps handing over; the last host's leaving ends the meeting for all after a while",
        caller=SESSION,
        body="meetings/host_leave",
        answers={204: None},
        problems=(404, 409),
    )
    def leave(meeting_id: str) -> Answer:
        hosting.leave(bearer(), meeting_id, body().get("hand_over_to"))
        return empty()


def _events(routes: Blueprint, listening: HostListening, streams: Streams) -> None:
    @routes.get("/h/<meeting_id>/events")
    def events(meeting_id: str) -> Response:
        mine, stream = bearer(), streams.new_name()
        listening.require_known(mine, meeting_id)
        ear, attending = Ear("", "", set()), False

        def begin(hear: Hear) -> list[Event]:
            nonlocal ear, attending
            ear, told, attending = listening.open(mine, meeting_id, stream, hear)
            return [Event(name, data) for name, data in told]

        def read() -> list[Event]:
            nonlocal attending
            told = listening.told(mine, meeting_id, stream, attending=attending)
            listening.record_shown(ear, meeting_id, told)
            is_here = any(name == "presence" and data["state"] in people.HERE for name, data in told)
            over = any(name == "bye" for name, _ in told)
            attending = attending or (is_here and not over and listening.attend(mine, stream))
            return [Event(name, data) for name, data in told]

        return streams.open(
            (),
            read,
            begin=begin,
            # A page that only looks must not take what is meant for the one that is in.
            mailbox=lambda: ear.mailbox if attending else None,
            on_close=lambda: listening.hang_up(mine, stream),
        )


def _controls(api: Api, panel: HostPanel) -> None:
    meeting = "/api/v1/meetings/<meeting_id>"
    for action in PERSON_ACTIONS:
        _on_person(api, panel, action, f"{meeting}/participants/<participant_id>/{action}")

    for name, (summary, act) in _ON_ALL.items():
        _on_all(api, f"{meeting}/{name}", name, summary, partial(act, panel))

    @api.operation(
        "POST",
        f"{meeting}/lock",
        summary="Lock the meeting, so that nobody is let in, or unlock it",
        caller=SESSION,
        body="meetings/lock",
        answers={200: "meetings/people"},
        problems=_PROBLEMS,
    )
    def lock(meeting_id: str) -> Answer:
        return answer({"participants": panel.lock(bearer(), meeting_id, locked=body().get("locked", True))})


def _on_all(api: Api, path: str, name: str, summary: str, act: Callable[[str, str], list[Json]]) -> None:
    def do(meeting_id: str) -> Answer:
        return answer({"participants": act(bearer(), meeting_id)})

    do.__name__ = name.replace("-", "_")
    api.operation(
        "POST",
        path,
        summary=summary,
        caller=SESSION,
        body="meetings/nothing",
        answers={200: "meetings/people"},
        problems=_PROBLEMS,
    )(do)


def _on_person(api: Api, panel: HostPanel, action: str, path: str) -> None:
    def act(meeting_id: str, participant_id: str) -> Answer:
        return answer({"participants": panel.on_person(bearer(), meeting_id, participant_id, action, body())})

    act.__name__ = f"{action.replace('-', '_')}_participant"
    api.operation(
        "POST",
        path,
        summary=_SUMMARIES[action],
        caller=SESSION,
        body=f"meetings/{action}" if action in _ASKED else "meetings/nothing",
        answers={200: "meetings/people"},
        problems=_PROBLEMS,
    )(act)
