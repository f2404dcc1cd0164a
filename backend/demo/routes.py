"""The demo's one page, where Outlook, the patient and the host sit side by side."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, request

from backend.config import RoomPage
from backend.errors import Text
from backend.identity.demo import DemoIdentity
from backend.profiles import Profile
from backend.web.pages import render

# Those who book or hold meetings; what room support and the auditor do is in the console.
_PEOPLE = (
    ("personal", Text("bokar och är värd", "books and hosts")),
    ("kollega", Text("kollega på samma mottagning", "colleague at the same clinic")),
    ("sekreterare", Text("bokar åt andra", "books for others")),
    ("admin", Text("administrerar enheten", "administrates the unit")),
    ("annan", Text("arbetar på en annan mottagning", "works at another clinic")),
)
# Those who steer and review do it in the console.
_CONSOLE = (
    ("chef", "unit", Text("verksamhetschef", "unit head")),
    ("admin", "unit", Text("enhetsadministratör", "unit administrator")),
    ("region", "unit", Text("regionadministratör", "region administrator")),
    ("rum", "rooms", Text("rumssupport", "room support")),
    ("granskare", "log", Text("granskare", "auditor")),
)


def blueprint(profile: Profile, rooms: Iterable[RoomPage], *, pexip: bool = False) -> Blueprint:
    """Return the routes of the demo page, which shows the pages of these rooms; `pexip`: meetings are held there."""
    routes = Blueprint("demo", __name__)
    told = {"rooms": [room._asdict() for room in rooms], "pexip": pexip}
    data = {**_page_data(profile, DemoIdentity()), **told}

    @routes.get("/demo")
    def page() -> Response:
        language = "en" if request.args.get("lang") == "en" else "sv"
        return render("demo.html", data, language=language, entry="demo")

    @routes.get("/")
    def start() -> Response:
        return Response(status=302, headers={"Location": "/demo"})

    return routes


def _page_data(profile: Profile, directory: DemoIdentity) -> dict[str, Any]:
    """Return what the page's script reads: the region, the central templates, and whom one can be."""
    people = [(person, does) for user, does in _PEOPLE if (person := directory.by_user(user))]
    unit = people[0][0].unit.name
    return {
        "region": _both(profile.region.name),
        "accent": profile.region.accent,
        "unit": _both(unit),
        "templates": [
            {"case_type": template.case_type, "internal_name": template.internal_name, "type": kind.code}
            for kind in profile.types
            for template in kind.templates
        ],
        "people": [{"user": person.user, "name": person.name, "does": _both(does)} for person, does in people],
        "console": [{"user": user, "page": page, "does": _both(does)} for user, page, does in _CONSOLE],
    }


def _both(text: Text) -> dict[str, str]:
    return {"sv": text.sv, "en": text.en}
