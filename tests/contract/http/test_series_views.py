"""What each caller of a series is shown and led to: its links, what is on, and what its answers carry."""

from tests.contract.http.series_calls import change, code, host_in, leads_to, made, read
from tests.product import Caller, said


def test_a_page_that_only_looks_hears_of_every_meeting_the_link_may_lead_to(caller: Caller) -> None:
    body = made(caller)
    page = caller.product.app.test_client().get(
        f"/m/{code(body['join_url'])}/events", base_url="https://vardmote.example"
    )
    heard = said(page.iter_encoded())
    assert b"2026-06-10T08:00" in next(heard)
    earlier = {"start": "2026-06-10T09:00:00+02:00", "end": "2026-06-10T09:45:00+02:00"}
    change(caller, body["occurrences"][1]["id"], earlier)
    assert b"2026-06-10T07:00" in next(heard)
    page.close()


def test_a_meeting_under_way_in_another_system_is_left_alone(caller: Caller) -> None:
    body = made(caller, service="link", link="https://rum1.min-halsa.example/r/4711")
    caller.clock.advance(hours=2, minutes=5)
    left = caller.call("DELETE", f"/api/v1/meetings/{body['occurrences'][1]['id']}?scope=all")
    assert left.status_code == 200
    assert [(each["id"], each["reason"]) for each in left.get_json()["left_alone"]] == [(body["id"], "live")]
    assert leads_to(caller, body["own_url"])[:2] == (200, "open")


def test_one_who_waits_keeps_the_way_in_when_their_meeting_alone_is_lengthened(caller: Caller) -> None:
    body = made(caller)
    caller.clock.advance(hours=2, minutes=5)
    link = f"/m/{code(body['join_url'])}"
    patient = caller.as_(caller.as_(None).call("POST", f"{link}/join", {"name": "Vera"}).get_json()["token"])
    host_in(caller, body["id"])
    # The rest of the series becomes one for others; the meeting that is on is left as it is.
    change(caller, body["id"], {"type": "internal", "scope": "all"})
    change(caller, body["id"], {"end": "2026-06-10T11:15:00+02:00"})
    assert patient.call("POST", f"{link}/presence", {"hand": True}).status_code == 204


def test_a_cohost_of_one_date_from_another_unit_is_led_to_no_other(caller: Caller) -> None:
    body = made(caller)
    guest, second = caller.as_("annan"), body["occurrences"][1]["id"]
    change(caller, second, {"cohosts": [guest.call("GET", "/api/v1/me").get_json()["mailbox"]]})
    assert [each["id"] for each in read(guest, second)["occurrences"]] == [second]
    assert guest.call("GET", f"/api/v1/meetings/{body['id']}").status_code == 404
    assert len(read(caller, second)["occurrences"]) == 4


def test_an_answer_for_the_series_carries_no_meeting_s_etag(caller: Caller) -> None:
    body = made(caller)
    path, later = f"/api/v1/meetings/{body['id']}", {"end": "2026-06-10T11:15:00+02:00"}
    whole = caller.call("PATCH", path, {**later, "scope": "all"})
    assert (whole.status_code, whole.headers.get("ETag")) == (200, None)
    alone = caller.call("PATCH", path, {"end": "2026-06-10T11:30:00+02:00"})
    assert alone.headers["ETag"] == f'"{alone.get_json()["version"]}"'
