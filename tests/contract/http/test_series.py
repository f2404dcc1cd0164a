"""Series over HTTP: one body, block and link for all of it, and a door of its own for each."""

from typing import Any

import pytest

from backend.web import schemas
from tests.contract.http.series_calls import (
    END,
    START,
    WEEKLY,
    asked,
    change,
    code,
    door,
    host_in,
    leads_to,
    made,
    read,
    starts,
    waiting,
)
from tests.product import Caller, code_of


def test_a_series_answers_with_every_meeting_and_one_invitation_for_all(caller: Caller) -> None:
    body = made(caller)
    assert starts(body) == ["2026-06-10T10:00", "2026-06-17T10:00", "2026-06-24T10:00", "2026-07-01T10:00"]
    assert [each["state"] for each in body["occurrences"]] == ["creating"] * 4
    links = {each["join_url"] for each in body["occurrences"]}
    assert len(links) == 4
    assert body["series"]["join_url"] == body["join_url"] not in links
    assert body["own_url"] == body["occurrences"][0]["join_url"]
    assert body["invite_html"].count("data-vardmote=") == body["invite_html"].count(f"Mötes-id: {body['id']}") == 1
    assert body["join_url"] in body["invite_html"]
    assert body["join_url"] in body["invite_text"]
    assert not any(link in body["invite_html"] for link in links)
    assert body["own_url"] in body["patient_message"]
    assert body["join_url"] not in body["patient_message"]
    assert body["series"] | {"id": "", "join_url": ""} == {
        "id": "", "join_url": "", "rule": WEEKLY, "exdates": [], "time_zone": "Europe/Stockholm", "version": 1,
        "last": "2026-07-01T10:00:00+02:00", "capped": False, "next": body["id"], "left_alone": [],
    }  # fmt: skip


def test_the_link_of_the_series_leads_to_the_meeting_that_is_on_else_the_next_and_says_when_it_is_over(
    caller: Caller,
) -> None:
    body = made(caller, "FREQ=DAILY;COUNT=2")
    link = body["join_url"]
    assert leads_to(caller, link) == (200, "early", "2026-06-10")
    assert door(caller, link)["series"] is True
    assert door(caller, body["own_url"])["series"] is False
    caller.clock.advance(hours=2, minutes=10)
    assert leads_to(caller, link) == (200, "open", "2026-06-10")
    caller.clock.advance(hours=3)
    assert leads_to(caller, link) == (200, "early", "2026-06-11")
    caller.clock.advance(days=1)
    assert leads_to(caller, link) == (200, "ended", "2026-06-11")
    assert leads_to(caller, body["own_url"]) == (200, "ended", "2026-06-10")
    assert b"BEGIN:VEVENT" in caller.as_(None).call("GET", f"/m/{code(link)}/calendar.ics").data


def test_whoever_is_in_one_meeting_stays_with_it_when_the_next_begins(caller: Caller) -> None:
    body = made(caller, "FREQ=DAILY;COUNT=2")
    # The second is moved to come straight after the first.
    change(
        caller, body["occurrences"][1]["id"], {"start": "2026-06-10T11:05:00+02:00", "end": "2026-06-10T12:00:00+02:00"}
    )
    caller.clock.advance(hours=2, minutes=10)
    host_in(caller, body["id"])
    link = f"/m/{code(body['join_url'])}"
    first = caller.as_(None).call("POST", f"{link}/join", {"name": "Vera"}).get_json()
    caller.clock.advance(minutes=54)
    second = caller.as_(None).call("POST", f"{link}/join", {"name": "Olle"}).get_json()
    assert second["participant"] != first["participant"]
    again = caller.as_(first["token"]).call("POST", f"{link}/join", {})
    assert again.get_json()["participant"] == first["participant"]
    assert [waiting(caller, each["id"]) for each in body["occurrences"]] == [["Vera"], ["Olle"]]
    # A patient's own link never leads to another date.
    assert door(caller, body["own_url"])["start"][:16] == "2026-06-10T08:00"


def test_the_same_key_gives_the_same_series_once(caller: Caller) -> None:
    appointment = {"item_id": "item", "recurrence": {"rule": WEEKLY}}
    body = {"type": "patient_care", "start": START, "end": END, "appointment": appointment}
    first, second = (caller.call("POST", "/api/v1/meetings", body, Idempotency_Key="one") for _ in range(2))
    assert first.get_json() == second.get_json()
    rows = caller.call("GET", "/api/v1/meetings").get_json()
    schemas.check("meetings/meetings", rows)
    assert [row["start"][:10] for row in rows["meetings"]] == ["2026-06-10", "2026-06-17", "2026-06-24", "2026-07-01"]
    assert {row["series"]["id"] for row in rows["meetings"]} == {first.get_json()["series"]["id"]}


@pytest.mark.parametrize(
    ("rule", "more", "expected"),
    [
        ("FREQ=HOURLY", {}, (422, "bad-recurrence")),
        ("FREQ=DAILY;COUNT=101", {}, (422, "limit-exceeded")),
        ("FREQ=WEEKLY;UNTIL=20271231", {}, (422, "limit-exceeded")),
        ("FREQ=WEEKLY;UNTIL=20200101", {}, (422, "bad-recurrence")),
        (WEEKLY, {"exdates": ("i morgon",)}, (422, "bad-recurrence")),
        (WEEKLY, {"exdates": ("2026-01-01",) * 501}, (422, "too-long")),
        (WEEKLY, {"zone": "Mellaneuropa"}, (422, "bad-time")),
    ],
)
def test_what_no_series_can_be_made_of_is_refused_and_nothing_is_made(
    caller: Caller, rule: str, more: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert code_of(asked(caller, rule, **more)) == expected
    assert caller.call("GET", "/api/v1/meetings").get_json()["meetings"] == []


def test_a_rule_of_one_meeting_alone_is_refused(caller: Caller) -> None:
    body = made(caller)
    recurrence = {"appointment": {"recurrence": {"rule": WEEKLY}}, "scope": "this"}
    assert code_of(caller.call("PATCH", f"/api/v1/meetings/{body['id']}", recurrence)) == (422, "bad-recurrence")
    assert code_of(caller.call("DELETE", f"/api/v1/meetings/{body['id']}?scope=some")) == (400, "malformed")


def test_outlook_s_names_of_time_zones_are_read(caller: Caller) -> None:
    assert made(caller, zone="W. Europe Standard Time")["series"]["time_zone"] == "Europe/Stockholm"
    assert made(caller, zone="Eastern Standard Time")["series"]["time_zone"] == "America/New_York"


def test_what_is_far_off_is_made_when_it_is_near_or_its_host_comes(caller: Caller) -> None:
    body = made(caller)
    seen = read(caller, body["id"])["occurrences"]
    assert [each["state"] for each in seen] == ["ready", "ready", "creating", "creating"]
    far = read(caller, seen[3]["id"])
    assert far["state_reason"] == "planned"
    assert "två veckor" in far["state_text"]["sv"]
    assert caller.call("POST", f"/api/v1/meetings/{seen[3]['id']}/start").status_code == 200
    caller.product.jobs.drain()
    assert read(caller, seen[3]["id"])["state"] == "ready"
