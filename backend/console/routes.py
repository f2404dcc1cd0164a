"""The pages for staff: frames a script fills as whoever has signed in. They hold the product's words, nobody's data."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, request

from backend.audit.actions import ACTIONS
from backend.errors import Text
from backend.identity.demo import DemoIdentity
from backend.profiles import Profile
from backend.web.pages import render

# Whom one can be in the demo, and why one would.
_PEOPLE = (
    ("chef", Text("verksamhetschef: ansvarar för enheten", "unit head: answers for the unit")),
    ("admin", Text("administrerar enheten", "administrates the unit")),
    ("region", Text("administrerar alla enheter", "administrates every unit")),
    ("rum", Text("rumssupport: ser till rummen och videotjänsterna", "room support: sees to rooms and video services")),
    ("granskare", Text("granskar loggen", "reviews the log")),
    ("personal", Text("vårdpersonal: ser sina egna åtkomster", "care staff: sees their own accesses")),
)
_CONFERENCE_PEOPLE = (
    ("personal", Text("vårdpersonal: planerar och leder MDK", "care staff: plans and leads MDT conferences")),
    ("sekreterare", Text("bokningssekreterare: planerar MDK", "booking secretary: plans MDT conferences")),
    ("rum", Text("rumssupport: ser alla MDK", "room support: sees every MDT conference")),
)


def blueprint(profile: Profile, *, demo: bool) -> Blueprint:
    """Return the routes of the console. Only a demo's pages name people to sign in as."""
    routes = Blueprint("console", __name__)
    frame = {"region": _both(profile.region.name), "accent": profile.region.accent}
    data = {
        **frame,
        "people": _people(_PEOPLE) if demo else [],
        "actions": [{"code": code, "label": _both(action.label)} for code, action in ACTIONS.items()],
        "labels": _labels(profile),
        "problems": [{"role": row.role, "problem": _both(row.problem)} for row in profile.support],
    }

    @routes.get("/console/unit")
    def unit() -> Response:
        return _page({**data, "page": "unit"})

    @routes.get("/console/rooms")
    def rooms() -> Response:
        return _page({**data, "page": "rooms"})

    @routes.get("/console/status")
    def status() -> Response:
        return _page({**data, "page": "status"})

    @routes.get("/console/statistics")
    def statistics() -> Response:
        return _page({**data, "page": "statistics"})

    @routes.get("/console/log")
    def log() -> Response:
        return _page({**data, "page": "log"})

    @routes.get("/conferences")
    def conferences() -> Response:
        return _page({**frame, "people": _people(_CONFERENCE_PEOPLE) if demo else []}, entry="conference")

    return routes


def _page(data: dict[str, Any], *, entry: str = "console") -> Response:
    language = request.accept_languages.best_match(("sv", "en")) or "sv"
    return render("console.html", data, language=language, entry=entry)


def _labels(profile: Profile) -> dict[str, dict[str, str]]:
    """Return what the codes of the profile are called: the access log tells them as codes."""
    return {
        **{row.code: _both(row.label) for row in profile.types},
        **{row.code: _both(row.label) for row in profile.services},
        **{row.code: _both(row.text) for row in profile.exception_rules},
        **{row.code: _both(row.text) for row in profile.send_check.reasons},
    }


def _people(people: Iterable[tuple[str, Text]]) -> list[dict[str, Any]]:
    directory = DemoIdentity()
    known = [(person, does) for user, does in people if (person := directory.by_user(user))]
    return [
        {"user": person.user, "name": person.name, "unit": _both(person.unit.name), "does": _both(does)}
        for person, does in known
    ]


def _both(text: Text) -> dict[str, str]:
    return {"sv": text.sv, "en": text.en}
