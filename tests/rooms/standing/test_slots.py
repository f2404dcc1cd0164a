"""The slot of a room that posts: made, woken, made again, and never somebody else's."""

from collections.abc import Iterator

import pytest

from rooms.drivers import DRIVERS
from rooms.endpoint import Endpoint
from rooms.standing import slots
from tests.rooms.drivers.software import ACCOUNT, Room, standing
from tests.waiting import until

URL = "http://127.0.0.1:9/hooks/rooms/a/key"
OTHERS = "http://127.0.0.1:9/others"


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    with standing("https") as room:
        yield room


@pytest.fixture
def reached(room: Room) -> Iterator[Endpoint]:
    endpoint = DRIVERS["https"](room.address, ACCOUNT, room.trust)
    yield endpoint
    endpoint.close()
    for number in (1, 2, 3, 4):
        room.endpoint.do(lambda device, number=number: device.parts.slots.deregister(number))  # type: ignore[misc]  # a default in a lambda


def there(room: Room) -> dict[int, str]:
    return room.endpoint.do(lambda device: {number: one.url for number, one in device.parts.slots.slots.items()})


def take(room: Room, *numbers: int) -> None:
    for number in numbers:
        room.endpoint.do(
            lambda device, number=number: device.parts.slots.register(number, OTHERS, "JSON", ["/Event/BootEvent"])  # type: ignore[misc]  # as above
        )


def test_it_is_made_once_changed_with_the_key_and_made_again_when_lost(room: Room, reached: Endpoint) -> None:
    assert slots.keep(reached, URL)
    assert there(room) == {2: URL}
    assert slots.keep(reached, URL + "2")
    assert there(room) == {2: URL + "2"}
    room.endpoint.do(lambda device: device.parts.slots.deregister(2))
    assert slots.keep(reached, URL)
    assert there(room) == {2: URL}


def test_one_that_gave_up_is_woken(room: Room, reached: Endpoint) -> None:
    assert slots.keep(reached, URL)
    slot = room.endpoint.do(lambda device: device.parts.slots.slots[2])
    # Nobody listens there.
    room.endpoint.do(lambda device: device.machine.happen("BootEvent", {"Action": "Restart"}))
    until(lambda: not slot.ok)
    assert slots.keep(reached, URL)
    assert room.endpoint.do(lambda device: device.parts.slots.slots[2].ok)


def test_others_slots_are_left_and_the_third_is_not_ours_to_take(room: Room, reached: Endpoint) -> None:
    take(room, 2)
    assert slots.keep(reached, URL)
    assert there(room) == {1: URL, 2: OTHERS}
    take(room, 1, 4)
    assert not slots.keep(reached, URL)
    assert there(room) == {1: OTHERS, 2: OTHERS, 4: OTHERS}
