"""Answers the choice guide for a unit, and remembers what the unit last answered."""

from collections.abc import Callable, Mapping
from typing import Any

from backend.clock import Clock, swedish_day
from backend.errors import FieldFault, Invalid, Text
from backend.guide import memory
from backend.guide.advice import Asked, advice
from backend.guide.answers import complete
from backend.guide.asking import MOST_QUESTIONS, asked_as, next_question, sets, understood, value_of
from backend.guide.by_link import link_system
from backend.guide.deciding import Decider
from backend.guide.gates import Gates, all_open
from backend.guide.reasons import label, reasons
from backend.guide.refining import refine
from backend.profiles import Profile, load
from backend.profiles.guide import Question
from backend.profiles.service import shipped
from backend.storage import Database

Json = dict[str, Any]


class Guide:
    """The choice guide over one region's profile. `gates` says what is open to a unit today."""

    def __init__(self, database: Database, clock: Clock, profile: Profile, gates: Callable[[str], Gates]) -> None:
        self._database = database
        self._clock = clock
        self._profile = profile
        self._gates = gates

    def answer(self, unit: str, given: Mapping[str, Any]) -> Json:
        """Return the answer for the unit, JSON ready.

        `given` holds fields of POST /api/v1/guide. With `profile`, another shipped region answers instead, for a unit
        to which all is open. Raises Invalid (unknown-field) when there is no such region.
        """
        fields = {name: value for name, value in given.items() if name != "profile"}
        return self._told(self._decider(unit, given.get("profile")), fields)

    def next(self, unit: str, given: Mapping[str, Any]) -> Json:
        """Return the next question, or the answer when nothing more can change it; then the unit remembers it.

        Raises Invalid (unknown-field) for an answer to nothing that is asked.
        """
        questions = self._profile.guide.questions
        fields = understood(questions, given)
        decider = self._decider(unit)
        question = next_question(questions, decider, fields)
        if question is not None:
            number = 1 + sum(asked_as(one) in given for one in questions)
            with self._database.read() as session:
                last = memory.last_answers(session, unit)
            return {"question": _shown(question, last), "number": number, "at_most": MOST_QUESTIONS}
        with self._database.write() as session:
            memory.remember(session, unit, fields, self._clock.now())
        told = self._told(decider, fields)
        return {"answer": told, "answers": fields, "refine": refine(decider, fields)}

    def last(self, unit: str) -> Json:
        """Return what the unit last answered and what that leads to today; empty when it has answered nothing."""
        with self._database.read() as session:
            fields = memory.last_answers(session, unit)
        return {"answers": fields, "answer": self._told(self._decider(unit), fields)} if fields else {}

    def _decider(self, unit: str, name: str | None = None) -> Decider:
        day = swedish_day(self._clock.now())
        if name is None or name == self._profile.code:
            return Decider(self._profile, self._gates(unit), day)
        if name not in shipped():
            raise Invalid("unknown-field", faults=(FieldFault("/profile", "unknown-field"),))
        other = load(name)
        return Decider(other, all_open(other), day)

    def _told(self, decider: Decider, fields: Mapping[str, Any]) -> Json:
        profile, answers = decider.profile, complete(fields)
        decision = decider.decide(answers)
        audience = decider.audience(decision.outcome, decision.type, answers)
        title = label(profile, decision) or decision.title
        system = profile.guide.system(decision.system) if decision.system else None
        told = {
            "type": decision.type,
            "service": decision.service,
            "system": decision.system,
            "link": system.link if system else None,
            "link_system": link_system(decider, decision, audience),
        }
        asked = Asked(profile, answers, decision, audience, decider.day)
        return {
            "outcome": decision.outcome,
            "row": decision.row,
            "title": _text(title),
            **{name: value for name, value in told.items() if value is not None},
            "reasons": [_item(*one) for one in reasons(profile, decision, decider.retired(decision))],
            "advice": [_item(*one) for one in advice(asked)],
        }


def _text(text: Text) -> Json:
    return {"sv": text.sv, "en": text.en}


def _item(code: str, text: Text) -> Json:
    return {"code": code, **_text(text)}


def _shown(question: Question, last: Mapping[str, Any]) -> Json:
    return {
        "code": asked_as(question),
        "text": _text(question.text),
        **({"help": _text(question.help)} if question.help else {}),
        "many": False,
        "options": [
            {
                "value": value_of(question, option),
                "label": _text(option.label),
                "remembered": bool(last) and sets(option).items() <= last.items(),
            }
            for option in question.options
        ],
    }
