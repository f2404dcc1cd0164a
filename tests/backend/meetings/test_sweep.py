"""The clean-up takes nothing away that somebody may still need."""

import pytest
from sqlalchemy import select

from backend.storage import Database
from backend.video.models import Conference
from tests.product import Caller


def swept(caller: Caller) -> None:
    """Let the clean-up run once, as the clock would."""
    job = next(job for job in caller.product.jobs._scheduler.get_jobs() if job.id == "meetings.sweep")
    job.func()
    caller.product.jobs.drain()


def state(caller: Caller, meeting: dict[str, object]) -> tuple[str, str]:
    read = caller.call("GET", f"/api/v1/meetings/{meeting['id']}").get_json()
    return read["state"], read["state_reason"]


def test_a_draft_is_taken_away_when_its_time_has_passed_and_not_before(caller: Caller) -> None:
    draft = caller.create(starts_in=60, appointment={})
    for _ in range(3):
        swept(caller)
        assert state(caller, draft) == ("ready", "")
        caller.clock.advance(minutes=59)
    swept(caller)
    assert state(caller, draft) == ("ready", "")
    caller.clock.advance(minutes=5)
    swept(caller)
    assert state(caller, draft) == ("removed", "appointment-never-came")


def of_series(caller: Caller, *, appointed: bool = False) -> list[str]:
    """A daily series without an end whose first date is an hour from now; the ids of its first three dates."""
    item = {"item_id": "AAMk="} if appointed else {}
    drafted = caller.create(starts_in=60, appointment={**item, "recurrence": {"rule": "FREQ=DAILY"}})
    return [each["id"] for each in drafted["occurrences"][:3]]


def states(caller: Caller, ids: list[str]) -> list[tuple[str, str]]:
    return [state(caller, {"id": each}) for each in ids]


def test_a_draft_of_a_series_goes_as_a_whole_when_nobody_came_to_its_first_date(caller: Caller) -> None:
    drafted = of_series(caller)
    link = caller.call("GET", f"/api/v1/meetings/{drafted[0]}").get_json()["series"]["join_url"].rpartition("/")[2]
    caller.clock.advance(minutes=119)
    swept(caller)
    assert {told for told, _ in states(caller, drafted)} == {"ready"}
    caller.clock.advance(hours=2)
    swept(caller)
    assert states(caller, drafted) == [("removed", "appointment-never-came")] * 3
    assert caller.as_(None).call("GET", f"/m/{link}").status_code == 410
    removed = caller.as_("granskare").call("GET", "/api/v1/access-log?action=meeting.removed").get_json()["entries"]
    assert len(removed) == len({entry["meeting"] for entry in removed}) == 100
    caller.clock.advance(days=2)
    swept(caller)
    assert caller.call("GET", "/api/v1/meetings").get_json()["meetings"] == []


@pytest.mark.parametrize("sign", ["appointed", "somebody came", "somebody is expected"])
def test_a_series_that_shows_any_sign_of_life_is_no_draft(caller: Caller, sign: str) -> None:
    dates = of_series(caller, appointed=sign == "appointed")
    second = caller.call("GET", f"/api/v1/meetings/{dates[1]}").get_json()
    if sign == "somebody is expected":
        added = caller.call("POST", f"/api/v1/meetings/{dates[1]}/participants", {"kind": "patient", "name": "Vera"})
        assert added.status_code == 201, added.text
    if sign == "somebody came":
        caller.clock.advance(days=1, hours=1)
        code = second["own_url"].rpartition("/")[2]
        assert caller.as_(None).call("POST", f"/m/{code}/join", {"name": "Gäst"}).status_code == 200
    caller.clock.advance(hours=4)
    swept(caller)
    first = ("ended", "time-passed") if sign == "appointed" else ("removed", "appointment-never-came")
    assert state(caller, {"id": dates[0]}) == first
    assert state(caller, {"id": dates[2]})[0] == "ready"


def test_a_meeting_whose_appointment_came_is_ended_and_not_taken_away(caller: Caller) -> None:
    meeting = caller.create(starts_in=60, appointment={})
    caller.call("PATCH", f"/api/v1/meetings/{meeting['id']}", {"appointment": {"item_id": "AAMk="}})
    caller.clock.advance(hours=4)
    swept(caller)
    assert state(caller, meeting) == ("ended", "time-passed")


def test_a_meeting_without_appointment_is_nobodys_draft(caller: Caller) -> None:
    meeting = caller.create()
    caller.clock.advance(hours=4)
    swept(caller)
    assert state(caller, meeting) == ("ended", "time-passed")


def test_a_draft_somebody_came_to_was_a_meeting(caller: Caller) -> None:
    meeting = caller.create(appointment={})
    code = meeting["join_url"].rpartition("/")[2]
    guest = caller.as_(None)
    joined = guest.call("POST", f"/m/{code}/join", {"name": "Gäst", "camera": True, "microphone": True})
    assert joined.status_code == 200, joined.text
    caller.clock.advance(hours=4)
    swept(caller)
    assert state(caller, meeting) == ("ended", "time-passed")


@pytest.mark.parametrize("drafted", [True, False])
def test_a_meeting_with_a_host_in_it_goes_on_whatever_the_clock_says(caller: Caller, *, drafted: bool) -> None:
    meeting = caller.create(**({"appointment": {}} if drafted else {}))
    started = caller.call("POST", f"/api/v1/meetings/{meeting['id']}/start", {}).get_json()
    token = started["host_url"].rpartition("#")[2]
    session = caller.as_(None).call("POST", f"/h/{meeting['id']}/enter", {"token": token}).get_json()["session"]
    host = caller.as_(session)
    joined = host.call("POST", f"/h/{meeting['id']}/join", {"camera": True, "microphone": True})
    assert joined.status_code == 200, joined.text
    stream = host.listen(f"/h/{meeting['id']}/events")
    caller.clock.advance(hours=4)
    swept(caller)
    assert state(caller, meeting)[0] == "live"
    left = host.call("POST", f"/h/{meeting['id']}/leave", {})
    assert left.status_code == 204
    assert b"event: bye" in next(stream)
    caller.clock.advance(minutes=2)
    swept(caller)
    assert state(caller, meeting)[0] == "ended"


def test_what_a_host_ended_leaves_no_conference_behind_once_its_time_has_passed(
    caller: Caller, database: Database
) -> None:
    meeting = caller.create()
    assert caller.call("POST", f"/api/v1/meetings/{meeting['id']}/end", {}).status_code == 200
    swept(caller)
    with database.read() as session:
        assert session.scalars(select(Conference)).one().state == "ready"
    caller.clock.advance(hours=4)
    swept(caller)
    with database.read() as session:
        assert session.scalars(select(Conference)).one().state == "removed"
    assert state(caller, meeting) == ("ended", "ended-by-host")
