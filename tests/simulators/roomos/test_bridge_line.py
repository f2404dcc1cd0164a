"""Rooms in the bridge: what a device's calls show of PINs, of the lobby's door, and of what others share."""

from collections.abc import Iterator

import pytest

from simulators import roomos
from simulators.roomos.bridge import Conference, Place, guest, host
from simulators.roomos.endpoint import HAND, Endpoint
from tests.simulators.roomos.waiting import until

HOSTS, GUESTS = "mdk.vard@bro.example", "mdk@bro.example"
PACE = 0.02


@pytest.fixture
def site() -> Iterator[roomos.Site]:
    with roomos.start(3, pace=PACE) as running:
        yield running


@pytest.fixture
def conference(site: roomos.Site) -> Conference:
    return site.call(lambda: site.bridge.open("mdk", host(HOSTS), guest(GUESTS, "99"), limit=2))


def command(endpoint: Endpoint, path: str, **values: str) -> None:
    endpoint.do(lambda device: device.command(HAND, tuple(path.split()), values))


def test_a_pin_is_asked_for_and_typed(site: roomos.Site, conference: Conference) -> None:
    room = site.endpoints[0]
    room.dial(GUESTS)
    asked = ("Conference", "Call", 1, "AuthenticationRequest")
    until(room, "HostPinOrGuestPin", *asked)
    until(room, "Connected", "Call", 1, "Status")
    command(room, "Call DTMFSend", DTMFString="99#")
    until(room, "None", *asked)
    assert site.call(lambda: conference.people(Place.LOBBY)) == ["Room 1"]
    site.endpoints[1].dial(HOSTS)
    until(site.endpoints[1], "Connected", "Call", 1, "Status")
    assert site.call(conference.people) == ["Room 1", "Room 2"]
    # Whoever comes when it is full is busy.
    site.endpoints[2].dial(HOSTS)
    until(site.endpoints[2], [], "Call")
    room.hang_up()
    until(room, [], "Call")
    assert site.call(conference.people) == ["Room 2"]


def test_three_wrong_pins_end_the_call(site: roomos.Site, conference: Conference) -> None:
    room = site.endpoints[0]
    room.dial(GUESTS)
    until(room, "HostPinOrGuestPin", "Conference", "Call", 1, "AuthenticationRequest")
    command(room, "Call DTMFSend", DTMFString="1#2#3#")
    until(room, [], "Call")
    assert site.call(lambda: conference.legs) == []


def test_all_who_are_in_see_what_one_shares_also_who_comes_late(site: roomos.Site) -> None:
    site.call(lambda: site.bridge.open("mdk", host(HOSTS)))
    first, second, late = site.endpoints
    mode = ("Conference", "Presentation", "Mode")
    for room in (first, second):
        room.dial(HOSTS)
        until(room, "Connected", "Call", 1, "Status")
    command(first, "Presentation Start", PresentationSource="2")
    until(first, "Sending", *mode)
    until(second, "Receiving", *mode)
    late.dial(HOSTS)
    until(late, "Receiving", *mode)
    first.hang_up()
    for room in (first, second, late):
        until(room, "Off", *mode)


def test_everybody_is_put_out_when_it_ends(site: roomos.Site, conference: Conference) -> None:
    room = site.endpoints[0]
    room.dial(HOSTS)
    until(room, "Connected", "Call", 1, "Status")
    site.call(conference.end)
    until(room, [], "Call")
