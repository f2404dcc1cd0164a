"""Ways in as rows: how long each kind is good for, and what is left of them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.clock import FixedClock
from backend.storage import Database
from backend.video.pexip import erasing, names
from backend.video.pexip.entries import Entries, Who
from backend.video.pexip.models import KINDS, ROOM, PexipEntry, PexipRoom
from tests.backend.video.pexip.rows import one_room

ENTRIES = Entries(names.derived(b"k" * 32))


@pytest.fixture
def room(database: Database, clock: FixedClock) -> PexipRoom:
    made = one_room(clock.now(), clock.now())
    with database.write() as session:
        session.add(made)
    return made


def test_every_name_is_forgotten_whatever_the_way_in_and_the_number_of_rooms_stays(
    database: Database, clock: FixedClock, room: PexipRoom
) -> None:
    # Also one of a kind that is not made yet.
    kinds = [*KINDS, "sixth"]
    with database.write() as session:
        for kind in kinds:
            entry = ENTRIES.for_person(session, room, Who(f"person-{kind}", ROOM, "Astrid"), clock.now())
            entry.role = kind
    with database.write() as session:
        assert erasing.erase_before(session, room.end + timedelta(days=1)) == len(kinds) - 1
        assert list(session.scalars(select(PexipEntry.role))) == [ROOM]


@pytest.mark.parametrize("role", ["host", "guest"])
def test_what_a_host_is_given_is_soon_to_be_used(
    database: Database, clock: FixedClock, room: PexipRoom, role: str
) -> None:
    with database.write() as session:
        until = ENTRIES.for_person(session, room, Who("p1", role, "Astrid"), clock.now()).expires_at
    assert until == (clock.now() + timedelta(minutes=2) if role == "host" else None)
