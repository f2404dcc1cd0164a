"""The end of listening: nobody who has just been let in is forgotten."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress

import pytest

from simulators import roomos
from simulators.roomos.endpoint import Endpoint

ENDINGS: tuple[Callable[[Endpoint], object], ...] = (
    lambda room: room.device.power_off(),
    lambda room: room.device.reboot(),
    lambda room: asyncio.ensure_future(room.wiring.close()),
)


@pytest.mark.parametrize("way", ["ssh", "https"])
@pytest.mark.parametrize("ending", ENDINGS, ids=["off", "anew", "for good"])
def test_whoever_is_let_in_while_a_port_closes_is_hung_up_on(way: str, ending: Callable[[Endpoint], object]) -> None:
    with roomos.start() as site:
        room = site.endpoints[0]
        place = ("127.0.0.1", {"ssh": room.ssh, "https": room.https}[way])

        async def knock() -> socket.socket:
            knocking = socket.create_connection(place, timeout=20)
            # The loop has the end before it in its turn, and then lets in whoever knocks.
            await asyncio.sleep(0)
            ending(room)
            return knocking

        knocking = site.wait(knock())
    with knocking:
        assert hung_up(knocking)


def hung_up(line: socket.socket) -> bool:
    """Tell when the line has ended, with or without a goodbye. Raises TimeoutError when it stands."""
    with suppress(ConnectionResetError):
        while line.recv(4096):
            pass
    return True
