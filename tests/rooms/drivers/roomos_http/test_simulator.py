"""HTTPS to the software endpoint: the same dialogue and faults, by somebody who knows nothing of this driver."""

from collections.abc import Iterator

import pytest

from rooms.drivers.roomos_http import lane
from rooms.drivers.roomos_http.channel import HttpChannel
from rooms.drivers.roomos_http.connect import open_channel
from rooms.endpoint import Account
from rooms.errors import AuthenticationRefused, Busy, Lost, RateLimited, RoomError, Unreachable, Unreadable
from simulators.roomos.faults import Fault
from tests.rooms.drivers.software import ACCOUNT, PACE, Room, standing
from tests.rooms.drivers.tls_device import HASTE, PATIENCE
from tests.waiting import until


@pytest.fixture(autouse=True)
def _as_fast_as_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask as much faster as the room's time goes faster: its own limits are kept to."""
    monkeypatch.setattr(lane, "PER_SECOND", lane.PER_SECOND / PACE)


@pytest.fixture
def room() -> Iterator[Room]:
    with standing("https") as stood:
        yield stood


def test_a_wrong_password_counts_once(room: Room) -> None:
    with pytest.raises(AuthenticationRefused):
        open_channel(room.address, Account(ACCOUNT.user, "fel"), room.trust, PATIENCE)
    assert room.endpoint.device.sessions.refused == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.DROP, Lost),
        (Fault.HALF, Lost),
        (Fault.GARBAGE, Unreadable),
        (Fault.HUGE, Unreadable),
        (Fault.BOMB, Unreadable),
        (Fault.REFUSE, Lost),
    ],
)
def test_a_fault_ends_the_session(room: Room, fault: Fault, error: type[RoomError]) -> None:
    channel = open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    if fault is Fault.HALF:  # of which the other half never comes
        channel._session._answer_seconds = HASTE.answer
    room.order(fault)
    with pytest.raises(error):
        channel.status(("SystemUnit",))
    assert room.endpoint.sessions == []


def test_a_device_with_too_many_questions_is_asked_again_in_the_same_session(room: Room) -> None:
    channel = open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    room.order(Fault.RATE_LIMIT)
    with pytest.raises(RateLimited):
        channel.command(("Audio", "Volume", "Set"), {"Level": 33})
    channel.command(("Audio", "Volume", "Set"), {"Level": 44})
    assert channel.status(("Audio", "Volume")) == "44"
    room.order(Fault.RATE_LIMIT)
    channel.close()


def test_a_device_without_a_session_left_is_busy(room: Room) -> None:
    room.order(Fault.SESSION_LIMIT)
    with pytest.raises(Busy):
        open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    channels = [open_channel(room.address, ACCOUNT, room.trust, PATIENCE) for _ in range(20)]
    with pytest.raises(Busy):
        open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    for channel in channels:
        channel.close()


def test_a_restart_is_seen_and_the_room_found_again(room: Room) -> None:
    channel = open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    room.endpoint.power_off()
    # It is cut off while it goes down, or found gone.
    assert raised(channel.status, ("SystemUnit",)) in {Unreachable, Lost}
    room.endpoint.power_on()
    again = until(lambda: opened(room))
    assert raised(channel.status, ("SystemUnit",)) is Lost
    assert again.status(("Audio", "Volume")) == "50"
    again.close()


def raised(ask: object, *given: object) -> type[Exception] | None:
    assert callable(ask)
    try:
        ask(*given)
    except RoomError as fault:
        return type(fault)
    return None


def opened(room: Room) -> HttpChannel | None:
    try:
        return open_channel(room.address, ACCOUNT, room.trust, PATIENCE)
    except Unreachable:
        return None
