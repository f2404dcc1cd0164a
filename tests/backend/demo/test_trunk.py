"""A room that dials a meeting at Pexip is on the bridge where the node has it, and each side's end is the other's."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from backend.demo.gateway import Gateway
from backend.demo.pexip import DOMAIN, ROOMS_LOCATION
from backend.demo.rooms import ROOMS
from backend.storage import Database
from simulators import roomos
from simulators.pexip.asker import OneConference
from simulators.pexip.call import Call, Properties
from simulators.pexip.configuration import Configuration
from simulators.pexip.site import Site
from simulators.pexip.web.routes import routes
from simulators.roomos.desk import Desk
from simulators.roomos.endpoint import Endpoint
from tests.simulators.pexip.client import App
from tests.waiting import until

NOWHERE = "http://127.0.0.1:9"
ALIAS, HOST_PIN = "provmote", "84736251"
BOOKED, OTHER = ROOMS[:2]


class Policy(OneConference):
    """Lets the booked room past the lobby by what it is called, where only rooms call from."""

    async def properties(self, call: Call, configuration: Configuration) -> Properties:  # noqa: ARG002 - the port's
        if call.protocol != "sip":
            return Properties()
        known = call.remote_alias.startswith(f"sip:{BOOKED.room_id}@") and call.location == ROOMS_LOCATION
        return Properties(role="guest", bypass_lock=known)


@pytest.fixture(scope="module")
def node() -> Iterator[Site]:
    with Site() as site:
        meeting = Configuration("Vårdmöte", pin=HOST_PIN, allow_guests=True, locked=True)
        site.add(Policy(ALIAS, meeting), routes=routes)
        yield site


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with roomos.start(2, names=[BOOKED.name, OTHER.name], pace=0.1) as site:
        opened = Desk(site)
        yield opened
        opened.close()


@pytest.fixture
def rooms(desk: Desk) -> list[Endpoint]:
    return list(desk._site.endpoints)


@pytest.fixture
def gateway(desk: Desk, node: Site, rooms: list[Endpoint]) -> Iterator[Gateway]:
    # What Pexip holds is the node's to ask the product of: nothing is asked of it from here.
    database = Database("sqlite://")
    way = Gateway(desk.url, NOWHERE, database, node.url)
    way.open()
    yield way
    for room in rooms:
        if room.calls:
            room.hang_up()
    until(lambda: not any(room.calls for room in rooms))
    way.look()
    until(lambda: not any(one.name == "gateway" for one in threading.enumerate()))
    database.close()


def dial(room: Endpoint, way: Gateway, alias: str = ALIAS) -> None:
    room.dial(f"SIP:{alias.upper()}@{DOMAIN}")
    until(lambda: "Connected" in room.calls)
    way.look()


def calls(node: Site) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = requests.get(f"{node.url}/_calls", timeout=10).json()["calls"]
    return listed


def places(desk: Desk, where: str) -> set[str]:
    conferences = requests.get(f"{desk.url}/_bridge", timeout=10).json()["conferences"]
    return {name for one in conferences for name in one[where]}


def test_a_room_is_where_the_node_has_it_and_leaves_the_node_as_it_hangs_up(
    gateway: Gateway, desk: Desk, node: Site, rooms: list[Endpoint]
) -> None:
    with App(node.url, ALIAS) as host:
        host.join(HOST_PIN, "Värd")
        host.send_media()
        for room in rooms:
            dial(room, gateway)
        until(lambda: (places(desk, "in"), places(desk, "lobby")) == ({BOOKED.name}, {OTHER.name}))
        waits = next(one for one in calls(node) if one["state"] == "waiting_room")
        assert (waits["name"], waits["alias"]) == (OTHER.name, f"sip:{ALIAS}@{DOMAIN}")
        host.ask(f"participants/{waits['participant']}/unlock")
        until(lambda: places(desk, "in") == {BOOKED.name, OTHER.name})
        rooms[0].hang_up()
        until(lambda: not rooms[0].calls)
        gateway.look()
        until(lambda: [one["state"] for one in calls(node)] == ["ended", "conference"])
        # Put out at Pexip is out in the room.
        host.ask(f"participants/{waits['participant']}/disconnect")
        until(lambda: not rooms[1].calls)


def test_rooms_come_from_one_address_which_is_none_of_theirs(
    gateway: Gateway, node: Site, rooms: list[Endpoint]
) -> None:
    dial(rooms[1], gateway)
    called = until(lambda: [*node.front.ground.switchboard.calls.values()])
    assert {made.call.remote_address for made in called} == {"192.0.2.10"}


def test_an_alias_that_the_node_does_not_know_is_hung_up(gateway: Gateway, node: Site, rooms: list[Endpoint]) -> None:
    dial(rooms[0], gateway, "b0")
    until(lambda: not rooms[0].calls)
    assert calls(node)[-1]["state"] == "refused"


def test_a_node_that_is_gone_leaves_no_room_in_a_call(gateway: Gateway, desk: Desk, rooms: list[Endpoint]) -> None:
    del gateway
    database = Database("sqlite://")
    dial(rooms[0], Gateway(desk.url, NOWHERE, database, NOWHERE))
    until(lambda: not rooms[0].calls)
    database.close()
