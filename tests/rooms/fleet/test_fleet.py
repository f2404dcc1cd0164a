"""Visits to software endpoints, some of them dead, wrong or busy."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast
from unittest.mock import create_autospec

import pytest

from rooms.accounts import Accounts, Duty, told
from rooms.drivers import Patience
from rooms.endpoint import Address, Endpoint
from rooms.errors import AuthenticationRefused, KeyUnusable, NotSupported, Unreachable, Untrusted
from rooms.fleet import Fleet, InCall, Outcome, Result, StopsInMemory
from rooms.inventory import Room
from simulators import roomos
from simulators.roomos.site import Site
from tests.rooms.fleet.place import accounts, dead, fleet, keys_of, room, rooms_of
from tests.waiting import until


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with roomos.start(6, pace=0.1) as stood:
        yield stood
        until(lambda: not any(one.sessions for one in stood.endpoints))


def name(_: Room, endpoint: Endpoint) -> str:
    return endpoint.identity().name


def by_id(results: Iterator[Result[str]]) -> dict[str, Outcome]:
    return {one.room.room_id: one.outcome for one in results}


def test_every_room_gives_its_own_result_and_no_session_stays(site: Site) -> None:
    results = list(fleet(site).each(rooms_of(site), Duty.CONTROL, name))
    assert {one.room.room_id: one.value for one in results} == {f"room{n}": f"Room {n}" for n in range(1, 7)}
    until(lambda: not any(one.sessions for one in site.endpoints))


def test_no_more_rooms_at_a_time_than_told(site: Site) -> None:
    inside: list[int] = []
    now, lock = 0, threading.Lock()

    pair = threading.Barrier(2, timeout=30)

    def count(_: Room, __: Endpoint) -> None:
        nonlocal now
        with lock:
            now += 1
            inside.append(now)
        pair.wait()
        with lock:
            now -= 1

    way = fleet(site, at_once=2)
    still = Fleet(way.accounts, way.keys, way.stops, 2, way.patience, clock=lambda: 0.0)  # nobody is slow by it
    assert all(one.is_ok for one in still.each(rooms_of(site), Duty.CONTROL, count))
    assert len(inside) == 6
    assert max(inside) == 2


def test_dead_rooms_hold_up_no_living_one(site: Site) -> None:
    # Two places, and eight that take the connection and say nothing come first; nobody waits for them to be given up.
    with dead(8) as silent:
        results = fleet(site, silent, at_once=2).each([*silent, *rooms_of(site)], Duty.CONTROL, name)
        living = [next(results) for _ in rooms_of(site)]
    assert {one.room.room_id for one in living} == {one.room_id for one in rooms_of(site)}
    assert set(by_id(results).values()) == {Outcome.UNREACHABLE}


def test_a_dead_room_is_left_alone_for_a_while(site: Site) -> None:
    with dead(1) as silent:
        way = fleet(site, silent)
        way.patience = Patience(connect=0.2, answer=0.2, alive=30.0)
        first = by_id(way.each(silent, Duty.CONTROL, name))
    assert first == {"dead0": Outcome.UNREACHABLE}
    assert by_id(way.each(silent, Duty.CONTROL, name)) == {"dead0": Outcome.BACKING_OFF}


def test_a_wrong_password_is_tried_once_in_each_room_until_a_person_says_so(site: Site) -> None:
    def refused() -> list[int]:
        return [one.do(lambda device: device.sessions.refused) for one in site.endpoints]

    before, way = refused(), fleet(site, password="wrong")
    both: list[dict[str, Outcome]] = []
    runs = [
        threading.Thread(target=lambda: both.append(by_id(way.each(rooms_of(site), Duty.CONTROL, name))))
        for _ in range(2)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    # Three rooms of six said no, and the rest were not asked: the same account would be refused there too.
    counted = Counter(outcome for one in both for outcome in one.values())
    assert counted == {Outcome.AUTHENTICATION_REFUSED: 3, Outcome.STOPPED: 3, Outcome.ACCOUNT_REFUSED: 6}
    assert sorted(late - early for late, early in zip(refused(), before, strict=True)) == [0, 0, 0, 1, 1, 1]
    assert by_id(way.each(rooms_of(site), Duty.CONTROL, name)).keys() == both[0].keys()
    assert sum(refused()) == sum(before) + 3

    way.accounts = accounts()
    again = by_id(way.each(rooms_of(site), Duty.CONTROL, name))
    assert Counter(again.values()) == {Outcome.STOPPED: 3, Outcome.OK: 3}
    way.stops.release(way.stops.all())
    assert set(by_id(way.each(rooms_of(site), Duty.CONTROL, name)).values()) == {Outcome.OK}


def test_another_key_than_the_approved_one_gets_no_password(site: Site) -> None:
    stops, (first, second, *_) = StopsInMemory(), rooms_of(site)
    keys = dict.fromkeys(keys_of(site), "SHA256:another") | dict(list(keys_of(site).items())[1:])
    refused = site.endpoints[0].do(lambda device: device.sessions.refused)
    way = Fleet(accounts("wrong"), keys, stops)
    result = way.one(first, Duty.ADMIN, name)
    assert (result.outcome, result.detail) == (Outcome.UNTRUSTED, site.endpoints[0].host_key)
    assert site.endpoints[0].do(lambda device: device.sessions.refused) == refused
    assert stops.all() == {"room1": "untrusted"}
    assert way.hindrance(second, Duty.ADMIN) is None


def test_a_key_file_that_cannot_be_read_stops_no_room_and_is_no_fault_of_the_rooms(site: Site, tmp_path: Path) -> None:
    way, good = fleet(site), accounts()
    way.accounts = told(keyed(str(tmp_path / "none")))
    first = by_id(way.each(rooms_of(site), Duty.CONTROL, name))
    assert set(first.values()) == {Outcome.KEY_UNUSABLE}
    assert way.stops.all() == {}
    with pytest.raises(KeyUnusable):
        way.connect(rooms_of(site)[0], Duty.CONTROL)
    way.accounts = good
    assert set(by_id(way.each(rooms_of(site), Duty.CONTROL, name)).values()) == {Outcome.OK}


def keyed(file: str) -> dict[str, str]:
    words = {"NETWORKS": "127.0.0.0/8", "CONTROL_USER": roomos.USER, "CONTROL_KEY_FILE": file}
    return {f"VARDMOTE_ROOMS_{name}": word for name, word in words.items()}


def test_what_is_not_spoken_to_is_said_before_anything_is(site: Site) -> None:
    (first, *_), elsewhere = rooms_of(site), room("far", 1)
    away = elsewhere._replace(address=Address("ssh", "192.0.2.1", 22))
    way = fleet(site)
    assert way.hindrance(room("bare", None), Duty.CONTROL) is Outcome.NO_ADDRESS
    assert way.hindrance(elsewhere, Duty.CONTROL) is Outcome.NOT_APPROVED
    assert way.hindrance(away, Duty.CONTROL) is Outcome.NOT_ALLOWED
    assert (
        Fleet(Accounts(accounts().networks), way.keys, way.stops).hindrance(first, Duty.CONTROL) is Outcome.NO_ACCOUNT
    )
    assert by_id(way.each([elsewhere], Duty.CONTROL, name)) == {"far": Outcome.NOT_APPROVED}


def test_what_a_room_says_no_to_is_named(site: Site) -> None:
    def refuse(_: Room, endpoint: Endpoint) -> None:
        endpoint.set_volume(101)

    def in_call(_: Room, __: Endpoint) -> None:
        raise InCall

    way, first = fleet(site), rooms_of(site)[0]
    assert way.one(first, Duty.CONTROL, refuse).outcome is Outcome.BAD_PARAMETER
    assert way.one(first, Duty.CONTROL, refuse).detail == "Level"
    assert way.one(first, Duty.CONTROL, in_call).outcome is Outcome.IN_CALL


def test_who_stops_asking_leaves_no_session_behind_and_begins_no_more(site: Site) -> None:
    asked: list[str] = []
    first, stopped = threading.Event(), threading.Event()

    def note(visited: Room, endpoint: Endpoint) -> None:
        asked.append(visited.room_id)
        if first.is_set():
            assert stopped.wait(30)
        first.set()
        endpoint.identity()

    way = fleet(site)
    still = Fleet(way.accounts, way.keys, way.stops, 1, way.patience, clock=lambda: 0.0)
    results = still.each(rooms_of(site), Duty.CONTROL, note)
    next(results)
    until(lambda: len(asked) == 2)
    timer = threading.Timer(0.5, stopped.set)  # while the second is in its room, nobody asks any more
    timer.start()
    results.close()
    assert len(asked) == 2
    until(lambda: not any(one.sessions for one in site.endpoints))


def test_a_fault_of_ours_comes_out_and_the_session_is_closed(site: Site) -> None:
    def stumble(_: Room, __: Endpoint) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(fleet(site).each(rooms_of(site), Duty.CONTROL, stumble))
    until(lambda: not any(one.sessions for one in site.endpoints))


def test_a_room_is_visited_by_one_at_a_time(site: Site) -> None:
    way, first = fleet(site), rooms_of(site)[0]
    inside, order = threading.Semaphore(1), []

    def alone(_: Room, endpoint: Endpoint) -> None:
        assert inside.acquire(blocking=False)
        order.append(endpoint.identity().name)
        inside.release()

    runs = [threading.Thread(target=lambda: list(way.each([first] * 2, Duty.CONTROL, alone))) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert order == ["Room 1"] * 4


def test_one_room_that_refuses_a_good_account_stops_only_itself(site: Site) -> None:
    site.endpoints[0].do(lambda device: setattr(device.sessions.accounts[roomos.USER], "password", "its own"))
    try:
        outcomes = by_id(fleet(site).each(rooms_of(site), Duty.CONTROL, name))
    finally:
        site.endpoints[0].do(lambda device: setattr(device.sessions.accounts[roomos.USER], "password", roomos.PASSWORD))
    assert outcomes == {**dict.fromkeys(outcomes, Outcome.OK), "room1": Outcome.AUTHENTICATION_REFUSED}


def test_a_session_that_is_held_is_refused_as_a_visit_is(site: Site) -> None:
    way, first = fleet(site), rooms_of(site)[0]
    held = way.connect(first, Duty.CONTROL)
    assert held.identity().name == "Room 1"
    held.close()
    way.stops.stop("room1", Outcome.AUTHENTICATION_REFUSED)
    for one, error in (
        (first, AuthenticationRefused),
        (room("new", 1), Untrusted),
        (room("bare", None), NotSupported),
        (first._replace(address=Address("ssh", "192.0.2.1", 22)), NotSupported),
    ):
        with pytest.raises(error):
            way.connect(one, Duty.CONTROL)


def slow_to_answer(way: Fleet, *, takes: bool) -> tuple[list[Address], threading.Event]:
    """Let rooms say what they say of the account when the event is set; return which were shown it, and the event."""
    shown, answered = list[Address](), threading.Event()

    def connect(address: Address, *_: object) -> Endpoint:
        shown.append(address)
        assert answered.wait(30)
        if takes:
            return cast("Endpoint", create_autospec(Endpoint, instance=True))
        raise AuthenticationRefused("no")

    way.drivers = {"ssh": connect}
    return shown, answered


def test_a_wrong_password_is_shown_to_three_also_by_those_who_hold_rooms(site: Site) -> None:
    way, rooms = fleet(site), rooms_of(site)
    shown, answered = slow_to_answer(way, takes=False)
    with ThreadPoolExecutor(len(rooms)) as pool:
        held = [pool.submit(way.connect, one, Duty.CONTROL) for one in rooms]
        until(lambda: len(shown) + sum(one.done() for one in held) == len(rooms))
        answered.set()
    faults = Counter(type(one.exception()) for one in held)
    assert faults == {AuthenticationRefused: 3, Unreachable: 3}
    left = [room for room, one in zip(rooms, held, strict=True) if isinstance(one.exception(), Unreachable)]
    # They try again by themselves, and say a person's help is needed.
    for one in left:
        with pytest.raises(AuthenticationRefused):
            way.connect(one, Duty.CONTROL)
    assert len(shown) == len(way.stops.all()) == 3


@pytest.mark.parametrize("takes", [True, False])
def test_a_visit_waits_for_what_held_rooms_say_of_the_account_and_no_longer(site: Site, *, takes: bool) -> None:
    way, (*rooms, last) = fleet(site), rooms_of(site)[:4]
    shown, answered = slow_to_answer(way, takes=takes)
    with ThreadPoolExecutor(4) as pool:
        held = [pool.submit(way.connect, one, Duty.CONTROL) for one in rooms]
        until(lambda: len(shown) == 3)
        visit = pool.submit(way.one, last, Duty.CONTROL, lambda _, __: None)
        until(lambda: any(thread.name == "rooms" for thread in threading.enumerate()))
        assert len(shown) == 3
        answered.set()
        assert visit.result(30).outcome is (Outcome.OK if takes else Outcome.ACCOUNT_REFUSED)
    assert all(isinstance(one.exception(), AuthenticationRefused) is not takes for one in held)


@pytest.mark.parametrize("scheme", ["https", "wss"])
def test_rooms_are_visited_over_every_way_of_speaking(site: Site, scheme: str) -> None:
    rooms = [room(one.id, one.https, scheme) for one in site.endpoints[:2]]
    keys = {one.address: site.tls.fingerprint for one in rooms if one.address}
    results = list(Fleet(accounts(), keys, StopsInMemory()).each(rooms, Duty.CONTROL, name))
    assert {one.value for one in results} == {"Room 1", "Room 2"}
    wrong = Fleet(accounts(), dict.fromkeys(keys, "SHA256:another"), StopsInMemory())
    assert set(by_id(wrong.each(rooms, Duty.CONTROL, name)).values()) == {Outcome.UNTRUSTED}
