"""The rows of the contract about starting, hosting and participants, and every refusal they name."""

import json
import re
from typing import Any

import pytest

from backend.web import schemas
from tests.contract.http.test_door import door_of, events, stream
from tests.product import Caller, code_of

PERSON = {"kind": "patient", "name": "Vera Lindqvist", "phone": "070-174 06 05", "identity": "document"}
ACTIONS = ("admit", "deny", "mute", "remove", "make-host", "note")


@pytest.fixture
def meeting(caller: Caller) -> dict[str, Any]:
    return caller.create()


def api(meeting: dict[str, Any], *parts: str) -> str:
    return "/".join((f"/api/v1/meetings/{meeting['id']}", *parts))


def enter(caller: Caller, meeting: dict[str, Any]) -> Caller:
    started = caller.call("POST", api(meeting, "start")).get_json()
    place, _, token = started["host_url"].partition("#")
    assert place.endswith(f"/h/{meeting['id']}")
    entered = caller.as_(None).call("POST", f"/h/{meeting['id']}/enter", {"token": token}).get_json()
    schemas.check("meetings/started", started)
    schemas.check("meetings/entered", entered)
    return caller.as_(entered["session"])


def look(caller: Caller, meeting: dict[str, Any]) -> Caller:
    """As the list beside a booking does: a way in of its own, and never Anslut."""
    started = caller.call("POST", api(meeting, "start"), {"looks": True}).get_json()
    token = started["host_url"].partition("#")[2]
    entered = caller.as_(None).call("POST", f"/h/{meeting['id']}/enter", {"token": token, "looks": True}).get_json()
    schemas.check("meetings/entered", entered)
    return caller.as_(entered["session"])


def host_in(caller: Caller, meeting: dict[str, Any]) -> Caller:
    host = enter(caller, meeting)
    assert host.call("POST", f"/h/{meeting['id']}/join", {"camera": True, "microphone": True}).status_code == 200
    return host


def guest_in(caller: Caller, meeting: dict[str, Any], name: str = "Vera") -> tuple[Caller, str]:
    joined = caller.as_(None).call("POST", f"{door_of(meeting)}/join", {"name": name}).get_json()
    return caller.as_(joined["token"]), joined["participant"]


def test_starting_is_for_organiser_and_cohosts(caller: Caller, meeting: dict[str, Any]) -> None:
    assert caller.call("POST", api(meeting, "start")).status_code == 200
    refusals = {"sekreterare": 403, "admin": 403, "kollega": 403, "annan": 404, "rum": 404, "granskare": 404}
    for user, status in refusals.items():
        assert caller.as_(user).call("POST", api(meeting, "start")).status_code == status, user
    assert code_of(caller.as_(None).call("POST", api(meeting, "start"))) == (401, "unauthenticated")


def test_a_ticket_is_used_once_and_runs_out(caller: Caller, meeting: dict[str, Any]) -> None:
    tokens = [caller.call("POST", api(meeting, "start")).get_json()["host_url"].partition("#")[2] for _ in range(2)]
    page = caller.as_(None)
    place = f"/h/{meeting['id']}/enter"
    assert page.call("POST", place, {"token": tokens[0]}).status_code == 200
    assert code_of(page.call("POST", place, {"token": tokens[0]})) == (410, "link-used")
    caller.clock.advance(seconds=60)
    assert code_of(page.call("POST", place, {"token": tokens[1]})) == (410, "link-expired")
    assert code_of(page.call("POST", place, {})) == (400, "malformed")


def test_starting_is_refused_when_over_and_when_removed(caller: Caller, meeting: dict[str, Any]) -> None:
    caller.clock.advance(hours=2, seconds=1)
    assert code_of(caller.call("POST", api(meeting, "start"))) == (409, "not-open")
    removed = caller.create()
    caller.call("DELETE", api(removed))
    assert code_of(caller.call("POST", api(removed, "start"))) == (409, "meeting-removed")


def test_a_meeting_from_start_to_end(caller: Caller, meeting: dict[str, Any]) -> None:
    guest, person = guest_in(caller, meeting)
    host = host_in(caller, meeting)
    admitted = host.call("POST", api(meeting, "participants", person, "admit")).get_json()
    schemas.check("meetings/people", admitted)
    told = dict(events(stream(host, f"/h/{meeting['id']}/events")))
    assert json.loads(told["meeting"])["state"] == "live"
    assert json.loads(told["meeting"])["in_count"] == 2
    assert len(json.loads(told["participants"])["participants"]) == 2
    assert json.loads(dict(events(stream(guest, f"{door_of(meeting)}/events")))["presence"])["state"] == "in"
    assert caller.call("GET", api(meeting)).get_json()["state"] == "live"
    assert host.call("POST", api(meeting, "end")).status_code == 200
    assert caller.call("GET", api(meeting)).get_json()["state"] == "ended"
    assert events(stream(guest, f"{door_of(meeting)}/events"))[-1] == ("bye", '{"reason": "ended"}')


def test_the_host_leaves_and_the_rest_are_out_after_a_minute(caller: Caller, meeting: dict[str, Any]) -> None:
    guest, person = guest_in(caller, meeting)
    host = host_in(caller, meeting)
    host.call("POST", api(meeting, "participants", person, "admit"))
    assert host.call("POST", f"/h/{meeting['id']}/leave", {}).status_code == 204
    presence = json.loads(dict(events(stream(guest, f"{door_of(meeting)}/events")))["presence"])
    assert (presence["ending_at"], presence["ending_reason"]) == ("2026-06-10T06:01:00+00:00", "host-left")
    caller.clock.advance(seconds=60)
    caller.product.jobs.drain()
    assert events(stream(guest, f"{door_of(meeting)}/events"))[-1][0] == "bye"


def test_the_fifth_is_not_let_in_and_both_languages_say_why(caller: Caller, meeting: dict[str, Any]) -> None:
    host = host_in(caller, meeting)
    people = [guest_in(caller, meeting, f"Gäst {number}")[1] for number in range(4)]
    for person in people[:3]:
        assert host.call("POST", api(meeting, "participants", person, "admit")).status_code == 200
    refused = host.call("POST", api(meeting, "participants", people[3], "admit"))
    assert code_of(refused) == (422, "limit-exceeded")
    assert refused.get_json()["detail_sv"].startswith("Mötet är fullt (4 deltagare).")


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_is_refused_to_others(caller: Caller, meeting: dict[str, Any], action: str) -> None:
    guest, person = guest_in(caller, meeting)
    path, body = api(meeting, "participants", person, action), {"text": "Strax"} if action == "note" else {}
    for bearer, status in (("kollega", 403), ("annan", 404), ("host:x", 401), (guest.bearer, 403), (None, 401)):
        assert caller.as_(bearer).call("POST", path, body).status_code == status, bearer
    unknown = api(meeting, "participants", "p0", action)
    assert code_of(caller.call("POST", unknown, body)) == (404, "not-found")


def test_actions_that_no_longer_fit_are_409(caller: Caller, meeting: dict[str, Any]) -> None:
    guest, person = guest_in(caller, meeting)
    for action in ("mute", "remove", "make-host"):
        assert code_of(caller.call("POST", api(meeting, "participants", person, action))) == (409, "not-open")
    guest.call("POST", f"{door_of(meeting)}/leave")
    assert code_of(caller.call("POST", api(meeting, "participants", person, "admit"))) == (409, "not-open")
    assert code_of(caller.call("POST", api(meeting, "participants", person, "note"), {"text": "x" * 301})) == (
        422,
        "too-long",
    )


def test_locking_muting_and_ending_by_the_signed_in_organiser(caller: Caller, meeting: dict[str, Any]) -> None:
    for path, body in (("mute-guests", None), ("lock", {"locked": True}), ("lock", {"locked": False}), ("end", None)):
        assert caller.call("POST", api(meeting, path), body).get_json() == {"participants": []}


def test_participants_are_added_listed_and_taken_off(caller: Caller, meeting: dict[str, Any]) -> None:
    added = caller.call("POST", api(meeting, "participants"), PERSON, Idempotency_Key="one")
    again = caller.call("POST", api(meeting, "participants"), PERSON, Idempotency_Key="one")
    assert (added.status_code, again.get_json()) == (201, added.get_json())
    schemas.check("meetings/participant", added.get_json())
    listed = caller.call("GET", api(meeting, "participants")).get_json()
    schemas.check("meetings/participants", listed)
    assert [row["join_url"] for row in listed["participants"]] == [added.get_json()["join_url"]]
    gone = api(meeting, "participants", added.get_json()["id"])
    assert [caller.call("DELETE", gone).status_code for _ in range(2)] == [204, 204]
    assert caller.as_(None).call("GET", door_of(added.get_json())).status_code == 410


def test_participants_refusals(caller: Caller, meeting: dict[str, Any]) -> None:
    path = api(meeting, "participants")
    for body, refusal in (
        ({}, (400, "malformed")),
        ({"kind": "robot"}, (400, "malformed")),
        ({"kind": "patient", "name": "x" * 61}, (422, "too-long")),
        ({"kind": "patient", "personnummer": "x"}, (422, "unknown-field")),
    ):
        assert code_of(caller.call("POST", path, body)) == refusal
    for user, refusal in (("admin", (403, "forbidden")), ("annan", (404, "not-found"))):
        assert code_of(caller.as_(user).call("GET", path)) == refusal
    assert code_of(caller.call("DELETE", f"{path}/p0")) == (404, "not-found")
    assert code_of(caller.call("POST", path, PERSON, Idempotency_Key="k" * 201)) == (422, "too-long")


def test_a_second_window_that_only_looks_takes_no_messages(caller: Caller, meeting: dict[str, Any]) -> None:
    guest, person = guest_in(caller, meeting)
    host, looks = host_in(caller, meeting), enter(caller, meeting)
    people = host.call("POST", api(meeting, "participants", person, "admit")).get_json()["participants"]
    me = next(row["id"] for row in people if row["role"] == "host")
    assert guest.call("POST", "/video/builtin/signal", {"to": me, "data": {"signals": []}}).status_code == 204
    assert "signal" not in dict(events(stream(looks, f"/h/{meeting['id']}/events")))
    assert "signal" in dict(events(stream(host, f"/h/{meeting['id']}/events")))


def test_who_only_looks_is_no_host_in_the_meeting_and_moves_nobody(caller: Caller, meeting: dict[str, Any]) -> None:
    guest, person = guest_in(caller, meeting)
    looks = look(caller, meeting)
    page = f"/h/{meeting['id']}/events"
    seen = dict(events(stream(looks, page)))
    assert set(seen) == {"meeting", "participants"}
    assert json.loads(seen["meeting"])["state"] == "ready"

    host = host_in(caller, meeting)
    frames, _patient = host.listen(page), guest.listen(f"{door_of(meeting)}/events")
    other = look(caller, meeting)
    watching = stream(other, page)
    people = other.call("POST", api(meeting, "participants", person, "admit")).get_json()["participants"]
    assert {row["state"] for row in people} == {"in"}
    # It is closed, and the host goes on: neither moved away from, nor gone, nor about to be.
    assert "bye" not in dict(events(watching))
    caller.clock.advance(seconds=150)
    caller.product.jobs.drain()
    assert host.call("POST", api(meeting, "lock"), {"locked": True}).status_code == 200
    told = ""
    while '"locked": true' not in told:
        told = next(frames).decode()
        assert "event: bye" not in told
    standing = json.loads(re.findall(r"event: meeting\ndata: (.*)\n", told)[-1])
    assert (standing["state"], standing["in_count"], standing["ending_at"]) == ("live", 2, None)


def test_looking_is_logged_as_looking(caller: Caller, meeting: dict[str, Any]) -> None:
    guest_in(caller, meeting, "Vera Vångestad")
    looks = look(caller, meeting)
    stream(looks, f"/h/{meeting['id']}/events")
    entries = caller.as_("granskare").call("GET", "/api/v1/access-log").get_json()["entries"]
    actions = {entry["action"] for entry in entries if entry["user"] == "personal"}
    assert {"people.opened", "people.shown"} <= actions
    assert not actions & {"meeting.started", "meeting.entered", "host.joined"}
    refused = caller.as_("annan").call("POST", api(meeting, "start"), {"looks": True})
    assert code_of(refused) == (404, "not-found")
    assert code_of(caller.call("POST", api(meeting, "start"), {"looks": "yes"})) == (400, "malformed")


def test_signals_go_between_those_who_are_in_and_nobody_else(caller: Caller, meeting: dict[str, Any]) -> None:
    guest, person = guest_in(caller, meeting)
    host = enter(caller, meeting)
    me = host.call("POST", f"/h/{meeting['id']}/join", {}).get_json()["participant"]
    message = {"to": person, "data": {"signals": []}}
    place = "/video/builtin/signal"
    assert code_of(host.call("POST", place, message)) == (404, "not-found")
    assert code_of(guest.call("POST", place, {**message, "to": me})) == (403, "forbidden")
    assert code_of(caller.as_("guest:x").call("POST", place, message)) == (401, "unauthenticated")
    host.call("POST", api(meeting, "participants", person, "admit"))
    assert host.call("POST", place, message).status_code == 204
    assert code_of(host.call("POST", place, {**message, "to": me})) == (404, "not-found")
    assert code_of(host.call("POST", place, {"to": person, "data": {"a": "x" * 70_000}})) == (413, "too-large")
    assert code_of(host.call("POST", place, {"to": person, "data": "text"})) == (400, "malformed")
    told = dict(events(stream(guest, f"{door_of(meeting)}/events")))
    assert json.loads(told["signal"]) == {"from": me, "data": {"signals": []}}


def test_a_hosts_stream_needs_a_hosts_bearer(caller: Caller, meeting: dict[str, Any]) -> None:
    guest, _ = guest_in(caller, meeting)
    for bearer in (None, guest.bearer, "personal"):
        assert caller.as_(bearer).call("GET", f"/h/{meeting['id']}/events").status_code == 401


def test_a_host_may_watch_the_lobby_before_going_in_and_after(caller: Caller, meeting: dict[str, Any]) -> None:
    guest_in(caller, meeting)
    host = enter(caller, meeting)
    before = dict(events(stream(host, f"/h/{meeting['id']}/events")))
    assert set(before) == {"meeting", "participants"}
    assert json.loads(before["participants"])["participants"][0]["state"] == "waiting"
    host.call("POST", f"/h/{meeting['id']}/join", {"name": "Disa E"})
    after = dict(events(stream(host, f"/h/{meeting['id']}/events")))
    assert json.loads(after["presence"])["role"] == "host"
    assert host.call("POST", f"/h/{meeting['id']}/presence", {"camera": False}).status_code == 204


def test_the_host_page_holds_no_secret_and_is_the_same_for_every_meeting(
    caller: Caller, meeting: dict[str, Any]
) -> None:
    pages = [caller.as_(None).call("GET", f"/h/{name}") for name in (meeting["id"], "m0")]
    assert {page.status_code for page in pages} == {200}
    assert pages[0].text == pages[1].text


def test_a_cohost_whose_right_is_taken_away_is_out_at_once(caller: Caller) -> None:
    meeting = caller.create(cohosts=["annan@demo.example"])
    path = f"/api/v1/meetings/{meeting['id']}"
    token = caller.as_("annan").call("POST", f"{path}/start").get_json()["host_url"].rpartition("#")[2]
    session = caller.as_(None).call("POST", f"/h/{meeting['id']}/enter", {"token": token}).get_json()["session"]
    other = caller.as_(session)
    assert other.call("POST", f"/h/{meeting['id']}/join", {}).status_code == 200
    stream = other.listen(f"/h/{meeting['id']}/events")
    assert caller.call("GET", path).get_json()["state"] == "live"
    assert caller.call("PATCH", path, {"cohosts": []}).status_code == 200
    assert caller.call("GET", path).get_json()["state"] == "ready"
    told = b"".join(stream)
    assert b"event: bye" in told
    assert other.call("POST", f"{path}/mute-guests").status_code == 401


def test_a_meeting_ended_before_its_time_is_still_to_come(caller: Caller) -> None:
    meeting = caller.create(starts_in=60)
    path = f"/api/v1/meetings/{meeting['id']}"
    assert caller.call("POST", f"{path}/end", {}).status_code == 200
    assert caller.call("GET", path).get_json()["state"] == "ready"
    caller.clock.advance(minutes=60)
    assert caller.call("POST", f"{path}/end", {}).status_code == 200
    assert caller.call("GET", path).get_json()["state"] == "ended"


def test_who_comes_while_the_page_is_open_is_logged_as_shown_once_and_for_each_name(caller: Caller) -> None:
    meeting = caller.create()
    host, code = host_in(caller, meeting), meeting["join_url"].rpartition("/")[2]
    frames = host.listen(f"/h/{meeting['id']}/events")

    def shown(name: str) -> list[str]:
        asked = caller.as_("chef").call("POST", "/api/v1/access-log/extracts", {"name": name})
        found = [entry for entry in asked.get_json()["entries"] if entry["action"] == "people.shown"]
        return [entry["user"] for entry in found if entry["subjects"]]

    for name in ("Vera Vångestad", "Ture Vångestad"):
        assert caller.as_(None).call("POST", f"/m/{code}/join", {"name": name}).status_code == 200
        assert shown(name) == []
        assert name in next(frames).decode()
        assert shown(name) == ["personal"]
    for locked in (True, False):
        assert host.call("POST", api(meeting, "lock"), {"locked": locked}).status_code == 200
        next(frames)
    assert (shown("Vera Vångestad"), shown("Ture Vångestad")) == (["personal"], ["personal"])


def test_a_host_without_an_open_page_is_logged_for_whom_the_answer_shows(caller: Caller) -> None:
    meeting = caller.create()
    host = host_in(caller, meeting)
    guest_in(caller, meeting, "Vera Vångestad")
    assert "Vera Vångestad" in host.call("POST", api(meeting, "mute-guests"), {}).text
    asked = caller.as_("chef").call("POST", "/api/v1/access-log/extracts", {"name": "Vera Vångestad"})
    assert "people.shown" in {entry["action"] for entry in asked.get_json()["entries"]}
