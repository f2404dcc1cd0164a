"""The rooms that Pexip's questions are answered by: those of the very meeting, as they are booked now."""

from sqlalchemy import select

from backend.fleet.models import FleetRoom
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
