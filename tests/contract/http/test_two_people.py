"""Two people, one thing: what was read has a version, a change to another version is refused, and says how to merge."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from backend import versions
from backend.profiles import load
from tests.product import Caller, code_of

NIGHT = "2026-06-11T02:00:00+02:00"
UNIT = "/api/v1/units/medicin"


def stale(response: TestResponse) -> dict[str, Any]:
    assert code_of(response) == (412, "precondition-failed")
    problem = dict(response.get_json())
    assert response.headers["ETag"] == f'"{problem["version"]}"'
    return problem


FOUND = {"rule": "personal-number", "field": "body", "severity": "block"}
# What changes a meeting: the method, the path below it, the body, and the answer when it is done.
MEETING = [
    ("PATCH", "", {"end": NIGHT}, 200),
    ("PATCH", "", {"type": "patient_information"}, 200),
    ("DELETE", "", None, 204),
    ("POST", "/send-overrides", {"reason": "not_a_patient", "findings": [FOUND]}, 201),
]


@pytest.mark.parametrize(("method", "below", "body", "done"), MEETING)
def test_a_change_of_a_meeting_that_was_changed_meanwhile_writes_nothing_and_says_by_whom(
    caller: Caller, method: str, below: str, body: object, done: int
) -> None:
    path = f"/api/v1/meetings/{caller.create(starts_in=60)['id']}"
    seen = caller.call("GET", path).headers["ETag"]
    other = caller.as_("sekreterare").call("PATCH", path, {"cohosts": ["kollega@demo.example"]}, If_Match=seen)
    assert other.status_code == 200
    before = caller.call("GET", path).get_json()
    problem = stale(caller.call(method, f"{path}{below}", body, If_Match=seen))
    assert problem["version"] == before["version"] == 2
    assert caller.call("GET", path).get_json() == before
    if not below:
        assert problem["changed"] == ["cohosts"]
        assert "ändrade medvärdarna kl. 08.00" in problem["detail_sv"]
        assert "changed the co-hosts at 08:00" in problem["detail_en"]
    fresh = caller.call("GET", path).headers["ETag"]
    again = caller.call(method, f"{path}{below}", body, If_Match=f"W/{fresh}")
    assert again.status_code == done, again.text


def test_all_that_differs_is_named_and_oneself_is_not_spoken_of_as_another(caller: Caller) -> None:
    path = f"/api/v1/meetings/{caller.create(starts_in=60)['id']}"
    seen = caller.call("GET", path).headers["ETag"]
    caller.call("PATCH", path, {"end": NIGHT})
    caller.clock.advance(hours=24)
    caller.call("PATCH", path, {"type": "patient_information", "cohosts": ["kollega@demo.example"]})
    problem = stale(caller.call("PATCH", path, {"end": NIGHT}, If_Match=seen))
    assert set(problem["changed"]) == {"start", "end", "time_zone", "type", "service", "cohosts"}
    assert "Du har själv ändrat" in problem["detail_sv"]
    caller.clock.advance(hours=24)
    told = stale(caller.as_("sekreterare").call("PATCH", path, {"end": NIGHT}, If_Match=seen))["detail_sv"]
    assert "ändrade" in told
    assert "2026-06-11 kl. 08.00" in told


@pytest.mark.parametrize("tag", ['"77"', '"nonsense"', "nonsense", '"999999999999999999999999"', '""', "W/", "å"])
def test_a_version_there_never_was_is_refused_too(caller: Caller, tag: str) -> None:
    path = f"/api/v1/meetings/{caller.create(starts_in=60)['id']}"
    assert stale(caller.call("PATCH", path, {"end": NIGHT}, If_Match=tag))["changed"] == []
    for named in ('"5", "1"', 'W/"1"', "1", "*"):
        assert caller.call("PATCH", path, {}, If_Match=named).status_code == 200


def test_outsiders_learn_neither_version_nor_who(caller: Caller) -> None:
    path = f"/api/v1/meetings/{caller.create(starts_in=60)['id']}"
    caller.call("PATCH", path, {"end": NIGHT})
    for user, status in (("annan", 404), ("kollega", 403), ("admin", 403)):
        refused = caller.as_(user).call("PATCH", path, {"end": NIGHT}, If_Match='"1"')
        assert refused.status_code == status
        assert "version" not in refused.get_json()
        assert "ETag" not in refused.headers


def test_a_repeat_of_what_was_done_is_no_conflict(caller: Caller) -> None:
    path = f"/api/v1/meetings/{caller.create(starts_in=60)['id']}"
    seen = caller.call("GET", path).headers["ETag"]
    assert caller.call("DELETE", path, If_Match=seen).status_code == 204
    assert caller.call("DELETE", path, If_Match=seen).status_code == 204
    assert code_of(caller.call("PATCH", path, {"end": NIGHT}, If_Match=seen)) == (409, "meeting-removed")


def test_the_list_of_participants_has_a_version_of_its_own(caller: Caller) -> None:
    path = f"/api/v1/meetings/{caller.create(starts_in=60)['id']}/participants"
    person = {"kind": "patient", "name": "Vera Lindqvist", "identity": "none"}
    seen = caller.call("GET", path).headers["ETag"]
    added = caller.call("POST", path, person, If_Match=seen, Idempotency_Key="k1")
    assert added.status_code == 201
    # The same press again, and somebody who comes to the door, are no change of what was read.
    assert caller.call("POST", path, person, If_Match=seen, Idempotency_Key="k1").status_code == 201
    now = added.headers["ETag"]
    caller.clock.advance(hours=1)
    door = added.get_json()["join_url"].rpartition("/")[2]
    assert caller.as_(None).call("POST", f"/m/{door}/join", {}).status_code == 200
    assert caller.call("GET", path).headers["ETag"] == now
    for method, target, body in (("POST", path, person), ("DELETE", f"{path}/{added.get_json()['id']}", None)):
        problem = stale(caller.call(method, target, body, If_Match=seen))
        assert problem["changed"] == ["participants"]
        assert "Vera" not in str(problem)
    assert len(caller.call("GET", path).get_json()["participants"]) == 1
    assert caller.call("DELETE", f"{path}/{added.get_json()['id']}", If_Match=now).status_code == 204
    assert caller.call("DELETE", f"{path}/{added.get_json()['id']}", If_Match=now).status_code == 204


CONTACT = {"role": "host", "problem": {"sv": "Bild", "en": "Picture"}, "label": {"sv": "A", "en": "A"}, "phone": "1"}
ASKED = [row.code for row in load("vastmanland").suitability.questions]
RECORDS = [
    ("services", "POST", "agreements", {"service": "pexip", "reference": "DNR 1"}),
    ("exceptions", "POST", "exceptions", {"rule": "share_patient_data", "routine": "RUT 1", "valid_to": "2026-08-01"}),
    ("approval", "POST", "approval", {"answers": dict.fromkeys(ASKED, True), "valid_to": "2026-12-31"}),
    ("contacts", "PUT", "contacts", {"contacts": []}),
    ("systems", "PUT", "systems", {"systems": ["cosmic"]}),
]


@pytest.mark.parametrize(("field", "method", "below", "body"), RECORDS)
def test_a_unit_s_record_that_changed_meanwhile_is_not_written_over(
    caller: Caller, field: str, method: str, below: str, body: object
) -> None:
    staff, path = caller.as_("chef" if below in {"exceptions", "approval"} else "admin"), f"{UNIT}/{below}"
    seen = staff.call("GET", UNIT).headers["ETag"]
    first = staff.call(method, path, body, If_Match=seen)
    assert first.status_code in {200, 201}, first.text
    before = staff.call("GET", UNIT).get_json()
    problem = stale(staff.call(method, path, body, If_Match=seen))
    assert (problem["changed"], staff.call("GET", UNIT).get_json()) == ([field], before)
    assert "Du har själv ändrat" in problem["detail_sv"]
    now = staff.call("GET", UNIT).headers["ETag"]
    assert first.headers["ETag"] == now
    assert staff.call(method, path, body, If_Match=now).status_code in {200, 201}


def test_two_who_change_different_parts_of_a_unit_do_not_stop_each_other(caller: Caller) -> None:
    admin = caller.as_("admin")
    seen = admin.call("GET", UNIT).headers["ETag"]
    assert admin.call("PUT", f"{UNIT}/systems", {"systems": ["cosmic"]}, If_Match=seen).status_code == 200
    made = admin.call("POST", f"{UNIT}/agreements", {"service": "pexip", "reference": "1"}, If_Match=seen)
    assert made.status_code == 201
    path = f"{UNIT}/agreements/{made.get_json()['id']}"
    assert stale(admin.call("DELETE", path, If_Match=seen))["changed"] == ["services", "systems"]
    assert admin.call("DELETE", path, If_Match=made.headers["ETag"]).status_code == 204
    assert admin.call("DELETE", path, If_Match=seen).status_code == 204


@pytest.mark.parametrize(
    ("method", "below", "body"),
    [
        ("POST", "/sekreterare/roles", {"role": "care_staff"}),
        ("PUT", "/sekreterare/training", {"completed_on": "2026-05-01"}),
        ("DELETE", "/kollega/training", None),
        ("DELETE", "/annan/roles/booking_secretary", None),
    ],
)
def test_a_list_of_people_that_changed_meanwhile_is_not_written_over(
    caller: Caller, method: str, below: str, body: object
) -> None:
    staff, people = caller.as_("chef"), f"{UNIT}/people"
    staff.call("PUT", f"{people}/kollega/training", {"completed_on": "2026-04-01"})
    staff.call("POST", f"{people}/annan/roles", {"role": "booking_secretary"})
    seen = staff.call("GET", people).headers["ETag"]
    staff.call("PUT", f"{people}/personal/training", {"completed_on": "2026-03-01"})
    before = staff.call("GET", people).get_json()
    assert stale(staff.call(method, f"{people}{below}", body, If_Match=seen))["changed"] == ["people"]
    assert staff.call("GET", people).get_json() == before
    now = staff.call("GET", people).headers["ETag"]
    assert staff.call(method, f"{people}{below}", body, If_Match=now).status_code in {200, 201, 204}


def test_of_many_who_read_the_same_version_one_writes_and_the_others_are_told(caller: Caller) -> None:
    path = f"/api/v1/meetings/{caller.create(starts_in=60)['id']}"
    seen = caller.call("GET", path).headers["ETag"]
    ends = [f"2026-06-10T1{hour}:00:00+02:00" for hour in range(2, 8)]

    def change(number: int) -> int:
        user = ("personal", "sekreterare")[number % 2]
        return caller.as_(user).call("PATCH", path, {"end": ends[number]}, If_Match=seen).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(change, range(6)))
    assert sorted(statuses) == [200] + [412] * 5
    read = caller.call("GET", path).get_json()
    assert (read["version"], read["end"]) == (2, ends[statuses.index(200)])


def test_of_many_who_write_a_unit_s_contacts_one_does(caller: Caller) -> None:
    admin = caller.as_("admin")
    seen = admin.call("GET", UNIT).headers["ETag"]

    def change(number: int) -> int:
        contacts = {"contacts": [{**CONTACT, "phone": f"010-000 00 0{number}"}]}
        return admin.call("PUT", f"{UNIT}/contacts", contacts, If_Match=seen).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(change, range(4)))
    assert sorted(statuses) == [200, 412, 412, 412]


def test_every_route_that_changes_what_can_be_read_takes_if_match(caller: Caller) -> None:
    paths = caller.call("GET", "/api/openapi.json").get_json()["paths"]
    of_own = (
        *(
            "start",
            "admit",
            "deny",
            "mute",
            "unmute",
            "mute-guests",
            "unmute-guests",
            "remove",
            "make-host",
            "note",
            "lock",
            "end",
        ),
        *("hands", "lower-hand", "spotlight", "dial"),
    )
    missing = [
        f"{method} {path}"
        for path, methods in paths.items()
        if path.startswith(("/api/v1/meetings/{", "/api/v1/units/{"))
        and path.rpartition("/")[2] not in of_own
        # A question put in a room is no part of the meeting.
        and "/room-calls" not in path
        for method, described in methods.items()
        if method != "get"
        and not ("412" in described["responses"] and "If-Match" in {row["name"] for row in described["parameters"]})
    ]
    assert missing == []


@given(st.lists(st.text("abc019.", min_size=1, max_size=6), max_size=4), st.text("abc019.", min_size=1, max_size=6))
def test_a_header_names_the_versions_in_it_and_no_other(named: list[str], other: str) -> None:
    header = ", ".join(f'"{tag}"' if at % 2 else f'W/"{tag}"' for at, tag in enumerate(named))
    assert versions.tags(header) == tuple(named)
    assert versions.names(header, other) == (other in named)
    assert versions.names(None, other)
    assert versions.names("*", other)
