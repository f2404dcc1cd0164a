"""The advice fits who the patient is, contradicts nothing, and stands in both languages."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.errors import Text
from backend.guide.advice import Asked, advice
from backend.guide.answers import complete
from backend.guide.deciding import Decider
from backend.guide.gates import all_open
from backend.guide.reasons import label, reasons
from backend.profiles import load
from backend.profiles.service import whole_document
from tests.backend.guide.regions import REGIONS, TODAY, decider, gates_of, region

ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "initiator": st.sampled_from(["caregiver", "patient", "other_organisation"]),
        "parties": st.sampled_from(["patients", "staff", "municipality", "authority"]),
        "patients": st.sampled_from(["none", "one", "group"]),
        "others": st.lists(st.sampled_from(["relative", "interpreter", "professional"]), unique=True),
        "participants": st.integers(1, 10_000),
        "identity": st.sampled_from(["eid", "document", "anonymous"]),
        "content": st.sampled_from(["sensitive", "general", "administrative", "education"]),
        "place": st.sampled_from(["home", "clinic", "home_with_nurse"]),
        "high_resolution": st.booleans(),
        "age": st.integers(0, 150),
        "protected_identity": st.booleans(),
        "inbox_1177": st.booleans(),
        "reserve_number": st.booleans(),
    },
)


def told(one: Decider, given: dict[str, Any]) -> dict[str, Text]:
    answers = complete(given)
    made = one.decide(answers)
    audience = one.audience(made.outcome, made.type, answers)
    return dict(advice(Asked(one.profile, answers, made, audience, one.day)))


def codes(name: str = "vastmanland", day: date = TODAY, **given: Any) -> set[str]:
    return set(told(decider(name, day=day), given))


@settings(max_examples=300)
@given(
    name=st.sampled_from(REGIONS),
    kind=st.sampled_from(["new", "demo", "on nothing", "not approved", "no service"]),
    day=st.dates(date(2019, 1, 1), date(2040, 1, 1)),
    said=ANSWERS,
)
def test_any_answers_are_told_what_to_mind(name: str, kind: str, day: date, said: dict[str, Any]) -> None:
    one = Decider(region(name), gates_of(region(name))[kind], day)
    answers = complete(said)
    made = one.decide(answers)
    found = told(one, said)
    why = dict(reasons(one.profile, made, one.retired(made)))
    for text in (*found.values(), *why.values(), label(one.profile, made) or made.title):
        assert text.sv
        assert text.en
        assert "{" not in text.sv + text.en
    is_over = {row.code: row.label for row in one.profile.guide.systems if row.is_over(day)}
    assert made.system not in is_over
    for code, text in (*found.items(), *why.items()):
        if not code.startswith("replaced_"):
            assert not [label for label in is_over.values() if label.sv in text.sv or label.en in text.en], code
    families = {code.partition("_")[0] for code in found}
    if answers.protected_identity:
        assert not families & {"age", "check", "summons"}
        assert "delivery_patient" not in found
    if answers.reserve_number or not answers.inbox_1177:
        assert not {"delivery_patient", "template"} & set(found)
    if made.outcome in ("stop", "join_only"):
        assert not families & {"delivery", "suitability", "unsuitable", "age", "summons"}
    assert not {"interpreter", "interpreter_with_number"} <= set(found)
    assert len([code for code in found if code.startswith("age_")]) <= 1


@settings(max_examples=300)
@given(name=st.sampled_from(REGIONS), kind=st.sampled_from(["new", "on everything", "on nothing"]), said=ANSWERS)
def test_no_patient_is_let_down(name: str, kind: str, said: dict[str, Any]) -> None:
    one, answers = decider(name, kind), complete(said)
    made, found = one.decide(answers), told(one, said)
    if one.audience(made.outcome, made.type, answers) == "patient":
        assert next(iter(found)) == "danger"
    if answers.patients != "none":
        assert made.system != "teams_standard"
    if answers.reserve_number or not answers.inbox_1177:
        assert made.system is None or not one.profile.guide.system(made.system).eid
    assert made.outcome == "book" or not {"reserve_number", "no_inbox"} & found.keys()
    assert ("protected_identity" in found) == answers.protected_identity
    if made.outcome == "book" and (answers.reserve_number or not answers.inbox_1177):
        assert not {code for code in found if code.startswith(("age_", "summons_"))}


@pytest.mark.parametrize(
    ("name", "age", "code"),
    [
        ("vastmanland", 12, "age_under_13"),
        ("vastmanland", 13, "age_from_13_minor"),
        ("vastmanland", 18, "age_adult"),
        ("vgr", 13, "age_from_13_minor"),
        ("regionhalsan", 13, "age_minor"),
        ("regionhalsan", 17, "age_minor"),
        ("stockholm", 0, "age_under_13"),
    ],
)
def test_each_region_has_its_own_rule_of_age(name: str, age: int, code: str) -> None:
    assert code in codes(name, age=age, others=["relative"])


def test_several_guardians_are_asked_to_join_together() -> None:
    assert "join_together" in codes(age=7, others=["relative"])
    assert "join_together" not in codes(age=18, others=["relative"])
    assert "join_together" not in codes(age=7, others=["relative"], protected_identity=True)


@pytest.mark.parametrize(
    ("said", "there", "not_there"),
    [
        ({"protected_identity": True}, {"protected_identity"}, {"delivery_patient", "check_patient", "template"}),
        (
            {"content": "administrative", "parties": "staff", "patients": "none"},
            {"system"},
            {"danger", "check_patient"},
        ),
        ({"reserve_number": True}, {"reserve_number"}, {"delivery_patient", "template", "check_patient"}),
        ({"inbox_1177": False, "age": 7}, {"no_inbox", "child_no_inbox"}, {"age_under_13", "child_reserve_number"}),
        ({"reserve_number": True, "age": 7}, {"reserve_number", "child_reserve_number"}, {"age_under_13"}),
        ({"inbox_1177": False}, {"no_inbox", "no_eid_inbox"}, {"delivery_patient", "template", "show_document"}),
        ({"identity": "document"}, {"show_document", "delivery_patient", "template"}, {"no_inbox"}),
        ({"others": ["interpreter"]}, {"interpreter", "delivery_interpreter"}, {"interpreter_with_number"}),
        ({"others": ["professional"]}, {"delivery_professional"}, {"interpreter"}),
        ({"parties": "staff"}, {"delivery_staff"}, {"delivery_patient", "suitability_patient", "check_patient"}),
        ({"patients": "group", "content": "general"}, {"row_1", "template"}, {"suitability_patient"}),
        ({}, {"check_patient", "suitability_condition", "unsuitable_hearing"}, {"interpreter"}),
        ({"initiator": "patient"}, {"danger", "system"}, {"suitability_patient"}),
        ({"initiator": "patient", "identity": "document"}, {"danger", "row_1", "row_2"}, {"system", "show_document"}),
        ({"patients": "group"}, {"summons_1"}, {"row_1"}),
        ({"patients": "group", "protected_identity": True}, {"protected_identity"}, {"summons_1"}),
        (
            {"parties": "staff", "patients": "one", "high_resolution": True, "protected_identity": True},
            {"protected_identity"},
            {"age_adult"},
        ),
        ({"initiator": "other_organisation"}, {"row_1", "row_2"}, {"check_patient"}),
    ],
)
def test_what_is_said_for_whom(said: dict[str, Any], there: set[str], not_there: set[str]) -> None:
    found = codes(participants=3, **said)
    assert found >= there
    assert not found & not_there


def test_the_four_questions_and_when_video_does_not_suit_are_asked_of_care() -> None:
    found = codes(participants=3)
    assert {code for code in found if code.startswith("suitability_")} == {
        "suitability_condition", "suitability_patient", "suitability_information", "suitability_follow_up",
    }  # fmt: skip
    assert {"unsuitable_language", "unsuitable_hearing", "unsuitable_closeness", "unsuitable_danger"} <= found


def test_a_routine_past_its_day_says_so() -> None:
    assert "overdue" not in codes("regionhalsan", date(2028, 6, 11))
    assert "overdue" in codes("regionhalsan", date(2028, 6, 12))


def test_a_region_with_the_opposite_rule_for_interpreters_turns_it_round(tmp_path: Any) -> None:
    document = whole_document("vastmanland")
    for row in document["guide"]["adjusters"]:
        if row["code"] in ("interpreter", "interpreter_with_number"):
            row["on"] = row["code"] == "interpreter_with_number"
    file = tmp_path / "varmland.json"
    file.write_text(json.dumps(document), "utf-8")
    profile = load(file)
    found = told(Decider(profile, all_open(profile), TODAY), {"others": ["interpreter"]})
    assert "interpreter_with_number" in found
    assert "interpreter" not in found
