"""The rooms that Pexip's questions are answered by: those of the very meeting, as they are booked now."""

from datetime import timedelta
from typing import Any

from sqlalchemy import event, select

from backend.fleet.models import FleetRoom
from backend.meetings.models import Meeting
from backend.room_meetings.at_conference import rooms_of
from backend.video.models import Conference
from tests.backend.room_meetings.choosing import brought_in, choose
from tests.product import Caller


def test_a_room_is_of_the_meeting_it_is_booked_for_until_another_is_taken(caller: Caller) -> None:
    database = brought_in(caller).product.database
    with database.write() as session:
        session.get_one(FleetRoom, "alen").address = "ssh://192.0.2.7:22"
    made = caller.create()
    with database.read() as session:
        key = session.scalars(select(Conference.key)).one()
    caller.create()
    assert rooms_of(database, key) == []
    choose(caller, made, "alen", "cedern")
    assert sorted(rooms_of(database, key)) == [("alen", "192.0.2.7"), ("cedern", "")]
    choose(caller, made, "cedern")
    assert rooms_of(database, key) == [("cedern", "")]
    assert rooms_of(database, "another") == []


def key_of(caller: Caller, meeting: dict[str, Any]) -> str:
    with caller.product.database.read() as session:
        of_it = select(Conference.key).join(Meeting, Meeting.conference_id == Conference.id)
        return session.scalars(of_it.where(Meeting.id == meeting["id"])).one()


def test_a_room_that_an_earlier_meeting_has_then_is_not_the_meetings_until_that_is_gone(caller: Caller) -> None:
    database = brought_in(caller).product.database
    first, second = caller.create(starts_in=60), caller.create(starts_in=300)
    choose(caller, first, "alen")
    choose(caller, second, "alen", "cedern")
    # Who had the time first is told by the clock.
    caller.clock.advance(seconds=1)
    at = caller.clock.now() + timedelta(minutes=75)
    onto = {"start": at.isoformat(), "end": (at + timedelta(minutes=30)).isoformat()}
    assert caller.call("PATCH", f"/api/v1/meetings/{second['id']}", onto).status_code == 200
    assert rooms_of(database, key_of(caller, first)) == [("alen", "")]
    assert rooms_of(database, key_of(caller, second)) == [("cedern", "")]
    caller.call("DELETE", f"/api/v1/meetings/{first['id']}")
    assert rooms_of(database, key_of(caller, second)) == [("alen", ""), ("cedern", "")]


def test_a_room_that_is_in_a_conference_then_is_not_the_meetings(caller: Caller) -> None:
    database = brought_in(caller).product.database
    made = caller.create(starts_in=60)
    choose(caller, made, "alen", "cedern")
    begins = caller.clock.now() + timedelta(minutes=60)
    for start, mine in ((begins - timedelta(minutes=10), False), (begins - timedelta(hours=1), True)):
        taken = [("alen", start, start + timedelta(minutes=20))]
        found = rooms_of(database, key_of(caller, made), lambda *_, taken=taken: taken)
        assert (("alen", "") in found, ("cedern", "") in found) == (mine, True)


def test_what_a_call_waits_for_is_few_questions_and_one_where_no_room_is_booked(caller: Caller) -> None:
    database = brought_in(caller).product.database
    meetings, asked = [caller.create(starts_in=60 * number) for number in range(1, 6)], []
    for made in meetings[1:]:
        choose(caller, made, "alen", "cedern")
    keys = [key_of(caller, made) for made in meetings[:2]]

    def count(*told: object) -> None:
        asked.append(told)

    counted = []
    event.listen(database.engine, "before_cursor_execute", count)
    for key in keys:
        asked.clear()
        rooms_of(database, key)
        counted.append(sum(str(told[2]).startswith("SELECT") for told in asked))
    event.remove(database.engine, "before_cursor_execute", count)
    assert counted == [1, 3]
