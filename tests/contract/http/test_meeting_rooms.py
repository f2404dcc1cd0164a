"""The rooms of a meeting over HTTP: chosen, refused, changed by two, and told to whom they may be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.room_meetings.models import MeetingRoom
from backend.web import schemas
from tests.backend.room_meetings.choosing import brought_in, calendar, choose, states
from tests.contract.http import series_calls
from tests.contract.http.test_access_log import log
from tests.product import Caller, code_of


@pytest.fixture
def staff(caller: Caller) -> Caller:
    return brought_in(caller)


def free(caller: Caller, meeting: dict[str, Any]) -> dict[str, bool]:
    found = caller.call("GET", f"/api/v1/meetings/{meeting['id']}/room-choices").get_json()
    schemas.check("room_meetings/choices", found)
    return {room["id"]: room["free"] for room in found["choices"]}


def test_rooms_are_chosen_and_told_and_the_choice_is_on_record(staff: Caller) -> None:
    meeting = staff.create()
    chosen = choose(staff, meeting, "alen", "björken")
    assert chosen.status_code == 200, chosen.text
    schemas.check("room_meetings/rooms", chosen.get_json())
    assert chosen.get_json() == {
        "rooms": [
            {"id": "alen", "name": "Alen", "site": "Tallby", "state": "booked"},
            {"id": "björken", "name": "Björken", "site": "Tallby", "state": "booked"},
        ],
        "conflicts": [],
        "of_series": False,
    }
    choose(staff, meeting, "alen", "björken")
    staff.product.jobs.drain()
    noted = [entry for entry in log(staff, meeting=meeting["id"]) if entry["action"] == "meeting.rooms-changed"]
    assert [(entry["detail"]["added"], entry["detail"]["removed"]) for entry in noted] == [(2, 0)]
    assert choose(staff, meeting).get_json()["rooms"] == []


def test_a_taken_room_is_refused_with_when_and_nothing_of_what(staff: Caller) -> None:
    first, second = staff.create(starts_in=30), staff.as_("kollega").create(starts_in=60)
    choose(staff, first, "alen")
    refused = choose(staff.as_("kollega"), second, "cedern", "alen")
    assert code_of(refused) == (409, "room-taken")
    [conflict] = refused.get_json()["conflicts"]
    assert conflict.keys() == {"room", "start", "end"}
    assert conflict["room"] == "alen"
    assert conflict["start"] == first["start"]
    assert states(staff.as_("kollega"), second) == {}
    assert free(staff.as_("kollega"), second) == {"alen": False, "björken": True, "cedern": True}
    assert free(staff, first) == {"alen": True, "björken": True, "cedern": True}


def test_what_is_moved_onto_anothers_time_says_that_the_room_is_taken(staff: Caller) -> None:
    first, moved = staff.create(starts_in=30), staff.create(starts_in=300)
    choose(staff, first, "alen")
    choose(staff, moved, "alen")
    staff.clock.advance(seconds=1)
    body = {each: first[each] for each in ("start", "end")}
    assert staff.call("PATCH", f"/api/v1/meetings/{moved['id']}", body).status_code == 200
    assert (states(staff, first), states(staff, moved)) == ({"alen": "booked"}, {"alen": "taken"})
    assert choose(staff, moved, "björken").status_code == 200
    assert states(staff, moved) == {"björken": "booked"}


def test_a_series_is_refused_a_room_that_is_taken_on_one_of_its_dates(staff: Caller) -> None:
    weekly = series_calls.made(staff, "FREQ=WEEKLY;BYDAY=WE;COUNT=3")
    last = weekly["occurrences"][2]
    once = staff.create(starts_in=(14 * 24 + 2) * 60)
    assert once["start"] == last["start"]
    choose(staff, once, "alen")
    refused = choose(staff, weekly, "alen")
    assert code_of(refused) == (409, "room-taken")
    assert [each["start"] for each in refused.get_json()["conflicts"]] == [last["start"]]
    chosen = choose(staff, last, "björken").get_json()
    assert chosen["of_series"]
    assert [list(states(staff, each)) for each in weekly["occurrences"]] == [["björken"]] * 3


def test_of_two_who_want_one_room_at_one_time_one_has_it(staff: Caller) -> None:
    meetings = [staff.create(starts_in=30 + number) for number in range(4)]
    barrier = Barrier(len(meetings))

    def wants(meeting: dict[str, Any]) -> int:
        barrier.wait()
        return choose(staff, meeting, "alen").status_code

    with ThreadPoolExecutor(len(meetings)) as pool:
        answers = list(pool.map(wants, meetings))
    assert sorted(answers) == [200, 409, 409, 409]
    with staff.product.database.read() as session:
        assert session.scalar(select(func.count()).select_from(MeetingRoom)) == 1


def test_a_meeting_that_moves_as_another_chooses_never_shares_its_room(staff: Caller) -> None:
    first, moved = staff.create(starts_in=30), staff.create(starts_in=300)
    choose(staff, moved, "alen")
    barrier = Barrier(2)

    def moves() -> int:
        barrier.wait()
        body = {each: first[each] for each in ("start", "end")}
        return staff.call("PATCH", f"/api/v1/meetings/{moved['id']}", body).status_code

    def wants() -> int:
        barrier.wait()
        return choose(staff, first, "alen").status_code

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(moves), pool.submit(wants)]
        assert done[0].result() == 200
        assert done[1].result() in {200, 409}
    now = staff.clock.now()
    assert len(calendar(staff).entries(["alen"], now, now + timedelta(hours=8))) == 1


def test_of_two_who_change_the_rooms_the_second_is_told(staff: Caller) -> None:
    meeting = staff.create()
    seen = choose(staff, meeting, "alen").headers["ETag"]
    choose(staff, meeting, "björken", If_Match=seen)
    late = choose(staff, meeting, "cedern", If_Match=seen)
    assert code_of(late) == (412, "precondition-failed")
    assert late.get_json()["changed"] == ["rooms"]
    assert list(states(staff, meeting)) == ["björken"]


def test_what_is_no_choice_of_rooms_is_refused_and_a_removed_meeting_gets_none(staff: Caller) -> None:
    meeting = staff.create(starts_in=60)
    refused: list[tuple[Any, tuple[int, str]]] = [
        (["alen", "nowhere"], (422, "unknown-room")),
        (["alen", "alen"], (400, "malformed")),
        ([f"r{number}" for number in range(21)], (422, "too-long")),
        ("alen", (400, "malformed")),
    ]
    for rooms, refusal in refused:
        answer = staff.call("PUT", f"/api/v1/meetings/{meeting['id']}/rooms", {"rooms": rooms})
        assert code_of(answer) == refusal
    assert states(staff, meeting) == {}
    staff.call("DELETE", f"/api/v1/meetings/{meeting['id']}")
    assert code_of(choose(staff, meeting, "alen")) == (409, "meeting-removed")
