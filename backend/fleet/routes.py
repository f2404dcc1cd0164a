"""The rooms over HTTP."""

from flask import Blueprint

from backend.fleet.service import Fleet
from backend.identity import SignIn
from backend.web.api import Answer, Api, answer
from rooms.inventory import as_dict

# Where a room's endpoint is, and how it is spoken to, is nobody's business outside the room support.
_SHOWN = ("id", "name", "kind", "capacity", "equipment", "site")


def blueprint(fleet: Fleet, sign_in: SignIn) -> Blueprint:
    """Return the routes of the rooms."""
    routes = Blueprint("fleet", __name__)
    api = Api(routes, sign_in)

    @api.operation("GET", "/api/v1/rooms", summary="The conference rooms", answers={200: "fleet/rooms"})
    def listing() -> Answer:
        return answer({"rooms": [{key: as_dict(room)[key] for key in _SHOWN} for room in fleet.rooms()]})

    return routes
