"""A meeting that is long over is nobody's any more, and one that people are still in is left alone."""

from datetime import timedelta

from sqlalchemy import func, select

from backend.meetings.erasing import erase_before
from backend.meetings.models import Cohost, Meeting
from backend.video.models import Conference, ConferenceState
from tests.product import Caller, code_of


def erased(caller: Caller, *, gone: bool = True) -> int:
    with caller.product.database.write() as session:
        for conference in session.scalars(select(Conference)):
            conference.state = ConferenceState.REMOVED if gone else ConferenceState.READY
        session.flush()
        return erase_before(session, caller.clock.now() - timedelta(days=14))


def test_times_type_and_unit_are_left_and_no_person(caller: Caller) -> None:
    made = caller.create(cohosts=["kollega@demo.example"], appointment={"item_id": "AAMk-1"})
    caller.clock.advance(days=14, minutes=61)
    assert erased(caller) == 1
    with caller.product.database.read() as session:
        meeting = session.get_one(Meeting, made["id"])
        assert (meeting.organiser, meeting.booked_by, meeting.mailbox, meeting.appointment_item) == ("", "", "", None)
        assert (meeting.type, meeting.unit) == ("patient_care", "medicin")
        assert session.scalar(select(func.count()).select_from(Cohost)) == 0
    assert erased(caller) == 0


def test_nobody_is_its_organiser_afterwards(caller: Caller) -> None:
    made = caller.create()
    caller.clock.advance(days=15)
    erased(caller)
    assert code_of(caller.call("DELETE", f"/api/v1/meetings/{made['id']}")) == (403, "forbidden")
    assert caller.as_("annan").call("GET", f"/api/v1/meetings/{made['id']}").status_code == 404


def test_a_meeting_not_over_long_enough_or_still_held_keeps_its_people(caller: Caller) -> None:
    caller.create()
    caller.clock.advance(days=14)
    assert erased(caller) == 0
    caller.clock.advance(days=1)
    assert erased(caller, gone=False) == 0


def test_a_removed_meeting_far_ahead_loses_its_people_fourteen_days_after_its_removal(caller: Caller) -> None:
    made = caller.create(starts_in=60 * 24 * 90)
    assert caller.call("DELETE", f"/api/v1/meetings/{made['id']}").status_code == 204
    caller.clock.advance(days=13)
    assert erased(caller) == 0
    caller.clock.advance(days=2)
    assert erased(caller) == 1
