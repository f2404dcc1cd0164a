"""Units over HTTP: who may record what, what it turns on and off, and every refusal."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from backend.audit.models import OutboxRow
from backend.clock import FixedClock
from backend.storage import Database
from backend.web import schemas
from tests.product import Caller, code_of, wired

UNIT = "/api/v1/units/medicin"
OTHER = "/api/v1/units/barn"
TIME = {"start": "2026-06-10T10:00:00+02:00", "end": "2026-06-10T11:00:00+02:00"}
ANSWERS = {"condition": True, "patient": True, "information": True, "follow_up": True}
SWITCHBOARD = {
    "role": "everyone",
    "problem": {"sv": "Ljud, bild eller inloggning", "en": "Sound, picture or sign-in"},
    "label": {"sv": "Mottagningens växel", "en": "The clinic's switchboard"},
    "phone": "010-174 06 00",
}


@pytest.fixture
def admin(caller: Caller) -> Caller:
    return caller.as_("admin")


@pytest.fixture
def head(caller: Caller) -> Caller:
    return caller.as_("chef")


@pytest.fixture
def region(caller: Caller) -> Caller:
    return caller.as_("region")


def checked(response: TestResponse, schema: str, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    schemas.check(schema, response.get_json())
    return response.get_json()


def needing_agreement(folder: Path) -> Path:
    """Write a profile in which the one connected service is off until a unit has its agreement."""
    document = json.loads((resources.files("backend.profiles") / "data" / "vastmanland.json").read_text("utf-8"))
    next(row for row in document["services"] if row.get("base") == "builtin")["agreement"] = True
    file = folder / "agreeing.json"
    file.write_text(json.dumps(document), "utf-8")
    return file


def builtin(caller: Caller) -> dict[str, Any]:
    services = checked(caller.call("GET", UNIT), "units/unit")["services"]
    return dict(next(row for row in services if row["code"] == "builtin"))


def person(caller: Caller, user: str, unit: str = UNIT) -> dict[str, Any]:
    people = checked(caller.call("GET", f"{unit}/people"), "units/people")["people"]
    return dict(next(row for row in people if row["user"] == user))


def roles(caller: Caller, user: str, unit: str = UNIT) -> list[tuple[str, str, bool]]:
    return [(row["role"], row["from"], row["active"]) for row in person(caller, user, unit)["roles"]]


def recorded(caller: Caller) -> int:
    with caller.product.database.read() as session:
        return session.query(OutboxRow).count()


def test_one_sees_the_units_one_administrates_or_reviews(caller: Caller) -> None:
    def units(user: str) -> list[str]:
        listed = checked(caller.as_(user).call("GET", "/api/v1/units"), "units/units")["units"]
        return [unit["id"] for unit in listed]

    assert [units(user) for user in ("personal", "sekreterare", "rum")] == [[], [], []]
    assert units("admin") == units("chef") == ["medicin"]
    assert units("region") == units("granskare") == ["medicin", "barn", "region"]


def test_a_unit_tells_what_is_asked_and_what_one_may(admin: Caller, head: Caller, caller: Caller) -> None:
    unit = checked(admin.call("GET", UNIT), "units/unit")
    assert unit["may"] == {
        "people": True, "agreements": True, "contacts": True, "systems": True, "exceptions": False, "approval": False,
    }  # fmt: skip
    assert all(checked(head.call("GET", UNIT), "units/unit")["may"].values())
    assert not any(checked(caller.as_("granskare").call("GET", UNIT), "units/unit")["may"].values())
    assert [row["code"] for row in unit["approval"]["questions"]] == list(ANSWERS)
    assert unit["approval"]["current"] is None
    assert code_of(admin.call("GET", "/api/v1/units/nowhere")) == (404, "not-found")
    assert code_of(caller.as_("region").call("GET", "/api/v1/units/nowhere")) == (404, "not-found")


def test_a_granted_role_counts_at_once_to_the_end_of_its_last_day(admin: Caller, caller: Caller) -> None:
    meeting = caller.create()
    other = caller.as_("annan")
    path = f"/api/v1/meetings/{meeting['id']}"
    assert other.call("GET", path).status_code == 404
    body = {"role": "care_staff", "valid_to": "2026-06-11"}
    granted = checked(admin.call("POST", f"{UNIT}/people/annan/roles", body), "units/role", 201)
    assert granted == {
        "role": "care_staff", "from": "grant", "active": True, "waiting_for": None, "valid_to": "2026-06-11",
        "responsible": None, "granted_by": "admin",
    }  # fmt: skip
    assert other.call("GET", path).status_code == 200
    caller.clock.advance(hours=39, minutes=59)
    assert other.call("GET", path).status_code == 200
    caller.clock.advance(minutes=1)
    assert other.call("GET", path).status_code == 404
    assert roles(admin, "annan") == [("care_staff", "grant", False)]
    assert admin.call("DELETE", f"{UNIT}/people/annan/roles/care_staff").status_code == 204
    people = admin.call("GET", f"{UNIT}/people").get_json()["people"]
    assert "annan" not in {row["user"] for row in people}


def test_taking_a_role_away_counts_at_once_and_twice_is_no_error(admin: Caller, caller: Caller) -> None:
    path = f"{UNIT}/people/annan/roles"
    admin.call("POST", path, {"role": "care_staff"})
    meeting = caller.create()
    assert caller.as_("annan").call("GET", f"/api/v1/meetings/{meeting['id']}").status_code == 200
    before = recorded(caller)
    assert admin.call("DELETE", f"{path}/care_staff").status_code == 204
    assert admin.call("DELETE", f"{path}/care_staff").status_code == 204
    assert recorded(caller) == before + 1
    assert caller.as_("annan").call("GET", f"/api/v1/meetings/{meeting['id']}").status_code == 404
    assert code_of(admin.call("DELETE", f"{path}/doorman")) == (404, "not-found")
    assert code_of(admin.call("DELETE", f"{UNIT}/people/nobody/roles/care_staff")) == (404, "not-found")


def test_the_same_grant_again_is_the_same_and_other_terms_replace(admin: Caller, head: Caller) -> None:
    path = f"{UNIT}/people/annan/roles"
    before = recorded(admin)
    first = admin.call("POST", path, {"role": "booking_secretary"})
    assert admin.call("POST", path, {"role": "booking_secretary"}).get_json() == first.get_json()
    assert recorded(admin) == before + 1
    later = head.call("POST", path, {"role": "booking_secretary", "valid_to": "2026-12-31"}).get_json()
    assert (later["granted_by"], later["valid_to"]) == ("chef", "2026-12-31")
    assert roles(admin, "annan") == [("booking_secretary", "grant", True)]


@pytest.mark.parametrize(
    ("giver", "gives"),
    [
        ("admin", {"care_staff", "booking_secretary"}),
        ("chef", {"care_staff", "booking_secretary", "unit_admin"}),
        ("region", {"care_staff", "booking_secretary", "unit_admin", "unit_head"}),
        ("granskare", set()),
        ("personal", set()),
        ("rum", None),
        ("annan", None),
    ],
)
def test_who_may_give_which_role(caller: Caller, giver: str, gives: set[str] | None) -> None:
    every = ("care_staff", "booking_secretary", "unit_admin", "unit_head", "region_admin", "room_support", "auditor")
    for role in every:
        answer = caller.as_(giver).call("POST", f"{UNIT}/people/kollega/roles", {"role": role})
        expected = 404 if gives is None else 201 if role in gives else 403
        assert answer.status_code == expected, role
        taken = caller.as_(giver).call("DELETE", f"{UNIT}/people/sekreterare/roles/{role}")
        assert taken.status_code in ({201: (204, 403), 403: (403, 404), 404: (404,)}[expected]), role


def test_nobody_decides_on_their_own_rights(head: Caller, admin: Caller, region: Caller) -> None:
    for caller, user in ((head, "chef"), (admin, "admin"), (region, "region")):
        own = f"{UNIT}/people/{user}"
        assert code_of(caller.call("POST", f"{own}/roles", {"role": "care_staff"})) == (403, "forbidden")
        assert code_of(caller.call("DELETE", f"{own}/roles/care_staff")) == (403, "forbidden")
        assert code_of(caller.call("PUT", f"{own}/training", {"completed_on": "2026-06-01"})) == (403, "forbidden")
        assert code_of(caller.call("DELETE", f"{own}/training")) == (403, "forbidden")


def test_a_role_of_the_directory_is_not_taken_here(admin: Caller) -> None:
    refused = admin.call("DELETE", f"{UNIT}/people/kollega/roles/care_staff")
    assert code_of(refused) == (403, "forbidden")
    assert refused.get_json()["detail_sv"].startswith("Rollen kommer från katalogen")
    assert roles(admin, "kollega") == [("care_staff", "directory", True)]


def test_a_unit_is_never_left_without_a_head(region: Caller) -> None:
    path = f"{OTHER}/people"
    assert region.call("POST", f"{path}/annan/roles", {"role": "unit_head"}).status_code == 201
    assert code_of(region.call("DELETE", f"{path}/annan/roles/unit_head")) == (409, "last-unit-head")
    to_midsummer = {"role": "unit_head", "valid_to": "2026-06-19"}
    assert code_of(region.call("POST", f"{path}/annan/roles", to_midsummer)) == (409, "last-unit-head")
    assert region.call("POST", f"{path}/kollega/roles", {"role": "unit_head"}).status_code == 201
    assert region.call("DELETE", f"{path}/annan/roles/unit_head").status_code == 204
    assert code_of(region.call("DELETE", f"{path}/kollega/roles/unit_head")) == (409, "last-unit-head")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, (400, "malformed")),
        ({"role": "doorman"}, (400, "malformed")),
        ({"role": "care_staff", "forever": True}, (422, "unknown-field")),
        ({"role": "care_staff", "valid_to": "2026-06-09"}, (422, "bad-time")),
        ({"role": "care_staff", "valid_to": "tomorrow"}, (422, "bad-time")),
        ({"role": "care_staff", "valid_to": "2026-06-10T12:00"}, (422, "bad-time")),
        ({"role": "care_staff", "responsible": "annan"}, (422, "unknown-person")),
        ({"role": "care_staff", "responsible": "kollega"}, (422, "unknown-person")),
        ({"role": "care_staff", "responsible": "nobody"}, (422, "unknown-person")),
    ],
)
def test_what_cannot_be_granted_is_refused_by_its_name(admin: Caller, body: Any, expected: tuple[int, str]) -> None:
    assert code_of(admin.call("POST", f"{UNIT}/people/kollega/roles", body)) == expected


def test_a_service_is_off_until_the_units_agreement_is_on_record(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    product = wired(tmp_path, database.url, clock, profile=str(needing_agreement(tmp_path)))
    caller, admin = Caller(product, clock), Caller(product, clock, "demo:admin")
    types = caller.call("GET", "/api/v1/profile").get_json()["types"]
    assert [row["services"] for row in types] == [[]] * len(types)
    booking = {"type": "patient_care", "service": "builtin", **TIME}
    refused = caller.call("POST", "/api/v1/meetings", booking, Idempotency_Key="k1")
    assert code_of(refused) == (422, "unknown-service")
    assert refused.get_json()["detail_sv"].startswith("Enheten har inget avtal registrerat för ")
    assert "medicin" not in refused.get_json()["detail_sv"]
    body = {"service": "builtin", "reference": "DNR 2026-114", "valid_to": "2026-06-30"}
    agreement = checked(admin.call("POST", f"{UNIT}/agreements", body), "units/agreement", 201)
    assert admin.call("POST", f"{UNIT}/agreements", body).get_json() == agreement
    assert (agreement["reference"], agreement["recorded_by"]) == ("DNR 2026-114", "admin")
    assert builtin(admin)["on"] is True
    meeting = caller.create()
    assert code_of(caller.as_("annan").call("POST", "/api/v1/meetings", booking, Idempotency_Key="k2"))[0] == 422
    clock.advance(days=21)
    assert caller.call("POST", "/api/v1/meetings", booking, Idempotency_Key="k3").status_code == 422
    assert builtin(admin)["on"] is False
    path = f"/api/v1/meetings/{meeting['id']}"
    assert caller.call("PATCH", path, {"end": "2026-07-02T12:00:00+02:00", "type": "patient_care"}).status_code == 200
    assert caller.call("POST", f"{path}/start").status_code == 200
    assert admin.call("DELETE", f"{UNIT}/agreements/{agreement['id']}").status_code == 204
    assert admin.call("DELETE", f"{UNIT}/agreements/{agreement['id']}").status_code == 204
    assert code_of(admin.call("DELETE", f"{UNIT}/agreements/u0")) == (404, "not-found")
    assert code_of(admin.call("POST", f"{UNIT}/agreements", {**body, "valid_to": None}))[0] == 400
    wrong = {"service": "smoke_signals", "reference": "x"}
    assert code_of(admin.call("POST", f"{UNIT}/agreements", wrong)) == (422, "unknown-service")
    product.stop()


def test_an_exception_is_the_heads_and_no_longer_than_the_rule_allows(head: Caller, admin: Caller) -> None:
    path = f"{UNIT}/exceptions"
    body = {"rule": "share_patient_data", "routine": "RUT-77", "valid_to": "2027-06-10"}
    assert code_of(admin.call("POST", path, body)) == (403, "forbidden")
    made = checked(head.call("POST", path, body), "units/exception", 201)
    assert (made["approved_by"], made["valid_to"]) == ("chef", "2027-06-10")
    assert code_of(head.call("POST", path, {**body, "valid_to": "2027-06-11"})) == (422, "limit-exceeded")
    assert code_of(head.call("POST", path, {**body, "rule": "run"})) == (422, "unknown-rule")
    assert code_of(head.call("POST", path, {"rule": body["rule"], "routine": "RUT"})) == (400, "malformed")
    assert head.call("GET", UNIT).get_json()["exceptions"] == [made]
    assert code_of(admin.call("DELETE", f"{path}/{made['id']}")) == (403, "forbidden")
    assert head.call("DELETE", f"{path}/{made['id']}").status_code == 204
    assert head.call("GET", UNIT).get_json()["exceptions"] == []


def test_the_approval_takes_four_times_yes_and_is_the_heads(head: Caller, admin: Caller, region: Caller) -> None:
    path, body = f"{UNIT}/approval", {"answers": ANSWERS, "valid_to": "2027-01-31"}
    for other in (admin, region):
        assert code_of(other.call("POST", path, body)) == (403, "forbidden")
        assert code_of(other.call("DELETE", path)) == (403, "forbidden")
    no = head.call("POST", path, {**body, "answers": {**ANSWERS, "patient": False}})
    assert code_of(no) == (422, "approval-incomplete")
    assert no.get_json()["errors"] == [{"pointer": "/answers/patient", "code": "approval-incomplete"}]
    assert code_of(head.call("POST", path, {**body, "answers": {**ANSWERS, "mood": True}})) == (422, "unknown-field")
    made = checked(head.call("POST", path, body), "units/approval", 201)
    assert head.call("GET", UNIT).get_json()["approval"]["current"] == made
    assert head.call("DELETE", path).status_code == 204
    assert head.call("DELETE", path).status_code == 204
    assert head.call("GET", UNIT).get_json()["approval"]["current"] is None


def test_the_units_contacts_stand_in_for_the_regions_in_pane_and_door(caller: Caller, admin: Caller) -> None:
    def pane(user: str) -> list[str]:
        return [row["label"]["sv"] for row in caller.as_(user).call("GET", "/api/v1/profile").get_json()["support"]]

    meeting = caller.create()
    door = f"/m/{meeting['join_url'].rpartition('/')[2]}"
    regions = pane("personal")
    first = caller.call("GET", "/api/v1/profile").get_json()["support"][0]
    contact = {**SWITCHBOARD, "problem": first["problem"]}
    kept = checked(admin.call("PUT", f"{UNIT}/contacts", {"contacts": [contact]}), "units/contacts")
    assert kept["contacts"] == [{"id": "c1", **contact}]
    assert admin.call("PUT", f"{UNIT}/contacts", kept).get_json() == kept
    assert pane("personal") == ["Mottagningens växel", *regions[1:]]
    assert pane("annan") == regions
    assert "Mottagningens växel" in caller.as_(None).call("GET", door).text
    staff_only = {"contacts": [{**contact, "role": "host"}]}
    assert admin.call("PUT", f"{UNIT}/contacts", staff_only).status_code == 200
    assert "Mottagningens växel" not in caller.as_(None).call("GET", door).text
    assert admin.call("PUT", f"{UNIT}/contacts", {"contacts": []}).get_json() == {"contacts": []}
    assert pane("personal") == regions
    for wrong in ({"url": "javascript:alert(1)"}, {"phone": "call me"}, {"email": "nobody"}, {"label": {"sv": "x"}}):
        assert admin.call("PUT", f"{UNIT}/contacts", {"contacts": [{**contact, **wrong}]}).status_code == 400, wrong


def test_a_new_head_may_be_given_an_end_and_a_longer_one_but_no_shorter(region: Caller) -> None:
    path = f"{OTHER}/people/annan/roles"
    for day, status in (("2026-06-30", 201), ("2026-07-31", 201), ("2026-07-01", 409), (None, 201)):
        body = {"role": "unit_head", **({"valid_to": day} if day else {})}
        assert region.call("POST", path, body).status_code == status, day


def test_reading_the_list_of_staff_is_logged(admin: Caller) -> None:
    before = recorded(admin)
    assert admin.call("GET", f"{UNIT}/people").status_code == 200
    assert recorded(admin) == before + 1


def test_everything_recorded_is_in_the_access_log(caller: Caller, head: Caller) -> None:
    before = recorded(caller)
    for method, path, body in (
        ("POST", f"{UNIT}/people/annan/roles", {"role": "care_staff"}),
        ("DELETE", f"{UNIT}/people/annan/roles/care_staff", None),
        ("PUT", f"{UNIT}/people/annan/training", {"completed_on": "2026-06-01"}),
        ("DELETE", f"{UNIT}/people/annan/training", None),
        ("POST", f"{UNIT}/agreements", {"service": "pexip", "reference": "DNR 1"}),
        ("POST", f"{UNIT}/exceptions", {"rule": "share_patient_data", "routine": "R", "valid_to": "2026-07-01"}),
        ("POST", f"{UNIT}/approval", {"answers": ANSWERS, "valid_to": "2026-07-01"}),
        ("DELETE", f"{UNIT}/approval", None),
        ("PUT", f"{UNIT}/contacts", {"contacts": [SWITCHBOARD]}),
        ("PUT", f"{UNIT}/systems", {"systems": []}),
    ):
        assert head.call(method, path, body).status_code in (200, 201, 204), path
        before += 1
        assert recorded(caller) == before, path
