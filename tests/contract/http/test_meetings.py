"""The rows of the contract about meetings, and every refusal they name."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.product import ORIGIN, Caller, code_of

KEYS = {
    "id", "type", "service", "state", "state_reason", "participant_limit", "start", "end", "join_url", "location",
    "subject_proposal", "invite_html", "invite_text", "patient_message", "version",
}  # fmt: skip
TIMES = {"start": "2026-06-10T08:00:00+02:00", "end": "2026-06-10T09:00:00+02:00"}
BODY: dict[str, Any] = {"type": "patient_care", **TIMES}


def post(caller: Caller, body: object, key: str = "a-key") -> Any:
    return caller.call("POST", "/api/v1/meetings", body, Idempotency_Key=key)


def test_create_answers_201_with_the_contract_body(caller: Caller) -> None:
    made = post(caller, BODY)
    body = made.get_json()
    assert made.status_code == 201
    assert set(body) >= KEYS
    assert body["state"] == "creating"
    assert body["start"] == "2026-06-10T08:00:00+02:00"
    assert body["join_url"].startswith(f"{ORIGIN}/m/")
    assert len(body["join_url"].rpartition("/")[2]) >= 22
    assert body["join_url"] in body["invite_html"]
    assert body["invite_html"].count(f'data-vardmote="{body["id"]}"') == 1
    assert body["invite_html"].count(f"Mötes-id: {body['id']}") == 1
    assert body["join_url"] in body["patient_message"]
    assert made.headers["Location"] == f"/api/v1/meetings/{body['id']}"


def test_the_meeting_is_ready_once_its_job_is_done(caller: Caller) -> None:
    made = post(caller, BODY).get_json()
    caller.product.jobs.drain()
    read = caller.call("GET", f"/api/v1/meetings/{made['id']}")
    assert read.status_code == 200
    assert read.get_json() == {**made, "state": "ready", "state_text": read.get_json()["state_text"]}


def test_a_repeated_key_gives_the_same_answer_and_no_second_meeting(caller: Caller) -> None:
    first, second = post(caller, BODY), post(caller, BODY)
    assert (second.status_code, second.get_json()) == (201, first.get_json())
    assert len(caller.call("GET", "/api/v1/meetings").get_json()["meetings"]) == 1
    assert code_of(post(caller, {**BODY, "type": "internal"})) == (409, "idempotency-key-reused")
    assert post(caller.as_("kollega"), BODY).get_json()["id"] != first.get_json()["id"]
    caller.clock.advance(hours=24, seconds=1)
    assert post(caller, BODY).get_json()["id"] == first.get_json()["id"], "the clock may have been wrong"
    assert post(caller, {**BODY, "type": "internal"}).status_code == 201, "the key is free again"
    assert len(caller.call("GET", "/api/v1/meetings").get_json()["meetings"]) == 2


def test_an_answer_is_kept_a_day_and_is_gone_with_the_sweep_after_it(caller: Caller) -> None:
    sweep = next(job.func for job in caller.product.jobs._scheduler.get_jobs() if job.id == "meetings.sweep")
    first = post(caller, BODY).get_json()["id"]
    caller.clock.advance(hours=23, minutes=59)
    sweep()
    assert post(caller, BODY).get_json()["id"] == first
    caller.clock.advance(minutes=2)
    sweep()
    assert post(caller, BODY).get_json()["id"] != first


def test_a_key_pressed_by_many_at_once_makes_one_meeting(caller: Caller) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(caller, BODY), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.get_json()["id"] for answer in answers}) == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"type": "skype"}, (422, "unknown-type")),
        ({"service": "webex"}, (422, "unknown-service")),
        ({"colour": "red"}, (422, "unknown-field")),
        ({"appointment": {"colour": "red"}}, (422, "unknown-field")),
        ({"end": TIMES["start"]}, (422, "end-before-start")),
        ({"start": "2026-06-10T08:00:00"}, (422, "bad-time")),
        ({"start": "i morgon"}, (422, "bad-time")),
        ({"start": "0001-01-01T00:00:00+14:00"}, (422, "bad-time")),
        ({"appointment": {"time_zone": "Europe/Atlantis"}}, (422, "bad-time")),
        ({"appointment": {"time_zone": "../../etc/passwd"}}, (422, "bad-time")),
        ({"mailbox": "annan@demo.example"}, (422, "unknown-mailbox")),
        ({"mailbox": "nobody@demo.example"}, (422, "unknown-mailbox")),
        ({"cohosts": ["nobody@demo.example"]}, (422, "unknown-mailbox")),
        ({"cohosts": ["kollega@demo.example"] * 21}, (422, "too-long")),
        ({"appointment": {"item_id": "x" * 1025}}, (422, "too-long")),
        ({"language": "de"}, (400, "malformed")),
        ({"start": 5}, (400, "malformed")),
        ({"type": "patient\0care"}, (400, "malformed")),
        ({"type": "\ud800"}, (400, "malformed")),
    ],
)
def test_what_cannot_be_booked_is_refused_by_its_name(
    caller: Caller, change: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert code_of(post(caller, {**BODY, **change})) == expected
    assert caller.call("GET", "/api/v1/meetings").get_json() == {"meetings": []}


def test_each_faulty_place_is_pointed_out(caller: Caller) -> None:
    problem = post(caller, {"type": "patient_care", "a/b": 1}).get_json()
    assert {"pointer": "/a~1b", "code": "unknown-field"} in problem["errors"]
    problem = post(caller, {**BODY, "cohosts": ["kollega@demo.example", "x@y.example"]}).get_json()
    assert problem["errors"] == [{"pointer": "/cohosts/1", "code": "unknown-mailbox"}]


def test_a_request_without_key_body_or_sign_in_is_refused(caller: Caller) -> None:
    assert code_of(caller.call("POST", "/api/v1/meetings", BODY)) == (400, "idempotency-key-missing")
    assert code_of(post(caller, [])) == (400, "malformed")
    assert code_of(post(caller.as_(None), BODY)) == (401, "unauthenticated")
    assert code_of(post(caller.as_("nobody"), BODY)) == (401, "unauthenticated")
    broken = caller.product.app.test_client().post(
        "/api/v1/meetings", data=b'{"type": ', headers={"Authorization": "Bearer demo:personal", "Idempotency-Key": "k"}
    )
    assert code_of(broken) == (400, "malformed")
    assert code_of(post(caller, {**BODY, "mailbox": "x" * 70_000})) == (413, "too-large")
    assert code_of(post(caller, BODY, key="k" * 201)) == (422, "too-long")


def test_the_list_holds_the_period_s_meetings_in_order(caller: Caller) -> None:
    later, sooner = caller.create(starts_in=120), caller.create(starts_in=60)
    caller.create(starts_in=60 * 24 * 60)
    listed = caller.call("GET", "/api/v1/meetings?from=2026-06-10T00:00:00%2B02:00&to=2026-06-11T00:00:00%2B02:00")
    assert [meeting["id"] for meeting in listed.get_json()["meetings"]] == [sooner["id"], later["id"]]
    assert code_of(caller.call("GET", "/api/v1/meetings?from=x")) == (422, "bad-time")
    wrong = "/api/v1/meetings?from=2026-06-11T00:00:00%2B02:00&to=2026-06-10T00:00:00%2B02:00"
    assert code_of(caller.call("GET", wrong)) == (422, "end-before-start")
    long = "/api/v1/meetings?from=2020-06-11T00:00:00Z&to=2026-06-10T00:00:00Z"
    assert code_of(caller.call("GET", long)) == (422, "limit-exceeded")


def test_a_patch_of_what_already_holds_changes_nothing(caller: Caller) -> None:
    meeting = caller.create(starts_in=60)
    same = caller.call(
        "PATCH",
        f"/api/v1/meetings/{meeting['id']}",
        {"type": "patient_care", "start": meeting["start"], "end": meeting["end"]},
    )
    assert (same.status_code, same.get_json()) == (200, meeting)


def test_a_meeting_is_moved_and_gets_a_new_version(caller: Caller) -> None:
    meeting = caller.create(starts_in=60)
    moved = caller.call("PATCH", f"/api/v1/meetings/{meeting['id']}", {"end": "2026-06-10T12:00:00+02:00"}).get_json()
    assert moved["version"] == meeting["version"] + 1
    assert moved["end"] == "2026-06-10T12:00:00+02:00"
    assert moved["join_url"] == meeting["join_url"]


def test_the_link_holds_within_an_audience_and_only_there(caller: Caller) -> None:
    meeting = caller.create(starts_in=60)
    path = f"/api/v1/meetings/{meeting['id']}"
    lecture = caller.call("PATCH", path, {"type": "patient_information"}).get_json()
    assert lecture["join_url"] == meeting["join_url"]
    staff = caller.call("PATCH", path, {"type": "internal"}).get_json()
    assert staff["join_url"] != meeting["join_url"]
    assert staff["patient_message"] is None
    assert meeting["join_url"] not in staff["invite_html"]
    back = caller.call("PATCH", path, {"type": "patient_care"}).get_json()
    assert back["join_url"] not in {staff["join_url"], meeting["join_url"]}


def test_if_match_of_another_version_is_412(caller: Caller) -> None:
    meeting = caller.create(starts_in=60)
    path = f"/api/v1/meetings/{meeting['id']}"
    etag = caller.call("GET", path).headers["ETag"]
    assert caller.call("PATCH", path, {"type": "internal"}, If_Match=etag).status_code == 200
    assert code_of(caller.call("PATCH", path, {"type": "patient_care"}, If_Match=etag)) == (412, "precondition-failed")


def test_removed_is_204_again_204_then_read_as_removed_and_changed_no_more(caller: Caller) -> None:
    meeting = caller.create(starts_in=60)
    path = f"/api/v1/meetings/{meeting['id']}"
    assert caller.call("DELETE", path).status_code == 204
    assert caller.call("DELETE", path).status_code == 204
    read = caller.call("GET", path)
    assert (read.status_code, read.get_json()["state"], read.get_json()["join_url"]) == (200, "removed", None)
    assert code_of(caller.call("PATCH", path, {"type": "internal"})) == (409, "meeting-removed")
    assert caller.call("GET", "/api/v1/meetings").get_json() == {"meetings": []}


@pytest.mark.parametrize(
    ("user", "read", "change", "start"),
    [
        ("personal", 200, 200, 200),
        ("kollega", 200, 403, 403),
        ("annan", 404, 404, 404),
        ("sekreterare", 200, 200, 403),
        ("admin", 403, 403, 403),
        ("chef", 403, 403, 403),
        ("region", 403, 403, 403),
        ("rum", 404, 404, 404),
        ("granskare", 404, 404, 404),
        (None, 401, 401, 401),
    ],
)
def test_who_may_read_change_and_start(caller: Caller, user: str | None, read: int, change: int, start: int) -> None:
    path = f"/api/v1/meetings/{caller.create()['id']}"
    other = caller.as_(user)
    assert other.call("GET", path).status_code == read
    assert other.call("PATCH", path, {"type": "patient_information"}).status_code == change
    assert other.call("POST", f"{path}/start").status_code == start
    assert other.call("DELETE", path).status_code == (204 if change == 200 else change)


def test_a_secretary_books_for_somebody_who_then_hosts(caller: Caller) -> None:
    secretary = caller.as_("sekreterare")
    meeting = secretary.create(mailbox="personal@demo.example")
    assert meeting["organiser"]["user"] == "personal"
    assert meeting["may_host"] is False
    assert caller.call("POST", f"/api/v1/meetings/{meeting['id']}/start").status_code == 200


def test_a_cohost_may_host_but_not_change(caller: Caller) -> None:
    meeting = caller.create(cohosts=["annan@demo.example"])
    other = caller.as_("annan")
    path = f"/api/v1/meetings/{meeting['id']}"
    assert other.call("GET", path).get_json()["may_host"] is True
    assert other.call("POST", f"{path}/start").status_code == 200
    assert code_of(other.call("DELETE", path)) == (403, "forbidden")
    assert code_of(caller.call("PATCH", path, {"cohosts": ["x@y.example"]})) == (422, "unknown-mailbox")
    assert caller.call("PATCH", path, {"cohosts": []}).status_code == 200
    assert other.call("GET", path).status_code == 404


def test_unknown_meetings_and_addresses_are_problems_too(caller: Caller) -> None:
    assert code_of(caller.call("GET", "/api/v1/meetings/nope")) == (404, "not-found")
    assert code_of(caller.call("GET", "/api/v1/nope")) == (404, "not-found")
    assert code_of(caller.call("PUT", "/api/v1/meetings")) == (405, "method-not-allowed")


def test_the_appointment_it_was_made_for_is_told_to_whoever_may_change_it(caller: Caller) -> None:
    meeting = caller.create(appointment={"item_id": "AAMk1="}, cohosts=["annan@demo.example"])
    path = f"/api/v1/meetings/{meeting['id']}"
    assert meeting["appointment"] == {"item_id": "AAMk1="}
    assert caller.as_("annan").call("GET", path).get_json()["appointment"] is None
    assert caller.call("PATCH", path, {"appointment": {"item_id": "AAMk2="}}).get_json()["version"] == 2
    assert caller.create(appointment={})["appointment"] == {"item_id": None}
    assert caller.create()["appointment"] is None


def test_a_meeting_in_a_shared_mailbox_is_hosted_by_care_staff_who_share_it(caller: Caller) -> None:
    meeting = caller.as_("sekreterare").create(mailbox="mottagning@demo.example")
    path = f"/api/v1/meetings/{meeting['id']}/start"
    assert caller.as_("sekreterare").call("POST", path).status_code == 403
    assert caller.as_("annan").call("POST", path).status_code == 404
    started = caller.as_("kollega").call("POST", path)
    assert started.status_code == 200
    token = started.get_json()["host_url"].rpartition("#")[2]
    entered = caller.as_(None).call("POST", f"/h/{meeting['id']}/enter", {"token": token}).get_json()
    joined = caller.as_(entered["session"]).call("POST", f"/h/{meeting['id']}/join", {})
    assert joined.status_code == 200
