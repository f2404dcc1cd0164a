"""The guide's HTTP surface: an answer at once, question by question, and what the unit answered last."""

from flask import Blueprint

from backend.guide.service import Guide
from backend.identity import SignIn
from backend.web.api import Answer, Api, actor, answer, body


def blueprint(guide: Guide, sign_in: SignIn) -> Blueprint:
    """Return the routes of the choice guide."""
    routes = Blueprint("guide", __name__)
    api = Api(routes, sign_in)

    @api.operation(
        "POST",
        "/api/v1/guide",
        summary="Which meeting type or other system fits, or why there should be no meeting; all fields optional",
        body="guide/ask",
        answers={200: "guide/answer"},
    )
    def ask() -> Answer:
        return answer(guide.answer(actor().person.unit.id, body()))

    @api.operation(
        "POST",
        "/api/v1/guide/next",
        summary="The next question that can still change the answer, or the answer; at most five questions",
        body="guide/next",
        answers={200: "guide/step"},
    )
    def following() -> Answer:
        return answer(guide.next(actor().person.unit.id, body().get("answers", {})))

    @api.operation(
        "GET",
        "/api/v1/guide/last",
        summary="What one's unit answered last, and what that leads to today; empty when it has answered nothing",
        answers={200: "guide/last"},
    )
    def last() -> Answer:
        return answer(guide.last(actor().person.unit.id))

    return routes
