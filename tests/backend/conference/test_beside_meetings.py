"""A room is in a meeting or in a conference, never in both: whoever comes second is refused, whichever it is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from sqlalchemy import select

from backend.conference.times import taken
from backend.meetings.models import Meeting
from backend.room_meetings.at_conference import rooms_of
from backend.video.models import Conference
from tests.backend.conference.planned import make, plan
from tests.backend.room_meetings.choosing import calendar, choose, states
from tests.product import Caller, code_of

ALL = "/api/v1/conferences"


def send(caller: Caller, **more: Any) -> Any:
    return caller.call("POST", ALL, plan(caller, **more), Idempotency_Key="k")


def span(caller: Caller, starts_in: float, minutes: float) -> dict[str, str]:
    start = caller.clock.now() + timedelta(minutes=starts_in)
    return {"opens": start.isoformat(), "closes": (start + timedelta(minutes=minutes)).isoformat()}


def free(caller: Caller, meeting: dict[str, Any]) -> set[str]:
    found = caller.call("GET", f"/api/v1/meetings/{meeting['id']}/room-choices").get_json()
    return {room["id"] for room in found["choices"] if room["free"]}


def test_a_conference_is_refused_a_room_that_has_a_meeting_then_and_told_when_and_nothing_of_what(
    caller: Caller,
) -> None:
    meeting = caller.create(starts_in=90)
    assert choose(caller, meeting, "room2", "room6").status_code == 200
    refused = send(caller, starts_in=60)
    assert code_of(refused) == (409, "room-taken")
    assert refused.get_json()["errors"] == [{"pointer": "/sites/1/id", "code": "room-taken"}]
    [conflict] = refused.get_json()["conflicts"]
    assert (conflict.keys(), conflict["room"]) == ({"room", "start", "end"}, "room2")
    # What ends as the meeting begins is in nobody's way; and once the meeting has gone, nothing is.
    made = make(caller, starts_in=30)
    later = span(caller, 60, 60)
    path = f"{ALL}/{made['id']}"
    assert code_of(caller.call("PATCH", path, later, If_Match='"1"')) == (409, "room-taken")
    assert code_of(caller.call("POST", f"{path}/repeat", later, Idempotency_Key="r")) == (409, "room-taken")
    caller.call("DELETE", f"/api/v1/meetings/{meeting['id']}")
    assert caller.call("PATCH", path, later, If_Match='"1"').status_code == 200


def test_a_meeting_is_refused_a_room_that_has_a_conference_then(caller: Caller) -> None:
    made, meeting = make(caller, starts_in=30), caller.create(starts_in=60)
    assert free(caller, meeting) == {"room4", "room5", "room6"}
    refused = choose(caller, meeting, "room4", "room2")
    assert code_of(refused) == (409, "room-taken")
    [conflict] = refused.get_json()["conflicts"]
    assert (conflict.keys(), conflict["room"]) == ({"room", "start", "end"}, "room2")
    assert states(caller, meeting) == {}
    assert caller.call("DELETE", f"{ALL}/{made['id']}", If_Match='"1"').status_code == 204
    assert choose(caller, meeting, "room4", "room2").status_code == 200


def test_a_conference_that_a_meeting_was_moved_onto_can_be_changed_but_takes_no_more_of_it(caller: Caller) -> None:
    made, meeting = make(caller, starts_in=60), caller.create(starts_in=300)
    assert choose(caller, meeting, "room2").status_code == 200
    moved = span(caller, 105, 30)
    body = {"start": moved["opens"], "end": moved["closes"]}
    assert caller.call("PATCH", f"/api/v1/meetings/{meeting['id']}", body).status_code == 200
    path = f"{ALL}/{made['id']}"
    longer = caller.call("PATCH", path, span(caller, 60, 75), If_Match='"1"')
    assert code_of(longer) == (409, "room-taken")
    assert caller.call("PATCH", path, span(caller, 60, 50), If_Match='"1"').status_code == 200


def test_a_meeting_that_is_moved_onto_a_conference_is_without_the_room_and_both_are_told_in_words(
    caller: Caller,
) -> None:
    made, meeting = make(caller, starts_in=60), caller.create(starts_in=300)
    assert choose(caller, meeting, "room2", "room5").status_code == 200
    path, meeting_path = f"{ALL}/{made['id']}", f"/api/v1/meetings/{meeting['id']}"
    assert "moved_here" not in caller.call("GET", path).get_json()
    onto, away = span(caller, 105, 30), span(caller, 120, 30)
    moved = caller.call("PATCH", meeting_path, {"start": onto["opens"], "end": onto["closes"]}).get_json()
    # The booker, in the answer to the move itself.
    assert moved["state_reason"] == "rooms-taken"
    assert "MDK" in moved["state_text"]["sv"]
    assert "multidisciplinary conference" in moved["state_text"]["en"]
    assert states(caller, meeting) == {"room2": "taken", "room5": "booked"}
    # Whoever leads the conference, and not of what.
    [told] = caller.call("GET", path).get_json()["moved_here"]
    assert told.keys() == {"room", "start", "end"}
    assert told["room"] == "room2"
    # Its own panel, its list of entries and its door go by this.
    now = caller.clock.now()
    rooms = [entry.room for entry in calendar(caller, taken).entries(None, now, now + timedelta(hours=6))]
    assert rooms == ["room5"]
    # At Pexip it has the rooms that pass the lobby.
    with caller.product.database.read() as session:
        of_it = select(Conference.key).join(Meeting, Meeting.conference_id == Conference.id)
        key = session.scalars(of_it.where(Meeting.id == meeting["id"])).one()
    assert [room for room, _ in rooms_of(caller.product.database, key, taken)] == ["room5"]
    # One who chooses the room now is refused by the meeting too: it has it as soon as the conference goes.
    other = caller.create(starts_in=121, minutes=10)
    assert choose(caller, other, "room2").status_code == 409
    moved = caller.call("PATCH", meeting_path, {"start": away["opens"], "end": away["closes"]}).get_json()
    assert (moved["state_reason"], states(caller, meeting)["room2"]) == ("", "booked")
    assert "moved_here" not in caller.call("GET", path).get_json()


def test_the_room_is_the_meetings_as_soon_as_the_conference_is_withdrawn(caller: Caller) -> None:
    made, meeting = make(caller, starts_in=60), caller.create(starts_in=300)
    choose(caller, meeting, "room2")
    onto = span(caller, 60, 30)
    body = {"start": onto["opens"], "end": onto["closes"]}
    assert caller.call("PATCH", f"/api/v1/meetings/{meeting['id']}", body).status_code == 200
    assert states(caller, meeting) == {"room2": "taken"}
    assert caller.call("DELETE", f"{ALL}/{made['id']}", If_Match='"1"').status_code == 204
    assert states(caller, meeting) == {"room2": "booked"}
    assert caller.call("GET", f"/api/v1/meetings/{meeting['id']}").get_json()["state_reason"] != "rooms-taken"
    assert "moved_here" not in caller.call("GET", f"{ALL}/{made['id']}").get_json()


def test_of_a_meeting_and_a_conference_that_want_one_room_at_one_time_one_has_it(caller: Caller) -> None:
    meetings = [caller.create(starts_in=70 * number) for number in range(4)]
    barrier = Barrier(2)

    def chooses(meeting: dict[str, Any]) -> int:
        barrier.wait()
        return choose(caller, meeting, "room1").status_code

    def plans(number: int) -> int:
        barrier.wait()
        body = plan(caller, starts_in=70 * number)
        return caller.call("POST", ALL, body, Idempotency_Key=f"k{number}").status_code

    with ThreadPoolExecutor(2) as pool:
        for number, meeting in enumerate(meetings):
            answers = pool.submit(chooses, meeting), pool.submit(plans, number)
            assert {answer.result() for answer in answers} in ({200, 409}, {409, 201})
