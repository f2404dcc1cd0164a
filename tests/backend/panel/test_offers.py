"""What a room can dial, as the meetings stand."""

from typing import cast

from backend.identity import Directory
from backend.panel.models import CareUnit
from backend.panel.offers import Offers
from backend.room_meetings.listing import ours
from backend.video.conferences import Conferences
from backend.video.service import RoomEntry
from tests.backend.room_meetings.choosing import brought_in, calendar
from tests.product import Caller


class Numbers:
    """Conferences that all have a number."""

    def room_entry(self, _service: str, reference: str) -> RoomEntry:
        return RoomEntry(f"{reference}@meet.example")


def test_a_care_room_meeting_that_was_ended_before_its_time_can_still_be_dialled(caller: Caller) -> None:
    brought_in(caller)
    database = caller.product.database
    with database.write() as session:
        session.add(CareUnit(room_id="alen", unit="medicin", entry="", version=1))
    numbers = cast(Conferences, Numbers())
    offers = Offers(
        database, caller.clock, cast(Directory, None), calendar(caller), numbers, ours("https://vardmote.example")
    )
    meeting = caller.create("care_room", starts_in=10)

    def ended() -> list[str]:
        assert caller.call("POST", f"/api/v1/meetings/{meeting['id']}/end", {}).status_code == 200
        return [offers.meeting_of(way) for way in offers.of_unit("alen")]

    assert ended() == [meeting["id"]]
    caller.clock.advance(minutes=10)
    assert ended() == []
