"""The guide over HTTP: the promised shape, question by question, remembered per unit and nothing of a person."""

from typing import Any

import pytest
from sqlalchemy import select

from backend.app import Product
from backend.guide.models import GuideMemory
from backend.web import schemas
from tests.product import Caller, code_of

WALK = {"initiator": "caregiver", "who": "group", "content": "sensitive", "participants": 3}


def ask(caller: Caller, **fields: Any) -> dict[str, Any]:
    answered = caller.call("POST", "/api/v1/guide", fields)
    assert answered.status_code == 200, answered.text
    schemas.check("guide/answer", answered.get_json())
    return dict(answered.get_json())


def step(caller: Caller, answers: dict[str, Any]) -> dict[str, Any]:
    answered = caller.call("POST", "/api/v1/guide/next", {"answers": answers})
    assert answered.status_code == 200, answered.text
    schemas.check("guide/step", answered.get_json())
    return dict(answered.get_json())


@pytest.mark.parametrize(
    ("fields", "outcome", "goes_to"),
    [
        ({"initiator": "other_organisation"}, "join_only", None),
        ({"content": "administrative", "parties": "staff", "patients": "none"}, "other_system", "teams_standard"),
        ({"content": "administrative", "patients": "group"}, "book", "patient_information"),
        ({"patients": "one", "participants": 2, "identity": "eid"}, "other_system", "cosmic"),
        ({"patients": "one", "participants": 3, "others": ["relative"]}, "book", "patient_care"),
        ({"patients": "one", "identity": "document"}, "book", "patient_care"),
        ({"patients": "group", "content": "sensitive", "participants": 8}, "book", "patient_care"),
        ({"patients": "group", "content": "general", "participants": 80}, "book", "patient_information"),
        ({"patients": "group", "content": "sensitive", "participants": 16}, "stop", None),
        ({"parties": "staff", "patients": "none"}, "book", "internal"),
        ({"parties": "staff", "patients": "none", "high_resolution": True}, "book", "mdt"),
        ({"place": "clinic"}, "book", "care_room"),
        ({"place": "home_with_nurse", "parties": "municipality"}, "book", "patient_care"),
        ({"parties": "municipality", "others": ["professional"]}, "book", "patient_care"),
        ({"initiator": "patient"}, "other_system", "direct_1177"),
        ({"initiator": "patient", "reserve_number": True}, "stop", None),
    ],
)
def test_the_table_of_vastmanland(caller: Caller, fields: dict[str, Any], outcome: str, goes_to: str | None) -> None:
    told = ask(caller, **fields)
    assert (told["outcome"], told.get("type") or told.get("system")) == (outcome, goes_to)
    assert told["reasons"][0]["code"] == told["row"]
    assert told["advice"]
    if outcome == "book":
        assert told["service"] == "builtin"


def test_every_field_may_be_left_out_and_none_may_be_made_up(caller: Caller) -> None:
    assert ask(caller)["outcome"] == "other_system"
    assert code_of(caller.call("POST", "/api/v1/guide", {"mood": "good"})) == (422, "unknown-field")
    assert code_of(caller.call("POST", "/api/v1/guide", {"place": "moon"})) == (400, "malformed")
    assert code_of(caller.call("POST", "/api/v1/guide", {"profile": "atlantis"})) == (422, "unknown-field")
    assert code_of(caller.as_(None).call("POST", "/api/v1/guide", {})) == (401, "unauthenticated")


def test_another_region_may_be_asked(caller: Caller) -> None:
    assert ask(caller, profile="vgr", participants=3)["system"] == "vard_och_halsa"
    assert ask(caller, profile="stockholm", initiator="patient")["system"] == "webbtidbok"
    assert ask(caller, profile="vastmanland", place="clinic") == ask(caller, place="clinic")


def test_question_by_question_one_comes_to_the_same_answer_and_the_unit_remembers(caller: Caller) -> None:
    assert caller.call("GET", "/api/v1/guide/last").get_json() == {}
    answers: dict[str, Any] = {}
    for number in range(1, 6):
        told = step(caller, answers)
        if "answer" in told:
            break
        assert (told["number"], told["at_most"]) == (number, 5)
        assert not any(option["remembered"] for option in told["question"]["options"])
        answers[told["question"]["code"]] = WALK[told["question"]["code"]]
    assert told["answer"] == ask(caller, **told["answers"])
    assert told["answer"]["row"] == "treatment_group"
    last = caller.as_("kollega").call("GET", "/api/v1/guide/last").get_json()
    schemas.check("guide/last", last)
    assert last == {"answers": told["answers"], "answer": told["answer"]}
    again = step(caller.as_("kollega"), {"initiator": "caregiver"})["question"]
    assert [option["value"] for option in again["options"] if option["remembered"]] == ["group"]
    assert caller.as_("annan").call("GET", "/api/v1/guide/last").get_json() == {}


def test_what_is_added_of_the_patient_after_the_answer_changes_the_advice(caller: Caller) -> None:
    walk = {"initiator": "caregiver", "who": "one_patient", "place": "home", "participants": 2, "identity": "eid"}
    told = step(caller, walk)
    assert told["answer"]["system"] == "cosmic"
    more = {question["code"]: [option["value"] for option in question["options"]] for question in told["refine"]}
    assert more == {
        "age": [0, 13, 18], "others": ["relative", "interpreter"], "protected_identity": [True, False],
        "inbox_1177": [True, False], "reserve_number": [True, False],
    }  # fmt: skip
    added = {**told["answers"], "age": 0, "others": ["relative"]}
    again = step(caller, added)
    assert again["answer"] == ask(caller, **added)
    assert again["answer"]["type"] == "patient_care"
    assert {"age_under_13", "join_together"} <= {one["code"] for one in again["answer"]["advice"]}
    assert {question["code"] for question in again["refine"]} == set(more) - {"age", "others"}
    staff = step(caller, {"initiator": "caregiver", "who": "staff", "content": "sensitive", "high_resolution": False})
    assert staff["refine"] == []


def test_an_answer_to_nothing_that_is_asked_is_told(caller: Caller) -> None:
    for answers in ({"mood": "good"}, {"who": "nobody"}):
        refused = caller.call("POST", "/api/v1/guide/next", {"answers": answers})
        assert code_of(refused) == (422, "unknown-field")
        assert refused.get_json()["errors"] == [{"pointer": f"/answers/{next(iter(answers))}", "code": "unknown-field"}]
    assert code_of(caller.call("POST", "/api/v1/guide/next", {"answers": {"place": "moon"}})) == (400, "malformed")


def test_nothing_of_a_patient_is_remembered(caller: Caller, product: Product) -> None:
    of_patient = {"age": 7, "protected_identity": True, "inbox_1177": False, "reserve_number": True}
    told = step(caller, {**WALK, **of_patient})
    assert told["answers"].keys() >= of_patient.keys()
    with product.database.read() as session:
        (kept,) = session.scalars(select(GuideMemory)).all()
    assert kept.unit == "medicin"
    assert not kept.answers.keys() & of_patient.keys()


def test_the_answer_has_one_shape_wherever_it_is_told() -> None:
    shape = {key: value for key, value in schemas.schema("guide/answer").items() if key not in {"$schema", "title"}}
    for name in ("guide/step", "guide/last"):
        assert schemas.schema(name)["properties"]["answer"] == shape
