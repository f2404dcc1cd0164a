"""Rights where they are used: what waits, what runs out in the middle of a meeting, and what administrators see."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.app import People, create_product
from backend.clock import FixedClock
from backend.storage import Database
from backend.web import schemas
from tests.backend.identity.staff import Borrowing
from tests.contract.http.test_units import OTHER, TIME, UNIT, checked, person
from tests.product import Caller, code_of, settings, wired


@pytest.fixture
def people() -> Borrowing:
    return Borrowing()


@pytest.fixture
def caller(people: Borrowing, database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    product = create_product(settings(tmp_path, database.url), People(people, people), clock)
    yield Caller(product, clock)
    product.stop()


@pytest.fixture
def strict(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    """A region that asks for training, agreements for what is connected, and an approval."""
    product = wired(tmp_path, database.url, clock, profile="regionhalsan")
    yield Caller(product, clock)
    product.stop()


def test_training_comes_before_rights_where_the_profile_asks(strict: Caller) -> None:
    booking = {"type": "patient_care", **TIME}
    me = checked(strict.call("GET", "/api/v1/me"), "identity/me")
    assert me["roles"] == []
    assert me["inactive"] == [{"unit": "medicin", "role": "care_staff", "waiting_for": "training"}]
    refused = strict.call("POST", "/api/v1/meetings", booking, Idempotency_Key="k1")
    assert code_of(refused) == (403, "forbidden")
    assert "utbildning registreras" in refused.get_json()["detail_sv"]
    admin = strict.as_("admin")
    assert person(admin, "personal")["roles"][0]["waiting_for"] == "training"
    body = {"completed_on": "2026-06-01"}
    trained = checked(admin.call("PUT", f"{UNIT}/people/personal/training", body), "units/training")
    assert trained == {"completed_on": "2026-06-01", "recorded_by": "admin"}
    assert admin.call("PUT", f"{UNIT}/people/personal/training", body).get_json() == trained
    assert strict.call("POST", "/api/v1/meetings", booking, Idempotency_Key="k2").status_code == 201
    assert checked(strict.call("GET", "/api/v1/me"), "identity/me")["inactive"] == []
    assert admin.call("DELETE", f"{UNIT}/people/personal/training").status_code == 204
    assert admin.call("DELETE", f"{UNIT}/people/personal/training").status_code == 204
    assert strict.call("POST", "/api/v1/meetings", booking, Idempotency_Key="k3").status_code == 403
    tomorrow = {"completed_on": "2026-06-11"}
    assert code_of(admin.call("PUT", f"{UNIT}/people/personal/training", tomorrow)) == (422, "bad-time")


def test_who_waits_sees_their_meeting_stand_and_may_call_it_off(strict: Caller) -> None:
    admin = strict.as_("admin")
    admin.call("PUT", f"{UNIT}/people/personal/training", {"completed_on": "2026-06-01"})
    meeting = strict.create(starts_in=60)
    admin.call("DELETE", f"{UNIT}/people/personal/training")
    listed = strict.call("GET", "/api/v1/meetings").get_json()["meetings"]
    assert [(row["id"], row["join_url"], row["may_change"]) for row in listed] == [(meeting["id"], None, False)]
    path = f"/api/v1/meetings/{meeting['id']}"
    assert "utbildning" in strict.call("GET", path).get_json()["detail_sv"]
    assert code_of(strict.call("POST", f"{path}/start")) == (403, "forbidden")
    assert code_of(strict.call("GET", f"{path}/participants")) == (403, "forbidden")
    assert strict.call("DELETE", path).status_code == 204


def test_a_host_who_is_in_stays_to_the_end_when_the_right_is_gone(strict: Caller) -> None:
    admin = strict.as_("admin")
    admin.call("PUT", f"{UNIT}/people/personal/training", {"completed_on": "2026-06-01"})
    meeting = strict.create()
    path = f"/h/{meeting['id']}"
    tickets = [
        strict.call("POST", f"/api/v1/meetings/{meeting['id']}/start").get_json()["host_url"].partition("#")[2]
        for _ in range(2)
    ]
    page = strict.as_(None)
    sessions = [page.call("POST", f"{path}/enter", {"token": token}).get_json()["session"] for token in tickets]
    inside = strict.as_(sessions[0])
    assert inside.call("POST", f"{path}/join", {}).status_code == 200
    admin.call("DELETE", f"{UNIT}/people/personal/training")
    assert inside.call("POST", f"{path}/presence", {"camera": True}).status_code == 204
    assert inside.call("POST", f"{path}/join", {}).status_code == 200
    strict.clock.advance(hours=1)
    assert inside.call("POST", f"/api/v1/meetings/{meeting['id']}/end").status_code == 200
    assert code_of(inside.call("POST", f"{path}/join", {})) == (401, "unauthenticated")


def test_administrators_see_that_a_meeting_is_and_neither_link_nor_people(caller: Caller) -> None:
    meeting = caller.create(cohosts=["kollega@demo.example"])
    path = f"/api/v1/meetings/{meeting['id']}"
    for user in ("admin", "chef", "region"):
        other = caller.as_(user)
        row = other.call("GET", "/api/v1/meetings").get_json()
        schemas.check("meetings/meetings", row)
        assert row["meetings"][0]["join_url"] is None, user
        assert row["meetings"][0]["organiser"]["user"] == "personal"
        assert meeting["join_url"].rpartition("/")[2] not in str(row)
        for method, place in (("GET", path), ("GET", f"{path}/participants"), ("DELETE", path)):
            assert code_of(other.call(method, place)) == (403, "forbidden"), (user, place)
    assert caller.as_("granskare").call("GET", "/api/v1/meetings").get_json() == {"meetings": []}


def test_a_right_that_runs_out_at_midnight_leaves_nobody_alone_in_a_meeting(caller: Caller) -> None:
    admin, nurse = caller.as_("admin"), caller.as_("sekreterare")
    body = {"role": "care_staff", "valid_to": "2026-06-10"}
    assert admin.call("POST", f"{UNIT}/people/sekreterare/roles", body).status_code == 201
    meeting = caller.create(starts_in=15 * 60, minutes=120, cohosts=["sekreterare@demo.example"])
    caller.clock.advance(hours=15, minutes=30)
    path, door = f"/h/{meeting['id']}", f"/m/{meeting['join_url'].rpartition('/')[2]}"
    ticket = nurse.call("POST", f"/api/v1/meetings/{meeting['id']}/start").get_json()["host_url"].partition("#")[2]
    host = caller.as_(caller.as_(None).call("POST", f"{path}/enter", {"token": ticket}).get_json()["session"])
    assert host.call("POST", f"{path}/join", {}).status_code == 200
    guest = caller.as_(None).call("POST", f"{door}/join", {"name": "Vera"}).get_json()["participant"]
    caller.clock.advance(minutes=31)
    admit = f"/api/v1/meetings/{meeting['id']}/participants/{guest}/admit"
    assert host.call("POST", admit).status_code == 200
    assert caller.call("PATCH", f"/api/v1/meetings/{meeting['id']}", {"cohosts": []}).status_code == 200
    assert code_of(host.call("POST", f"{path}/presence", {"camera": True})) == (401, "unauthenticated")


def test_a_role_in_one_unit_books_and_hosts_nothing_in_another(caller: Caller) -> None:
    admin = caller.as_("admin")
    meeting = caller.create(cohosts=["admin@demo.example"])
    path = f"/api/v1/meetings/{meeting['id']}"
    body = {"role": "care_staff"}
    assert caller.as_("region").call("POST", f"{OTHER}/people/admin/roles", body).status_code == 201
    refused = admin.call("POST", "/api/v1/meetings", {"type": "patient_care", **TIME}, Idempotency_Key="k1")
    assert code_of(refused) == (403, "forbidden")
    assert "Inget är skapat" in refused.get_json()["detail_sv"]
    for method, place in (("GET", path), ("PATCH", path), ("POST", f"{path}/start"), ("GET", f"{path}/participants")):
        assert code_of(admin.call(method, place, {} if method == "PATCH" else None)) == (403, "forbidden"), place
    listed = admin.call("GET", "/api/v1/meetings").get_json()["meetings"]
    assert [(row["join_url"], row["may_change"], row["may_host"]) for row in listed] == [(None, False, False)]
    elsewhere = caller.as_("annan").create()
    assert admin.call("GET", f"/api/v1/meetings/{elsewhere['id']}").status_code == 200


def test_booking_for_somebody_of_another_unit_takes_a_role_there(caller: Caller, people: Borrowing) -> None:
    people.books_for["sekreterare"] = ("annan@demo.example",)
    secretary, booking = caller.as_("sekreterare"), {"type": "patient_care", "mailbox": "annan@demo.example", **TIME}
    refused = secretary.call("POST", "/api/v1/meetings", booking, Idempotency_Key="k1")
    assert code_of(refused) == (403, "forbidden")
    body = {"role": "booking_secretary"}
    assert caller.as_("region").call("POST", f"{OTHER}/people/sekreterare/roles", body).status_code == 201
    made = secretary.call("POST", "/api/v1/meetings", booking, Idempotency_Key="k2").get_json()
    assert (made["organiser"]["user"], made["may_change"], made["may_host"]) == ("annan", True, False)
    assert caller.as_("region").call("DELETE", f"{OTHER}/people/sekreterare/roles/booking_secretary").status_code == 204
    told = secretary.call("GET", f"/api/v1/meetings/{made['id']}")
    assert code_of(told) == (403, "forbidden")
    assert "annan" not in told.get_json()["detail_sv"]
    assert "den enhetens administratör" in told.get_json()["detail_sv"]


def test_training_recorded_in_another_unit_lets_nobody_host_here(strict: Caller) -> None:
    admin, region = strict.as_("admin"), strict.as_("region")
    trained = {"completed_on": "2026-06-01"}
    admin.call("PUT", f"{UNIT}/people/personal/training", trained)
    meeting = strict.create(cohosts=["kollega@demo.example", "annan@demo.example"])
    admin.call("DELETE", f"{UNIT}/people/personal/training")
    for user in ("personal", "kollega"):
        assert region.call("POST", f"{OTHER}/people/{user}/roles", {"role": "care_staff"}).status_code == 201
        assert region.call("PUT", f"{OTHER}/people/{user}/training", trained).status_code == 200
        refused = strict.as_(user).call("POST", f"/api/v1/meetings/{meeting['id']}/start")
        assert code_of(refused) == (403, "forbidden")
        assert "utbildning" in refused.get_json()["detail_sv"]


def test_a_cohost_from_another_unit_needs_a_role_of_care_staff_that_counts_in_their_own(strict: Caller) -> None:
    region, trained = strict.as_("region"), {"completed_on": "2026-06-01"}
    strict.as_("admin").call("PUT", f"{UNIT}/people/personal/training", trained)
    meeting = strict.create(cohosts=["annan@demo.example"])
    other, path = strict.as_("annan"), f"/api/v1/meetings/{meeting['id']}"
    refused = other.call("POST", f"{path}/start")
    assert code_of(refused) == (403, "forbidden")
    assert "utbildning" in refused.get_json()["detail_sv"]
    assert region.call("PUT", f"{UNIT}/people/annan/training", trained).status_code == 200
    assert code_of(other.call("POST", f"{path}/start")) == (403, "forbidden")
    assert region.call("PUT", f"{OTHER}/people/annan/training", trained).status_code == 200
    assert other.call("GET", path).get_json()["may_host"] is True
    assert other.call("POST", f"{path}/start").status_code == 200


def test_a_host_who_loses_role_and_browser_in_the_middle_comes_back_and_nobody_else_does(strict: Caller) -> None:
    admin, trained = strict.as_("admin"), {"completed_on": "2026-06-01"}
    for user in ("personal", "kollega"):
        admin.call("PUT", f"{UNIT}/people/{user}/training", trained)
    meeting = strict.create(cohosts=["kollega@demo.example"])
    path, door = f"/api/v1/meetings/{meeting['id']}", f"/m/{meeting['join_url'].rpartition('/')[2]}"
    lost = started(strict, meeting["id"])
    guest = strict.as_(None).call("POST", f"{door}/join", {"name": "Vera"}).get_json()["participant"]
    for user in ("personal", "kollega"):
        admin.call("DELETE", f"{UNIT}/people/{user}/training")
    assert code_of(strict.as_("kollega").call("POST", f"{path}/start")) == (403, "forbidden")
    assert lost.call("POST", f"/h/{meeting['id']}/leave", {}).status_code == 204
    shown = strict.call("GET", path).get_json()
    assert (shown["may_host"], shown["may_change"], shown["join_url"]) == (True, False, meeting["join_url"])
    listed = strict.call("GET", "/api/v1/meetings").get_json()["meetings"]
    assert [row["may_host"] for row in listed] == [True]
    assert strict.call("POST", f"{path}/participants/{guest}/note", {"text": "Strax"}).status_code == 200
    again = started(strict, meeting["id"])
    assert again.call("POST", f"{path}/participants/{guest}/admit").status_code == 200
    assert again.call("POST", f"{path}/end").status_code == 200
    for method, place in (("GET", path), ("POST", f"{path}/start"), ("POST", f"{path}/end")):
        assert code_of(strict.call(method, place)) == (403, "forbidden"), place


def test_a_rehearsal_the_day_before_lets_nobody_host_without_a_role(strict: Caller) -> None:
    admin = strict.as_("admin")
    admin.call("PUT", f"{UNIT}/people/personal/training", {"completed_on": "2026-06-01"})
    meeting = strict.create(starts_in=24 * 60)
    assert started(strict, meeting["id"]).call("POST", f"/h/{meeting['id']}/leave", {}).status_code == 204
    admin.call("DELETE", f"{UNIT}/people/personal/training")
    strict.clock.advance(hours=24)
    assert code_of(strict.call("POST", f"/api/v1/meetings/{meeting['id']}/start")) == (403, "forbidden")


def test_a_ticket_opens_nothing_when_the_right_has_gone_before_it_is_used(caller: Caller) -> None:
    meeting = caller.create(cohosts=["kollega@demo.example"])
    other, path = caller.as_("kollega"), f"/h/{meeting['id']}/enter"
    token = {"token": ticket(other, meeting["id"])}
    assert caller.call("PATCH", f"/api/v1/meetings/{meeting['id']}", {"cohosts": []}).status_code == 200
    assert code_of(caller.as_(None).call("POST", path, token)) == (410, "link-expired")
    again = {"cohosts": ["kollega@demo.example"]}
    assert caller.call("PATCH", f"/api/v1/meetings/{meeting['id']}", again).status_code == 200
    assert caller.as_(None).call("POST", path, token).status_code == 200


def ticket(caller: Caller, meeting_id: str) -> str:
    started = caller.call("POST", f"/api/v1/meetings/{meeting_id}/start")
    assert started.status_code == 200, started.text
    return str(started.get_json()["host_url"].partition("#")[2])


def started(caller: Caller, meeting_id: str) -> Caller:
    """Start, enter and join; the caller as that host's page."""
    token = {"token": ticket(caller, meeting_id)}
    entered = caller.as_(None).call("POST", f"/h/{meeting_id}/enter", token).get_json()
    host = caller.as_(entered["session"])
    assert host.call("POST", f"/h/{meeting_id}/join", {}).status_code == 200
    return host
