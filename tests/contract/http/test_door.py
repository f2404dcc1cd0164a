"""The rows of the contract about the door, and every refusal they name."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from backend.web import schemas
from tests.processes.served import COUNTING
from tests.product import Caller, code_of
from tests.tables import contents

PERSON = {"kind": "patient", "name": "Vera Lindqvist", "identity": "none"}


@pytest.fixture
def patient(caller: Caller) -> Caller:
    return caller.as_(None)


def door_of(meeting: dict[str, Any]) -> str:
    return "/m/" + str(meeting["join_url"]).rpartition("/")[2]


def events(response: TestResponse) -> list[tuple[str, str]]:
    """Return what a stream says first, and hang up."""
    first = next(iter(response.response)).decode()  # type: ignore[arg-type] # the body has not been read yet
    response.close()
    return re.findall(r"event: (\w+)\ndata: (.*)\n\n", first)


def stream(caller: Caller, path: str) -> TestResponse:
    headers = {"Authorization": f"Bearer {caller.bearer}"} if caller.bearer else {}
    return caller.product.app.test_client().get(path, headers=headers, base_url="https://vardmote.example")


def test_an_open_door_is_a_page_that_says_the_right_place(caller: Caller, patient: Caller) -> None:
    page = patient.call("GET", door_of(caller.create()))
    assert (page.status_code, page.content_type) == (200, "text/html; charset=utf-8")
    assert "Medicinmottagningen Ekbacken" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert '"state": "open"' in page.text


def test_an_early_door_is_200_with_the_time(caller: Caller, patient: Caller) -> None:
    page = patient.call("GET", door_of(caller.create(starts_in=24 * 60)))
    assert page.status_code == 200
    assert '"state": "early"' in page.text
    assert '"opens_at": "2026-06-11T05:30:00+00:00"' in page.text


def test_an_unknown_door_is_a_404_page_in_ones_language(patient: Caller) -> None:
    page = patient.call("GET", "/m/made-up", Accept_Language="en")
    assert page.status_code == 404
    assert "The link does not work" in page.text
    assert code_of(patient.call("POST", "/m/made-up/join", {"name": "Vera"})) == (404, "not-found")
    assert code_of(patient.call("GET", "/m/made-up/events")) == (404, "not-found")
    assert code_of(patient.call("GET", "/m/made-up/calendar.ics")) == (404, "not-found")


def test_a_removed_meetings_door_is_410_and_says_so(caller: Caller, patient: Caller) -> None:
    meeting = caller.create()
    caller.call("DELETE", f"/api/v1/meetings/{meeting['id']}")
    page = patient.call("GET", door_of(meeting))
    assert page.status_code == 410
    assert '"state": "removed"' in page.text
    refused = patient.call("POST", f"{door_of(meeting)}/join", {"name": "Vera"})
    assert refused.status_code == 410
    assert refused.get_json()["detail_sv"].startswith("Det här mötet är borttaget.")
    assert patient.call("GET", f"{door_of(meeting)}/events").status_code == 410


def test_the_door_of_a_meeting_turned_internal_is_410_and_says_changed(caller: Caller, patient: Caller) -> None:
    meeting = caller.create()
    caller.call("PATCH", f"/api/v1/meetings/{meeting['id']}", {"type": "internal"})
    page = patient.call("GET", door_of(meeting))
    assert page.status_code == 410
    assert '"state": "changed"' in page.text
    refused = patient.call("POST", f"{door_of(meeting)}/join", {"name": "Vera"})
    assert refused.get_json()["detail_sv"] == "Mötet har ändrats. Kontakta mottagningen."


def test_a_link_taken_from_one_person_says_nothing_of_the_meeting_not_even_that_it_is_removed_later(
    caller: Caller, patient: Caller
) -> None:
    meeting = caller.create()
    people = f"/api/v1/meetings/{meeting['id']}/participants"
    added = caller.call("POST", people, {"kind": "patient", "name": "Vera"}).get_json()
    mine = door_of(added)
    caller.call("DELETE", f"{people}/{added['id']}")
    assert patient.call("GET", door_of(meeting)).status_code == 200
    for _ in range(2):
        page = patient.call("GET", mine)
        assert page.status_code == 410
        assert '"state": "withdrawn"' in page.text
        assert meeting["start"][:10] not in page.text
        for method, place in (("POST", "join"), ("GET", "events"), ("GET", "calendar.ics")):
            refused = patient.call(method, f"{mine}/{place}", *([{}] if method == "POST" else []))
            assert code_of(refused) == (410, "link-expired")
            told = refused.get_json()
            assert told["detail_sv"].startswith("Länken gäller inte längre. Har du fått en nyare länk?")
            assert "Otherwise contact the clinic." in told["detail_en"]
        caller.call("DELETE", f"/api/v1/meetings/{meeting['id']}")


def test_joining_answers_participant_and_token(caller: Caller, patient: Caller) -> None:
    joined = patient.call("POST", f"{door_of(caller.create())}/join", {"name": "Vera", "camera": True})
    assert joined.status_code == 200
    schemas.check("patients/joined", joined.get_json())


def test_joining_is_refused_early_and_late_and_without_a_name(caller: Caller, patient: Caller) -> None:
    early = door_of(caller.create(starts_in=24 * 60))
    assert code_of(patient.call("POST", f"{early}/join", {"name": "Vera"})) == (409, "not-open")
    meeting = door_of(caller.create())
    assert code_of(patient.call("POST", f"{meeting}/join", {})) == (400, "malformed")
    assert code_of(patient.call("POST", f"{meeting}/join", {"name": "x" * 61})) == (422, "too-long")
    assert code_of(patient.call("POST", f"{meeting}/join", {"name": "x" * 501})) == (422, "too-long")
    assert code_of(patient.call("POST", f"{meeting}/join", {"who": "Vera"})) == (422, "unknown-field")
    caller.clock.advance(hours=2, seconds=1)
    assert code_of(patient.call("POST", f"{meeting}/join", {"name": "Vera"})) == (409, "not-open")


def test_presence_and_leaving_need_the_bearer(caller: Caller, patient: Caller) -> None:
    meeting = door_of(caller.create())
    guest = caller.as_(patient.call("POST", f"{meeting}/join", {"name": "Vera"}).get_json()["token"])
    for stranger in (patient, caller.as_("guest:made-up")):
        assert code_of(stranger.call("POST", f"{meeting}/presence", {"camera": True})) == (401, "unauthenticated")
        assert code_of(stranger.call("POST", f"{meeting}/leave", {})) == (401, "unauthenticated")
    assert code_of(caller.as_("guest:made-up").call("GET", f"{meeting}/events")) == (401, "unauthenticated")
    assert guest.call("POST", f"{meeting}/presence", {"camera": False, "hand": True}).status_code == 204
    assert guest.call("POST", f"{meeting}/leave").status_code == 204
    assert code_of(guest.call("POST", f"{meeting}/presence", {"camera": True})) == (409, "not-open")


def test_a_stream_asked_for_with_a_bearer_nobody_has_takes_no_place_and_no_writers_turn(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take(*_: object, **_more: object) -> None:
        raise AssertionError

    meeting = caller.create()
    for taken in ("backend.web.sse.Streams.open", "backend.storage.Database.write"):
        monkeypatch.setattr(taken, take)
    for bearer, path, refusal in (
        ("guest:made-up", door_of(meeting), (401, "unauthenticated")),
        ("guest:made-up", "/m/made-up", (404, "not-found")),
        ("host:made-up", f"/h/{meeting['id']}", (401, "unauthenticated")),
        ("host:made-up", "/h/m0", (401, "unauthenticated")),
    ):
        assert code_of(caller.as_(bearer).call("GET", f"{path}/events")) == refusal


def test_a_stranger_hears_only_of_the_door(caller: Caller, patient: Caller) -> None:
    response = stream(patient, f"{door_of(caller.create())}/events")
    assert response.content_type == "text/event-stream"
    assert [name for name, _ in events(response)] == ["door"]


def test_a_guest_hears_of_themselves_and_a_lost_stream_is_noticed(caller: Caller, patient: Caller) -> None:
    meeting = caller.create()
    joined = patient.call("POST", f"{door_of(meeting)}/join", {"name": "Vera"}).get_json()
    guest = caller.as_(joined["token"])
    assert [name for name, _ in events(stream(guest, f"{door_of(meeting)}/events"))] == ["door", "presence"]
    caller.clock.advance(seconds=120)
    caller.product.jobs.drain()
    listed = caller.call("GET", f"/api/v1/meetings/{meeting['id']}/participants").get_json()
    assert [row["state"] for row in listed["participants"]] == ["left"]
    assert events(stream(guest, f"{door_of(meeting)}/events"))[-1] == ("bye", '{"reason": "lost"}')


def test_guessing_is_slowed_down_and_shuts_no_meeting(caller: Caller, patient: Caller) -> None:
    meeting = door_of(caller.create())
    for _ in range(30 * COUNTING):
        patient.call("GET", "/m/made-up")
    slow = patient.call("GET", "/m/made-up")
    assert code_of(slow) == (429, "slow-down")
    assert int(slow.headers["Retry-After"]) > 0
    assert patient.call("GET", meeting).status_code == 200


def test_looking_changes_nothing(caller: Caller, patient: Caller) -> None:
    meeting = door_of(caller.create())
    before = contents(caller.product.database.engine)
    for path in (meeting, f"{meeting}/calendar.ics", "/h/m0"):
        for method in ("GET", "HEAD"):
            assert patient.call(method, path).status_code == 200
    events(stream(patient, f"{meeting}/events"))
    assert contents(caller.product.database.engine) == before


def test_the_calendar_entry_is_a_file_without_names(caller: Caller, patient: Caller) -> None:
    meeting = caller.create()
    added = caller.call("POST", f"/api/v1/meetings/{meeting['id']}/participants", PERSON).get_json()
    entry = patient.call("GET", f"{door_of(added)}/calendar.ics")
    assert entry.content_type == "text/calendar; charset=utf-8"
    assert entry.headers["Content-Disposition"].startswith("attachment")
    assert "Vera" not in entry.text
    assert "SUMMARY:Videomöte" in entry.text
