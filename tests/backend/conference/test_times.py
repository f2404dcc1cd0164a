"""When a room is in a conference: planned times that stand, and nobody else's."""

from datetime import datetime, timedelta
from typing import Any

from backend.clock import FixedClock
from backend.conference.models import ConferencePlan
from backend.conference.times import Times
from backend.storage import Database

SITES = [{"id": "room1", "joins": "room"}, {"id": "guests", "joins": "calls_in"}]


def test_only_conferences_that_stand_and_have_the_room_take_its_time(database: Database, clock: FixedClock) -> None:
    now, hour = clock.now(), timedelta(hours=1)

    def plan(name: str, opens: datetime, **more: Any) -> ConferencePlan:
        return ConferencePlan(
            id=name, unit="medicin", opens=opens, closes=opens + hour, presenter="room1", content=None, sites=SITES,
            cases=[], place="mdk-1", version=1, **more,
        )  # fmt: skip

    with database.write() as session:
        session.add_all(
            (
                plan("c1", now - hour / 2),
                plan("c2", now, withdrawn_at=now),
                plan("c3", now, over_at=now),
                plan("c4", now - hour),
                plan("c5", now + 2 * hour),
            )
        )
    times = Times(database)
    assert times.of_room("room1", now, now + 2 * hour) == [(now - hour / 2, now + hour / 2)]
    assert times.of_room("room2", now, now + 2 * hour) == []
    assert times.of_room("guests", now, now + 2 * hour) == []
