"""What may be added once there is an answer: facts of the patient that change the advice and seldom the answer."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from backend.errors import Text
from backend.guide.answers import complete
from backend.guide.deciding import Decider
from backend.profiles import Profile

Json = dict[str, Any]
_YES, _NO = Text("Ja", "Yes"), Text("Nej", "No")
_OTHERS = (("relative", Text("Närstående", "A relative")), ("interpreter", Text("Tolk", "An interpreter")))
_QUESTIONS: tuple[tuple[str, Text, tuple[tuple[Any, Text], ...]], ...] = (
    ("others", Text("Vilka fler är med?", "Who else takes part?"), _OTHERS),
    (
        "protected_identity",
        Text("Har patienten skyddad identitet?", "Has the patient a protected identity?"),
        ((True, _YES), (False, _NO)),
    ),
    (
        "inbox_1177",
        Text("Går det att nå patienten genom 1177?", "Can the patient be reached through 1177?"),
        ((True, _YES), (False, _NO)),
    ),
    (
        "reserve_number",
        Text("Har patienten bara ett reservnummer?", "Has the patient only a reserve number?"),
        ((True, _YES), (False, _NO)),
    ),
)
_AGE = Text("Hur gammal är patienten?", "How old is the patient?")


def refine(decider: Decider, fields: Mapping[str, Any]) -> list[Json]:
    """Return the questions that make the advice fit the patient, in the shape of any question; none without one.

    They are asked after the answer, if at all: the fields are added to the answers and POST /api/v1/guide asked again.
    """
    answers = complete(fields)
    decision = decider.decide(answers)
    is_for_patient = decider.audience(decision.outcome, decision.type, answers) == "patient"
    if decision.outcome not in ("book", "other_system") or not is_for_patient:
        return []
    ages = tuple((first, _age_label(first, last)) for first, last in age_spans(decider.profile))
    asked = (("age", _AGE, ages), *_QUESTIONS)
    return [_shown(name, text, options) for name, text, options in asked if name not in fields]


def age_spans(profile: Profile) -> list[tuple[int, int | None]]:
    """Return the ages from 0 up, cut wherever a rule of the region begins or ends: within a span all are alike."""
    conditions = [when for row in profile.guide.rows for when in row.when]
    spans = [when.age for when in (*conditions, *(row.when for row in profile.guide.adjusters)) if when.age is not None]
    starts = {row.from_age for row in profile.ages} | {span.least for span in spans if span.least is not None}
    cuts = sorted(starts | {span.most + 1 for span in spans if span.most is not None} | {0})
    return [(first, after - 1 if after else None) for first, after in zip_longest(cuts, cuts[1:])]


def _shown(name: str, text: Text, options: tuple[tuple[Any, Text], ...]) -> Json:
    return {
        "code": name,
        "text": {"sv": text.sv, "en": text.en},
        "many": name == "others",
        "options": [
            {"value": value, "label": {"sv": label.sv, "en": label.en}, "remembered": False} for value, label in options
        ],
    }


def _age_label(first: int, last: int | None) -> Text:
    if last is None:
        return Text(f"{first} år eller äldre", f"{first} or older")
    return (
        Text(f"Under {last + 1} år", f"Under {last + 1}")
        if first == 0
        else Text(f"{first}–{last} år", f"{first}–{last}")
    )
