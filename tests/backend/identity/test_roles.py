"""People with the roles that count now: sign-in and directory agree, and external staff need somebody responsible."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.app import People, create_product
from backend.clock import FixedClock
from backend.identity import Role
from backend.identity.roles import Staff
from backend.identity.standing import Policy
from backend.storage import Database
from tests.backend.identity.staff import Borrowing
from tests.product import Caller, code_of, settings

UNIT = "/api/v1/units/medicin"
ROLE = {"role": "care_staff"}


@pytest.fixture
def people() -> Borrowing:
    return Borrowing()


@pytest.fixture
def caller(people: Borrowing, database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    product = create_product(settings(tmp_path, database.url), People(people, people), clock)
    yield Caller(product, clock)
    product.stop()


def waits(caller: Caller, user: str) -> list[str | None]:
    listed = caller.as_("admin").call("GET", f"{UNIT}/people").get_json()["people"]
    return [role["waiting_for"] for row in listed if row["user"] == user for role in row["roles"]]


def test_external_staff_wait_for_somebody_responsible_and_again_when_that_person_is_gone(
    caller: Caller, people: Borrowing
) -> None:
    people.external.add("kollega")
    other, admin = caller.as_("kollega"), caller.as_("admin")
    meeting = caller.create()
    path = f"/api/v1/meetings/{meeting['id']}"
    assert other.call("GET", "/api/v1/me").get_json()["inactive"] == [
        {"unit": "medicin", "role": "care_staff", "waiting_for": "responsible"}
    ]
    assert code_of(other.call("GET", path)) == (404, "not-found")
    booking = {"type": "internal", "start": meeting["start"], "end": meeting["end"]}
    refused = other.call("POST", "/api/v1/meetings", booking, Idempotency_Key="k")
    assert "ansvarig person" in refused.get_json()["detail_sv"]
    roles = f"{UNIT}/people/kollega/roles"
    assert admin.call("POST", roles, ROLE).get_json()["waiting_for"] == "responsible"
    assert code_of(admin.call("POST", roles, {**ROLE, "responsible": "kollega"})) == (422, "unknown-person")
    assert admin.call("POST", roles, {**ROLE, "responsible": "personal"}).get_json()["active"] is True
    assert waits(caller, "kollega") == [None, None]
    assert other.call("GET", path).status_code == 200
    people.left.add("personal")
    assert waits(caller, "kollega") == ["responsible", "responsible"]
    assert other.call("GET", path).status_code == 404


def test_nobody_external_answers_for_somebody_else(caller: Caller, people: Borrowing) -> None:
    people.external |= {"kollega", "personal"}
    body = {**ROLE, "responsible": "personal"}
    assert code_of(caller.as_("admin").call("POST", f"{UNIT}/people/kollega/roles", body)) == (422, "unknown-person")


def test_somebody_who_has_left_is_nobody(caller: Caller, people: Borrowing) -> None:
    people.left.add("kollega")
    assert code_of(caller.as_("kollega").call("GET", "/api/v1/me")) == (401, "unauthenticated")
    assert waits(caller, "kollega") == []
    assert caller.as_("admin").call("POST", f"{UNIT}/people/kollega/roles", ROLE).status_code == 404


def test_a_user_named_by_a_mail_address_is_granted_and_logged_as_anybody(caller: Caller, people: Borrowing) -> None:
    people.hire("vera.ek@gast.example", "Vera Ek", "barn")
    admin, path = caller.as_("admin"), f"{UNIT}/people/vera.ek@gast.example"
    assert admin.call("POST", f"{path}/roles", ROLE).status_code == 201
    assert admin.call("PUT", f"{path}/training", {"completed_on": "2026-06-01"}).status_code == 200
    assert waits(caller, "vera.ek@gast.example") == [None]
    assert admin.call("DELETE", f"{path}/roles/care_staff").status_code == 204


def test_a_directory_that_ignores_case_knows_one_person_by_every_spelling(caller: Caller) -> None:
    admin = caller.as_("admin")
    for spelt in ("Annan", "annan", "ANNAN"):
        assert admin.call("POST", f"{UNIT}/people/{spelt}/roles", ROLE).status_code == 201
    assert waits(caller, "annan") == [None]
    assert admin.call("PUT", f"{UNIT}/people/Annan/training", {"completed_on": "2026-06-01"}).status_code == 200
    assert admin.call("DELETE", f"{UNIT}/people/ANNAN/roles/care_staff").status_code == 204
    assert waits(caller, "annan") == []
    own = f"{UNIT}/people/Admin"
    assert code_of(admin.call("POST", f"{own}/roles", ROLE)) == (403, "forbidden")
    for method, body in (("PUT", {"completed_on": "2026-06-01"}), ("DELETE", None)):
        assert code_of(admin.call(method, f"{own}/training", body)) == (403, "forbidden")


def test_sign_in_and_directory_say_the_same_of_everybody(
    caller: Caller, people: Borrowing, database: Database, clock: FixedClock
) -> None:
    assert caller.as_("admin").call("POST", f"{UNIT}/people/annan/roles", ROLE).status_code == 201
    caller.as_("admin").call("PUT", f"{UNIT}/people/annan/training", {"completed_on": "2026-06-01"})
    staff = Staff(database, clock, Policy(training=True, responsible=True), people, people)
    for user in ("personal", "kollega", "annan", "sekreterare", "chef", "admin", "region", "rum", "granskare"):
        signed_in, acting = staff.actor(f"demo:{user}"), staff.acting(user)
        assert signed_in == acting
        assert acting is not None
        own = {row.role for row in acting.inactive if row.unit == acting.person.unit.id}
        assert own | acting.roles_in(acting.person.unit.id) == acting.person.roles
    other = staff.acting("annan")
    assert other is not None
    assert other.has_in("medicin", Role.CARE_STAFF)
    assert not other.has(Role.CARE_STAFF)
    assert (staff.actor("demo:nobody"), staff.actor("guest:x"), staff.acting("nobody")) == (None, None, None)
    assert staff.by_mailbox("annan@demo.example") == staff.by_user("annan")
    assert [unit.id for unit in staff.units() if staff.unit(unit.id) == unit] == ["medicin", "barn", "region"]
