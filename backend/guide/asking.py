"""What to ask next: only what can still change the answer."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

from backend.errors import FieldFault, Invalid
from backend.guide.answers import complete
from backend.guide.deciding import Decider
from backend.profiles.guide import Option, Question

MOST_QUESTIONS = 5
FIELDS = frozenset(
    {
        "initiator", "parties", "patients", "others", "participants", "identity", "content", "place",
        "high_resolution", "age", "protected_identity", "inbox_1177", "reserve_number",
    }
)  # fmt: skip
Given = Mapping[str, Any]


def sets(option: Option) -> dict[str, Any]:
    """Return what the option says, in the fields of POST /api/v1/guide."""
    said = {name: value for name, value in vars(option.sets).items() if value is not None}
    return said | ({"others": list(said["others"])} if "others" in said else {})


def asked_as(question: Question) -> str:
    """Return the name a question goes by: the field it sets, when it sets one alone, else its own code."""
    fields = {frozenset(sets(option)) for option in question.options}
    only = next(iter(fields)) if len(fields) == 1 else frozenset()
    return next(iter(only)) if len(only) == 1 else question.code


def value_of(question: Question, option: Option) -> str | int | bool:
    """Return what is sent back when the option is chosen."""
    name = asked_as(question)
    return option.value if name == question.code and name not in FIELDS else sets(option)[name]


def understood(questions: Sequence[Question], given: Given) -> dict[str, Any]:
    """Return the answers in the fields of POST /api/v1/guide; what was said of a field itself goes before a question.

    Raises Invalid (unknown-field) for an answer to nothing that is asked, and for a value that is no option.
    """
    by_name = {asked_as(question): question for question in questions}
    fields: dict[str, Any] = {}
    for name, value in given.items():
        question = by_name.get(name)
        if question is not None and name not in FIELDS:
            option = next((one for one in question.options if value_of(question, one) == value), None)
            if option is None:
                raise _unknown(name)
            fields = sets(option) | fields
        elif name in FIELDS:
            fields[name] = value
        else:
            raise _unknown(name)
    return fields


def next_question(questions: Sequence[Question], decider: Decider, fields: Given) -> Question | None:
    """Return the first question whose answer can still change the row; None when nothing can."""
    matters = decider.undecided(fields)
    open_questions = [
        question for question in questions if not _core(question) <= fields.keys() and _sets(question) & matters
    ]
    choices = [[sets(option) for option in question.options] for question in open_questions]

    @cache
    def row(picked: tuple[int, ...]) -> str:
        merged = dict(fields)
        for options, at in zip(choices, picked, strict=True):
            merged = options[at] | merged
        return decider.decide(complete(merged)).row

    for at, question in enumerate(open_questions):
        # The others' options vary slowest: a question that matters mostly shows it at once.
        for before in product(*(range(len(options)) for options in choices[:at])):
            for after in product(*(range(len(options)) for options in choices[at + 1 :])):
                if len({row((*before, own, *after)) for own in range(len(choices[at]))}) > 1:
                    return question
    return None


def _core(question: Question) -> frozenset[str]:
    return frozenset.intersection(*(frozenset(sets(option)) for option in question.options))


def _sets(question: Question) -> frozenset[str]:
    return frozenset(field for option in question.options for field in sets(option))


def _unknown(name: str) -> Invalid:
    place = name.replace("~", "~0").replace("/", "~1")
    return Invalid("unknown-field", faults=(FieldFault(f"/answers/{place}", "unknown-field"),))
