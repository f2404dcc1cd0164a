"""WebSocket to the software endpoint: the same dialogue and faults, by somebody who knows nothing of this driver."""

from collections.abc import Iterator
from queue import Queue

import pytest

from rooms.drivers.roomos_ws.channel import WsChannel
from rooms.drivers.roomos_ws.connect import open_channel
from rooms.endpoint import Account
from rooms.errors import AuthenticationRefused, Busy, Lost, NotSupported, RoomError, Unreachable, Unreadable
from rooms.xapi.channel import Node
from simulators.roomos.faults import Fault
from tests.rooms.drivers.software import ACCOUNT, Room, standing
from tests.rooms.drivers.tls_device import HASTE, PATIENCE
from tests.waiting import until


@pytest.fixture
def room() -> Iterator[Room]:
    with standing("wss") as stood:
        yield stood


def test_a_wrong_password_counts_once(room: Room) -> None:
    with pytest.raises(AuthenticationRefused):
        open_channel(room.address, Account(ACCOUNT.user, "fel"), room.trust, PATIENCE)
    assert room.endpoint.device.sessions.refused == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.SLOW, Lost),
        # Half of an answer is a whole message here, before the connection is cut.
        (Fault.DROP, Unreadable),
        (Fault.HALF, Unreadable),
        (Fault.GARBAGE, Unreadable),
        (Fault.HUGE, Unreadable),
        (Fault.BOMB, Unreadable),
    ],
)
def test_a_fault_ends_the_session_and_is_told(room: Room, fault: Fault, error: type[RoomError]) -> None:
    channel = open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    heard: Queue[dict[str, Node]] = Queue()
    channel.subscribe(("Status", "Call"), heard.put)
    if fault is Fault.SLOW:
        channel._answer_seconds = HASTE.answer
    room.order(fault)
    with pytest.raises(error):
        channel.status(("SystemUnit",))
    assert heard.get(timeout=10) == {}


def test_what_happens_in_the_room_is_heard(room: Room) -> None:
    channel = open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    heard: Queue[dict[str, Node]] = Queue()
    end = channel.subscribe(("Status", "Audio"), heard.put)
    channel.command(("Audio", "Volume", "Set"), {"Level": 33})
    assert heard.get(timeout=10) == {"Status": {"Audio": {"Volume": "33"}}}
    end()
    channel.command(("Audio", "Volume", "Set"), {"Level": 44})
    assert channel.status(("Audio", "Volume")) == "44"
    assert heard.empty()
    channel.close()


def test_what_is_not_there_is_not_supported(room: Room) -> None:
    channel = open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    with pytest.raises(NotSupported):
        channel.status(("Nonsense",))
    with pytest.raises(NotSupported):
        channel.command(("Dila",))
    channel.close()


def test_a_device_without_a_session_left_is_busy(room: Room) -> None:
    channels = [open_channel(room.address, ACCOUNT, room.trust, PATIENCE) for _ in range(20)]
    with pytest.raises(Busy):
        open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    for channel in channels:
        channel.close()


def test_a_restart_is_told_and_the_room_found_again(room: Room) -> None:
    channel = open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    heard: Queue[dict[str, Node]] = Queue()
    channel.subscribe(("Status", "Call"), heard.put)
    room.endpoint.power_off()
    assert heard.get(timeout=10) == {}
    with pytest.raises(Unreachable):
        open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    room.endpoint.power_on()
    again = until(lambda: opened(room))
    assert again.status(("Audio", "Volume")) == "50"
    again.close()


def opened(room: Room) -> WsChannel | None:
    try:
        return open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    except Unreachable:
        return None
