"""Orders for faults: over an endpoint's own HTTPS, over the desk, and what they do."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import asyncssh
import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators import roomos
from simulators.roomos.control import ACTS, Senseless, read
from simulators.roomos.desk import Desk
from simulators.roomos.faults import Fault
from simulators.roomos.feedback import Subscription
from simulators.roomos.power import BOOT_SECONDS, Power
from simulators.roomos.tree import Branch
from tests import waiting
from tests.simulators.roomos.waiting import power, until, until_power

PACE = 0.001
KEYS = ("count", "seconds", "minutes", "version")
NAMES = [*ACTS, *map(str, Fault)]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@pytest.fixture
def site() -> Iterator[roomos.Site]:
    with roomos.start(2, pace=PACE) as running:
        yield running


@pytest.fixture
def desk(site: roomos.Site) -> Iterator[Desk]:
    opened = Desk(site)
    yield opened
    opened.close()


def order(desk: Desk, **body: Any) -> int:
    return requests.post(f"{desk.url}/_control", json=body, timeout=10).status_code


def test_an_endpoints_own_port_orders_for_that_endpoint(site: roomos.Site, tmp_path: Path) -> None:
    first, second = site.endpoints
    ca = tmp_path / "ca.pem"
    ca.write_bytes(site.tls.pem)

    def ask(**body: Any) -> int:
        url = f"https://localhost:{first.https}/_control"
        return requests.post(url, json=body, timeout=10, verify=str(ca)).status_code

    assert ask(fault="slow", count=2) == 204
    assert [one.do(lambda device: device.faults.due(Fault.SLOW)) for one in (first, first, first, second)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert ask(fault="slow", endpoint="room2") == 204
    assert second.do(lambda device: device.faults.due(Fault.SLOW))


def test_the_desk_orders_for_all_or_for_the_one_that_is_named(site: roomos.Site, desk: Desk) -> None:
    def due() -> list[bool]:
        return [one.do(lambda device: device.faults.due(Fault.DROP)) for one in site.endpoints]

    assert order(desk, fault="drop") == 204
    assert due() == [True, True]
    assert order(desk, fault="drop", endpoint="room2") == 204
    assert due() == [False, True]
    order(desk, fault="drop", count=9)
    order(desk, fault="none")
    assert due() == [False, False]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"fault": "fire"},
        {"fault": "slow", "endpoint": "room9"},
        {"fault": "slow", "endpoint": ["room1"]},
        {"fault": "slow", "count": "many"},
        {"fault": "slow", "why": "because"},
        {"fault": "version", "version": "8"},
    ],
)
def test_what_makes_no_sense_is_400(desk: Desk, body: Any) -> None:
    assert requests.post(f"{desk.url}/_control", json=body, timeout=10).status_code == 400
    assert requests.post(f"{desk.url}/_control", data=b"{", timeout=10).status_code == 400


@settings(max_examples=50)
@given(JSON | st.fixed_dictionaries({"fault": st.sampled_from(NAMES)}, optional=dict.fromkeys(KEYS, JSON)))
def test_an_order_is_read_or_refused(body: Any) -> None:
    with suppress(Senseless):
        ordered = read(body)
        assert ordered.fault in NAMES
        assert timedelta(minutes=ordered.minutes) + timedelta(seconds=ordered.seconds or 0)


def refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=10).close()
    except ConnectionRefusedError:
        return True
    except ConnectionResetError:
        pass
    return False


def test_power_is_lost_and_comes_back(site: roomos.Site, desk: Desk) -> None:
    first, second = site.endpoints
    second.dial(first.address)
    order(desk, fault="power-loss", endpoint="room1")
    assert power(first) is Power.OFF
    # Its ports close a moment later; a TLS connection begun in between is left open by Python's own library.
    waiting.until(lambda: refuses(first.https))
    order(desk, fault="power-back", endpoint="room1")
    assert BOOT_SECONDS * PACE < 1
    until_power(first, Power.ON)
    order(desk, fault="power-loss", endpoint="room1", seconds=30)
    until_power(first, Power.ON)
    assert power(second) is Power.ON


def test_deep_sleep_ends_by_itself_or_when_woken(site: roomos.Site, desk: Desk) -> None:
    first = site.endpoints[0]
    order(desk, fault="deep-sleep", endpoint="room1")
    until_power(first, Power.ASLEEP)
    order(desk, fault="wake", endpoint="room1")
    assert power(first) is Power.ON
    order(desk, fault="deep-sleep", endpoint="room1", seconds=60)
    until_power(first, Power.ASLEEP)
    until_power(first, Power.ON)


def test_another_software_and_another_key(site: roomos.Site, desk: Desk) -> None:
    first, second = site.endpoints
    order(desk, fault="version", version="9.15")
    assert first.do(lambda device: device.identity.profile) == "9.15"
    until_power(first, Power.ON)
    before, other = first.host_key, second.host_key
    assert order(desk, fault="host-key", endpoint="room1") == 204
    assert (first.host_key != before, second.host_key) == (True, other)
    shown = site.wait(asyncssh.get_server_host_key("127.0.0.1", first.ssh))
    assert shown is not None
    assert shown.get_fingerprint() == first.host_key


def test_a_clock_goes_wrong_in_one_room_alone(site: roomos.Site, desk: Desk) -> None:
    first, second = site.endpoints
    order(desk, fault="clock", endpoint="room1", minutes=-90)
    now = [one.do(lambda device: device.machine.clock.now()) for one in (first, second)]
    assert 89 * 60 < (now[1] - now[0]).total_seconds() < 91 * 60


def test_events_are_told_twice_as_often_as_ordered(site: roomos.Site, desk: Desk) -> None:
    room, other = site.endpoints
    heard: list[str] = []
    come = threading.Event()

    def hear(tree: Branch) -> None:
        heard.append(str(next(iter(cast("Branch", tree["Event"])))))
        if heard[-1] == "CallDisconnect":
            come.set()

    end = room.do(lambda device: device.subscribe(Subscription(hear, [("Event",)])))
    order(desk, fault="twice", endpoint="room1")
    other.dial(room.address)
    until(room, "Ringing", "Call", 1, "Status")
    room.reject()
    assert come.wait(10)
    room.do(lambda _: end())
    assert heard == ["IncomingCallIndication", "IncomingCallIndication", "CallDisconnect"]


@pytest.mark.parametrize(("name", "status"), [("127.0.0.1", 200), ("localhost", 200), ("evil.example", 421)])
def test_the_desk_answers_to_its_own_names_alone(desk: Desk, name: str, status: int) -> None:
    answer = requests.get(f"{desk.url}/_bridge", headers={"Host": f"{name}:{desk.port}"}, timeout=10)
    assert answer.status_code == status


def test_the_desk_opens_looks_into_and_ends_conferences(site: roomos.Site, desk: Desk) -> None:
    url, room = f"{desk.url}/_bridge", site.endpoints[0]
    body = {"name": "mdk", "host": "v@bro.example", "guest": "g@bro.example", "guest_pin": "1"}
    assert requests.post(url, json=body, timeout=10).status_code == 204
    room.dial("v@bro.example")
    until(room, "Connected", "Call", 1, "Status")
    told = requests.get(url, timeout=10).json()
    assert told == {"conferences": [{"name": "mdk", "in": ["Room 1"], "lobby": []}]}
    assert requests.delete(f"{url}/mdk", timeout=10).status_code == 204
    until(room, [], "Call")


def test_somebody_else_lets_a_room_in_and_puts_it_out(site: roomos.Site, desk: Desk) -> None:
    url, room, name = f"{desk.url}/_bridge", site.endpoints[0], "b1@moten.example"
    moves = f"{url}/{name}/moves"
    assert requests.post(moves, json={"who": "Room 1", "to": "in"}, timeout=10).status_code == 404
    assert requests.post(url, json={"domain": "moten.example"}, timeout=10).status_code == 204
    room.dial(name)
    until(room, "Connected", "Call", 1, "Status")
    for to, where in (("in", "in"), ("lobby", "lobby")):
        assert requests.post(moves, json={"who": "Room 1", "to": to}, timeout=10).status_code == 204
        conferences = {one["name"]: one for one in requests.get(url, timeout=10).json()["conferences"]}
        assert conferences[name][where] == ["Room 1"]
    assert requests.post(moves, json={"who": "Room 1", "to": "away"}, timeout=10).status_code == 400
    assert requests.post(moves, json={"who": "Room 1", "to": "out"}, timeout=10).status_code == 204
    until(room, [], "Call")


@pytest.mark.parametrize(
    "body", [{}, [], {"name": "a"}, {"host": "a@b"}, {"name": 1, "host": "a@b"}, {"name": "a", "b": "c"}]
)
def test_a_conference_needs_a_name_and_an_entrance(desk: Desk, body: Any) -> None:
    assert requests.post(f"{desk.url}/_bridge", json=body, timeout=10).status_code == 400
