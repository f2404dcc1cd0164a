"""The writer of join entries: what stands on the panel follows the meetings, and nobody else's entries are touched."""

import pytest
from sqlalchemy import update

from backend.room_meetings.models import RoomBookings
from backend.storage import Database
from rooms.endpoint import Capability
from rooms.errors import Busy, Lost, Unreachable
from tests.backend.room_meetings.device import MARK, House, foreign


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def consent(house: House, room: str = "a") -> None:
    with house.database.write() as session:
        session.execute(update(RoomBookings).where(RoomBookings.room_id == room).values(overwrite=True, looked_at=None))


def test_a_meeting_is_shown_with_its_times_and_number_and_nothing_of_what_it_is(house: House) -> None:
    entry = house.book()
    assert house.writer.round() == 1
    [booking] = house.devices["a"].listed
    assert booking.booking_id == MARK.of("m1")
    assert (booking.title, booking.organiser) == ("Skyddat vårdmöte", "")
    assert (booking.start, booking.minutes, booking.early_seconds) == (entry.start, 60, 600)
    assert (booking.number, booking.protocol) == ("1@x", "SIP")
    assert house.row().state == "shown"
    assert house.devices["b"].sessions == 0


def test_a_room_is_left_alone_while_nothing_changes_and_every_session_is_closed(house: House) -> None:
    house.book(starts_in=600)
    house.book("b", "m2", starts_in=600)
    assert house.wait(540) == 2
    assert [len(device.puts) for device in house.devices.values()] == [1, 1]
    assert all(device.sessions == device.closed for device in house.devices.values())


@pytest.mark.parametrize("change", ["moved", "removed", "another room", "added"])
def test_a_change_is_on_the_panel_within_a_minute(house: House, change: str) -> None:
    house.book()
    house.wait(60)
    if change == "moved":
        house.book(starts_in=120)
    elif change == "added":
        house.book(meeting="m2", starts_in=200)
    else:
        house.diary.held.clear()
        if change == "another room":
            house.book("b")
    house.wait(60)
    wanted = {
        room: {MARK.of(entry.meeting): entry.start for entry in house.diary.held if entry.room == room} for room in "ab"
    }
    there = {room: {each.booking_id: each.start for each in house.devices[room].listed} for room in "ab"}
    assert there == wanted


def test_what_cannot_be_dialled_is_not_shown(house: House) -> None:
    house.book(number=None)
    assert house.writer.round() == 0
    assert house.devices["a"].sessions == 0


def test_another_writers_entries_are_reported_and_never_overwritten_without_consent(house: House) -> None:
    house.devices["a"].listed = (foreign(), foreign("other-2"))
    house.book()
    house.wait(1800)
    device = house.devices["a"]
    assert device.puts == []
    assert (house.row().state, house.row().foreign_entries) == ("foreign", 2)
    assert (house.alarms.on, house.alarms.raised) == ({"a"}, 1)
    assert device.sessions <= 7
    consent(house)
    house.wait(10)
    assert house.shown() == ["m1"]
    assert (house.row().state, house.row().foreign_entries, house.alarms.on) == ("shown", 0, set())


def test_another_installation_of_ours_is_another_writer(house: House) -> None:
    house.devices["a"].listed = (foreign("svm-000000-m7"),)
    house.book()
    house.writer.round()
    assert house.row().state == "foreign"


def test_a_writer_that_comes_later_is_found_and_not_fought_with(house: House) -> None:
    house.book(starts_in=600)
    house.wait(20)
    house.devices["a"].listed = (foreign(),)
    house.wait(700)
    assert house.row().state == "foreign"
    assert len(house.devices["a"].puts) == 1


def test_the_last_meeting_of_a_room_is_taken_away_but_never_what_another_wrote_since(house: House) -> None:
    house.book()
    house.wait(20)
    house.diary.held.clear()
    house.devices["a"].listed = (foreign(),)
    house.wait(60)
    assert [each.booking_id for each in house.devices["a"].listed] == ["other-1"]


def test_a_list_that_was_lost_is_back_before_people_come_to_its_button(house: House) -> None:
    house.book(starts_in=60)
    house.wait(20)
    house.clock.advance(seconds=50 * 60 - 20 - 120)
    house.writer.round()
    house.devices["a"].listed = ()
    house.wait(120)
    assert house.shown() == ["m1"]


def test_a_room_that_starts_anew_while_people_come_has_its_button_back_in_two_minutes(house: House) -> None:
    house.book(starts_in=5)
    house.wait(60)
    house.devices["a"].listed = ()
    house.wait(120)
    assert house.shown() == ["m1"]


def test_the_entry_of_a_call_is_never_taken_from_under_it(house: House) -> None:
    house.book(starts_in=0)
    house.book(meeting="m2", starts_in=600)
    house.wait(10)
    house.call("a", house.devices["a"].listed[0])
    house.diary.held = house.diary.held[1:]
    house.wait(300)
    assert set(house.shown()) == {"m1", "m2"}
    assert house.row().state == "in-use"
    house.book(meeting="m3", starts_in=700)
    house.wait(60)
    assert set(house.shown()) == {"m1", "m2", "m3"}
    house.devices["a"].calls = ()
    house.wait(60)
    assert set(house.shown()) == {"m2", "m3"}
    assert house.row().state == "shown"


def test_a_room_that_takes_no_list_says_so_and_is_not_asked_all_the_time(house: House) -> None:
    house.devices["a"].can = frozenset(Capability) - {Capability.BOOKINGS}
    house.book()
    house.wait(600)
    assert house.row().state == "not-supported"
    assert house.devices["a"].sessions <= 3


def test_a_list_the_room_does_not_keep_is_no_success(house: House) -> None:
    house.devices["a"].forgets = True
    house.book()
    house.wait(60)
    assert house.row().state == "not-kept"
    assert 2 <= len(house.devices["a"].puts) <= 3


@pytest.mark.parametrize("fault", [Unreachable(), Lost(), Busy()])
def test_a_room_that_fails_is_named_and_tried_again_while_others_are_written(house: House, fault: Exception) -> None:
    assert isinstance(fault, Unreachable | Lost | Busy)
    house.devices["a"].fails.append(fault)
    house.fleet.backoff.__init__(clock=lambda: house.clock.now().timestamp())  # type: ignore[misc]  # its own clock would need waiting
    house.book()
    house.book("b", "m2")
    house.writer.round()
    assert house.shown("b") == ["m2"]
    assert house.row().state in {"unreachable", "lost", "busy"}
    house.wait(60)
    assert (house.shown(), house.row().state) == (["m1"], "shown")


def test_a_writer_that_begins_anew_writes_nothing_twice(house: House) -> None:
    house.book()
    house.writer.round()
    assert house.another().round() == 0


def test_two_writers_at_once_leave_one_list(house: House) -> None:
    house.book()
    house.another().round()
    house.writer.round()
    assert house.shown() == ["m1"]


def test_switched_off_again_it_takes_ours_away_and_then_rests(house: House) -> None:
    house.book()
    house.writer.round()
    off = house.another(minutes_before=None)
    assert [off.round(), off.round()] == [1, 0]
    assert house.devices["a"].listed == ()
    house.book(meeting="m9")
    assert off.round() == 0


def test_rounds_in_their_own_thread_end_when_told(house: House) -> None:
    house.book()
    house.writer.begin()
    house.writer.stop()
    house.writer.begin()
    house.writer.stop()
    assert house.devices["a"].sessions == house.devices["a"].closed == 1
    assert house.shown() == ["m1"]
