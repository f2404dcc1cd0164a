"""A room that dials a meeting of the demo waits at its door like anybody else, and is where the host wants it."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from backend.config import DEMO_MEETINGS
from backend.demo import gateway as gateways
from backend.demo.gateway import Gateway, events
from backend.video.builtin.models import BuiltinRoom
from simulators import roomos
from simulators.roomos.desk import Desk
from simulators.roomos.endpoint import Endpoint
from tests.backend.demo.served import served
from tests.contract.http.test_hosting import api, host_in
from tests.product import Caller
from tests.waiting import until

ROOM = "Konferensrum Björken"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with roomos.start(1, names=[ROOM], pace=0.1) as site:
        opened = Desk(site)
        yield opened
        opened.close()


@pytest.fixture
def room(desk: Desk) -> Endpoint:
    return desk._site.endpoints[0]


@pytest.fixture
def gateway(caller: Caller, desk: Desk, room: Endpoint) -> Iterator[Gateway]:
    with served(caller.product) as origin:
        way = Gateway(desk.url, origin, caller.product.database)
        way.open()
        yield way
        if room.calls:
            room.hang_up()
        until(lambda: not room.calls)
        way.look()
        until(lambda: not any(one.name == "gateway" for one in threading.enumerate()))


@pytest.fixture
def meeting(caller: Caller) -> dict[str, Any]:
    return caller.create()


def dial(room: Endpoint, caller: Caller) -> None:
    """Let the room dial the one meeting there is, as its panel does."""
    with caller.product.database.read() as session:
        reference = session.query(BuiltinRoom).one().reference
    room.dial(f"SIP:{reference.upper()}@{DEMO_MEETINGS}")
    until(lambda: "Connected" in room.calls)


def people(caller: Caller, meeting: dict[str, Any], state: str) -> list[dict[str, Any]]:
    listed = caller.call("GET", api(meeting, "participants")).get_json()["participants"]
    return [one for one in listed if one["state"] == state]


def places(desk: Desk, where: str) -> list[str]:
    conferences = requests.get(f"{desk.url}/_bridge", timeout=10).json()["conferences"]
    return [name for one in conferences for name in one[where]]


def test_the_room_waits_until_the_host_lets_it_in_and_is_out_when_the_host_says(
    caller: Caller, meeting: dict[str, Any], gateway: Gateway, desk: Desk, room: Endpoint
) -> None:
    dial(room, caller)
    gateway.look()
    waiting = until(lambda: people(caller, meeting, "waiting"))
    assert [one["name"] for one in waiting] == [ROOM]
    host = host_in(caller, meeting)
    assert places(desk, "lobby") == [ROOM]
    host.call("POST", api(meeting, "participants", waiting[0]["id"], "admit"))
    until(lambda: places(desk, "in") == [ROOM])
    gateway.look()
    host.call("POST", api(meeting, "participants", waiting[0]["id"], "remove"))
    until(lambda: not room.calls)
    gateway.look()


def test_a_room_that_hangs_up_has_left(
    caller: Caller, meeting: dict[str, Any], gateway: Gateway, room: Endpoint
) -> None:
    dial(room, caller)
    gateway.look()
    until(lambda: people(caller, meeting, "waiting"))
    room.hang_up()
    until(lambda: not room.calls)
    gateway.look()
    until(lambda: not people(caller, meeting, "waiting"))


def test_the_call_ends_with_the_meeting(
    caller: Caller, meeting: dict[str, Any], gateway: Gateway, room: Endpoint
) -> None:
    dial(room, caller)
    gateway.look()
    until(lambda: people(caller, meeting, "waiting"))
    version = caller.call("GET", api(meeting)).headers["ETag"]
    assert caller.call("DELETE", api(meeting), If_Match=version).status_code == 204
    until(lambda: not room.calls)


def test_a_room_that_is_early_waits_on_the_bridge_until_the_door_opens(
    caller: Caller, gateway: Gateway, desk: Desk, room: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateways, "_AGAIN_SECONDS", 0.02)
    meeting = caller.create(starts_in=24 * 60)
    dial(room, caller)
    gateway.look()
    assert places(desk, "lobby") == [ROOM]
    assert people(caller, meeting, "waiting") == []
    caller.clock.advance(hours=24)
    until(lambda: people(caller, meeting, "waiting"))


def test_an_address_that_is_no_meeting_is_hung_up(gateway: Gateway, room: Endpoint) -> None:
    room.dial(f"b0@{DEMO_MEETINGS}")
    until(lambda: "Connected" in room.calls)
    gateway.look()
    until(lambda: not room.calls)


def test_a_stream_is_read_by_its_events() -> None:
    lines = [b"event: door", b'data: {"state": "open"}', b"", b": sign of life", b"", b"event: bye", b"data: {}", b""]
    assert list(events(lines)) == [("door", {"state": "open"}), ("bye", {})]
