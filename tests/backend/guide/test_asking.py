"""Whichever way one goes through the questions: at most five, none without effect, and the table's own answer."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from backend.errors import Invalid
from backend.guide.answers import Answers, complete
from backend.guide.asking import MOST_QUESTIONS, asked_as, next_question, sets, understood, value_of
from backend.guide.deciding import Decider, Decision
from tests.backend.guide.regions import REGIONS, decider, region

KINDS = ("new", "on nothing", "demo", "not approved", "no service", "on everything")
Path = tuple[tuple[str, Any], ...]


@cache
def ways(name: str, kind: str = "new") -> tuple[Path, ...]:
    """Return every way through the questions as pairs of question and value."""
    return tuple(paths(decider(name, kind)))


def paths(one: Decider, taken: Path = ()) -> Iterator[Path]:
    questions = one.profile.guide.questions
    question = next_question(questions, one, understood(questions, dict(taken)))
    if question is None:
        yield taken
        return
    assert len(taken) < MOST_QUESTIONS, taken
    for option in question.options:
        yield from paths(one, (*taken, (asked_as(question), value_of(question, option))))


def row(one: Decider, given: dict[str, Any]) -> str:
    return one.decide(complete(understood(one.profile.guide.questions, given))).row


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", REGIONS)
def test_every_way_has_at_most_five_questions_each_of_which_can_matter(name: str, kind: str) -> None:
    one = decider(name, kind)
    taken = ways(name, kind)
    assert len(set(taken)) == len(taken)
    ends: dict[Path, set[str]] = {}
    for path in taken:
        for at in range(len(path)):
            ends.setdefault(path[:at], set()).add(row(one, dict(path)))
    # Whatever was asked, the ways on from there end in more rows than one.
    assert all(len(rows) > 1 for rows in ends.values())
    assert ends


@pytest.mark.parametrize("name", REGIONS)
def test_the_questions_not_asked_could_not_have_changed_the_answer(name: str) -> None:
    one = decider(name)
    questions = one.profile.guide.questions
    for path in ways(name):
        fields = understood(questions, dict(path))
        reached = one.decide(complete(fields)).row
        for question in (row for row in questions if asked_as(row) not in dict(path)):
            for option in question.options:
                assert one.decide(complete(sets(option) | fields)).row == reached, (path, question.code)


@pytest.mark.parametrize("name", REGIONS)
def test_the_questions_lead_to_nearly_every_row(name: str) -> None:
    reached = {row(one, dict(path)) for kind in KINDS for one in [decider(name, kind)] for path in ways(name, kind)}
    unit_decides = {"youth_clinic", "mitt_vardmote"} | ({"joint_work"} if name == "vgr" else set())
    assert {one.code for one in region(name).guide.rows} - reached <= unit_decides


@pytest.mark.parametrize("name", REGIONS)
def test_a_question_that_matters_is_found_without_trying_every_combination(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = decider(name)
    asked: list[Answers] = []
    decide = Decider.decide

    def counted(self: Decider, answers: Answers) -> Decision:
        asked.append(answers)
        return decide(self, answers)

    monkeypatch.setattr(Decider, "decide", counted)
    assert next_question(one.profile.guide.questions, one, {}) is not None
    assert len(asked) < 50


def test_fields_already_known_are_not_asked_for() -> None:
    one = decider("vastmanland")
    questions = one.profile.guide.questions
    first = next_question(questions, one, {"initiator": "caregiver", "parties": "patients", "patients": "group"})
    assert first is not None
    assert first.code == "content"


def test_a_question_is_answered_by_its_code_or_by_the_fields_it_sets() -> None:
    questions = region("vastmanland").guide.questions
    assert understood(questions, {"who": "group"}) == {"parties": "patients", "patients": "group"}
    assert understood(questions, {"who": "group", "patients": "one"})["patients"] == "one"
    for wrong in ({"mood": "good"}, {"who": "nobody"}, {"who": 5}):
        with pytest.raises(Invalid, match="unknown-field"):
            understood(questions, wrong)
