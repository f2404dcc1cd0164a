"""The demo's one page, where Outlook, the patient and the host sit side by side."""

from flask import Blueprint, Response

from backend.profiles import Profile
from backend.web.pages import render


def blueprint(profile: Profile) -> Blueprint:
    """Return the routes of the demo page."""
    routes = Blueprint("demo", __name__)

    @routes.get("/demo")
    def page() -> Response:
        region = {"sv": profile.region.name.sv, "en": profile.region.name.en}
        templates = [
            {"case_type": template.case_type, "internal_name": template.internal_name, "type": kind.code}
            for kind in profile.types
            for template in kind.templates
        ]
        return render("demo.html", {"region": region, "templates": templates}, entry="demo")

    @routes.get("/")
    def start() -> Response:
        return Response(status=302, headers={"Location": "/demo"})

    return routes
