"""A patient's extract: it answers one person, shows nobody else, and stands in the log itself."""

import pytest
from sqlalchemy import select

from backend.audit.tables import LogRow
from tests.contract.http.series_calls import change, made
from tests.contract.http.test_access_log import LOG, PATIENT, extract, log
from tests.contract.http.test_hosting import PERSON, api, host_in
from tests.product import Caller, code_of


def test_an_extract_answers_one_patient_and_shows_nobody_else(caller: Caller) -> None:
    meeting = caller.create()
    for person in (PATIENT, PERSON):
        caller.call("POST", api(meeting, "participants"), person)
    caller.call("GET", api(meeting, "participants"))
    entries = extract(caller, name="ottilia vångestad", phone="+46 70 174 06 33")
    assert [entry["action"] for entry in entries] == [
        "people.listed",
        "person.added",
        "meeting.created",
    ]
    shown = [[subject["name"] for subject in entry["subjects"]] for entry in entries]
    assert shown == [[PATIENT["name"]], [PATIENT["name"]], []]
    assert extract(caller, name="Ottilia Vångestad", phone="0700000000") == []
    own = [entry for entry in extract(caller, name="Ottilia Vångestad") if entry["action"] == "log.extracted"]
    assert [entry["user"] for entry in own] == ["chef", "chef"]


def test_who_was_put_in_the_wrong_meeting_is_told_nothing_of_the_care_of_who_came_instead(caller: Caller) -> None:
    meeting = caller.create()
    wrong = caller.call("POST", api(meeting, "participants"), PATIENT).get_json()
    assert caller.call("DELETE", api(meeting, "participants", wrong["id"])).status_code == 204
    caller.call("POST", api(meeting, "participants"), PERSON)
    host_in(caller, meeting)

    def told(person: dict[str, str]) -> list[str]:
        found = [entry["action"] for entry in extract(caller, phone=person["phone"])]
        return [action for action in reversed(found) if action != "log.extracted"]

    assert told(PATIENT) == ["meeting.created", "person.added", "person.removed"]
    begun = ["meeting.created", "person.added", "meeting.started", "meeting.entered"]
    assert told(PERSON)[: len(begun)] == begun
    assert "host.joined" in told(PERSON)


def test_a_patient_of_one_date_is_told_all_that_was_done_with_it_by_whoever_changed_the_series(caller: Caller) -> None:
    body = made(caller, "FREQ=DAILY;COUNT=3")
    second, third = (each["id"] for each in body["occurrences"][1:])
    for meeting, person in ((second, PATIENT), (third, PERSON)):
        caller.call("POST", f"/api/v1/meetings/{meeting}/participants", person)
    secretary = caller.as_("sekreterare")
    later = {"start": "2026-06-10T13:00:00+02:00", "end": "2026-06-10T14:00:00+02:00", "scope": "all"}
    change(secretary, body["id"], later)
    change(secretary, body["id"], {"appointment": {"recurrence": {"rule": "FREQ=DAILY;INTERVAL=2;COUNT=3"}}})
    secretary.call("DELETE", f"/api/v1/meetings/{body['id']}?scope=all")

    def done(person: dict[str, str]) -> list[tuple[str, str]]:
        found = [entry for entry in extract(caller, phone=person["phone"]) if entry["action"] != "log.extracted"]
        assert {entry["meeting"] for entry in found} == {second if person is PATIENT else third}
        return [(entry["action"], entry["user"]) for entry in reversed(found)]

    begun = [("meeting.created", "personal"), ("person.added", "personal"), ("meeting.changed", "sekreterare")]
    # The second day has no place in the new rule; the third goes with all the rest.
    assert done(PATIENT) == [*begun, ("meeting.removed", "sekreterare")]
    assert done(PERSON) == [*begun, ("meeting.removed", "sekreterare")]


def test_an_extract_is_recorded_in_every_unit_it_tells_of_and_its_unit_head_sees_no_other(caller: Caller) -> None:
    for user in ("personal", "annan"):
        meeting = caller.as_(user).create()
        caller.as_(user).call("POST", api(meeting, "participants"), PATIENT)
    assert {entry["unit"] for entry in extract(caller, "chef", name=PATIENT["name"])} == {"medicin"}
    assert {entry["unit"] for entry in extract(caller, "granskare", phone=PATIENT["phone"])} == {"medicin", "barn"}
    told = [entry for entry in log(caller, action="log.extracted") if entry["user"] == "granskare"]
    assert {entry["unit"] for entry in told} == {"medicin", "barn"}
    assert len({entry["detail"]["extract"] for entry in told}) == 1


def test_an_extract_by_meeting_is_recorded_about_everybody_it_showed(caller: Caller) -> None:
    meeting = caller.create()
    for person in (PATIENT, PERSON):
        caller.call("POST", api(meeting, "participants"), person)
    extract(caller, meeting=meeting["id"])
    for person in (PATIENT, PERSON):
        (seen,) = (one for one in extract(caller, name=person["name"]) if one["action"] == "log.extracted")
        assert (seen["meeting"], seen["about"]) == (meeting["id"], ["patient"])
        assert {subject["name"] for subject in seen["subjects"]} == {person["name"]}


def test_an_extract_about_nobody_is_refused(caller: Caller) -> None:
    for body in ({}, {"name": "  "}, {"from": "2026-06-01T00:00:00Z"}):
        assert code_of(caller.as_("chef").call("POST", f"{LOG}/extracts", body)) == (422, "malformed")
    assert code_of(caller.as_("chef").call("POST", f"{LOG}/extracts", {"nam": "x"})) == (422, "unknown-field")


@pytest.mark.parametrize(
    ("field", "value"), [("phone", "okänd"), ("phone", "-"), ("person_number", "okänt"), ("person_number", "--")]
)
def test_a_field_that_can_name_nobody_is_pointed_out_and_shows_nobody(caller: Caller, field: str, value: str) -> None:
    meeting = caller.create()
    caller.call("POST", api(meeting, "participants"), PATIENT)
    for more in ({}, {"name": PATIENT["name"]}, {"meeting": meeting["id"]}):
        refused = caller.as_("chef").call("POST", f"{LOG}/extracts", {field: value, **more})
        assert code_of(refused) == (422, "malformed")
        assert [error["pointer"] for error in refused.get_json()["errors"]] == [f"/{field}"]
        assert PATIENT["name"] not in refused.text


def test_an_entry_that_can_not_be_opened_keeps_an_extract_back_and_says_so(caller: Caller) -> None:
    meeting = caller.create()
    caller.call("POST", api(meeting, "participants"), PATIENT)
    caller.product.logbook.look()
    caller.product.jobs.drain()
    with caller.product.logbook.store.database.write() as session:
        for row in session.scalars(select(LogRow)):
            row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    refused = caller.as_("chef").call("POST", f"{LOG}/extracts", {"name": PATIENT["name"]})
    assert code_of(refused) == (503, "service-unavailable")
    assert "verify" in refused.get_json()["detail_sv"]
