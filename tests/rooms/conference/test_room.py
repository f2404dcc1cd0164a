"""One room at work: what it does of what it is told, whoever has heard of its line or not."""

from collections.abc import Iterator
from functools import partial

import pytest

from rooms.conference.desk import Touch
from rooms.conference.messages import Action, Dial, LineBack, Look, Looked, Message, NoContact
from rooms.conference.room import RoomAtWork
from rooms.conference.setup import Setup
from rooms.conference.state import Course
from rooms.conference.words import Language
from simulators import roomos
from tests.rooms.conference.stand import Stand, standing
from tests.waiting import until


class Deaf:
    """A conference whose store is away: it has heard of nothing since it told what to do."""

    def __init__(self) -> None:
        self.course = Course("tag-1")
        self.told: list[Message] = []

    def stands(self, action: Action) -> bool:
        del action
        return True

    def tell(self, message: Message) -> None:
        self.told.append(message)

    def touch(self, site_id: str, touch: Touch, language: Language) -> None:
        raise AssertionError((site_id, touch, language))


@pytest.fixture
def stand() -> Iterator[Stand]:
    with roomos.start(count=1, pace=0.02) as site, standing(site) as stand:
        yield stand


def test_a_room_whose_line_was_lost_since_it_was_looked_at_is_not_dialled(stand: Stand) -> None:
    plan, heard = stand.plan(1), Deaf()
    room = RoomAtWork(plan.sites[0], partial(stand.connect, "room1"), Setup(plan, heard, stand.clock, (0.05,)))
    room.start()
    try:
        room.give(Look("room1", 1))
        until(lambda: any(isinstance(message, Looked) for message in heard.told))
        stand.room("room1").power_off()
        stand.room("room1").power_on()
        until(lambda: heard.told.count(LineBack("room1")) == 2)
        room.give(Dial("room1", 2))
        until(lambda: NoContact("room1", 2) in heard.told)
    finally:
        room.close()
        room.join()
    assert stand.done("room1", "Dial") == []
