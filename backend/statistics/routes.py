"""GET /api/v1/statistics: how many meetings there were and how they went, without persons."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request

from backend.identity import SignIn
from backend.statistics.service import Statistics
from backend.web.api import Answer, Api, actor, answer

_MONTH: Mapping[str, Any] = {"schema": {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$"}}


def blueprint(statistics: Statistics, sign_in: SignIn) -> Blueprint:
    """Return the route of the page of statistics."""
    routes = Blueprint("statistics", __name__)
    api = Api(routes, sign_in)

    @api.operation(
        "GET",
        "/api/v1/statistics",
        summary="Counts of meetings by month, unit, type and video service; numbers below five are not shown",
        answers={200: "statistics/statistics"},
        problems=(403, 422),
        query={"from": _MONTH, "to": _MONTH},
    )
    def read() -> Answer:
        return answer(statistics.read(actor(), request.args.to_dict()))

    return routes
