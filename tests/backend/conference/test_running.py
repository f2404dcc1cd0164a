"""Conferences in six software rooms, steered over the API: point 4 of issue 5, without the killing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rooms.panel import PANEL
from simulators import roomos
from simulators.roomos.bridge import Conference, Place
from tests.backend.conference.house import House, bridges, standing
from tests.product import code_of
from tests.waiting import until

# Fifty times as fast as in a room.
PACE = 0.02
ALL = tuple(f"room{number}" for number in range(1, 7))
Start = Callable[[], House]


@pytest.fixture(scope="module")
def stood() -> Iterator[tuple[roomos.Site, dict[str, Conference]]]:
    with roomos.start(count=6, pace=PACE) as site:
        yield site, bridges(site)


@pytest.fixture
def site(stood: tuple[roomos.Site, dict[str, Conference]]) -> roomos.Site:
    return stood[0]


@pytest.fixture
def bridge(stood: tuple[roomos.Site, dict[str, Conference]]) -> Conference:
    return stood[1]["mdk-1"]


@pytest.fixture
def house(tmp_path: Path, database_url: str, site: roomos.Site) -> Iterator[House]:
    with standing(tmp_path, database_url, site) as house:
        yield house


def test_one_press_brings_six_rooms_together_and_one_press_ends_it(house: House, bridge: Conference) -> None:
    house.start()
    path = house.make(rooms=6)
    until(lambda: all(house.panels(room) == {PANEL} for room in ALL))
    assert house.press(path, "begin", press_id="the-first-one").status_code == 202
    for room in ALL:
        # Nobody is dialled whose people have not said yes: the presenter's neither.
        until(lambda room=room: house.question(room))
        assert house.dials(room) == 0
        house.answer(room)
    house.until_stage(path, *ALL, stage="connected")
    until(lambda: len(bridge.people(Place.IN)) == 6)
    assert house.press(path, "begin", press_id="the-first-one").status_code == 202
    assert house.press(path, "next").status_code == 202
    until(lambda: house.told(path)["case"] == 1)
    assert code_of(house.press(path, "next")) == (409, "not-now")

    house.room("room3").power_off()
    house.until_stage(path, "room3", stage="unreachable")
    house.room("room3").power_on()
    house.answer("room3")
    house.until_stage(path, "room3", stage="connected")

    assert house.press(path, "end").status_code == 202
    until(lambda: house.told(path)["state"] == "over")
    assert not bridge.people(Place.IN)
    assert not any(house.room(room).calls for room in ALL)
    assert [house.dials(room) for room in ALL] == [1, 1, 2, 1, 1, 1]
    until(lambda: not any(house.panels(room) for room in ALL))
    until(lambda: not any(house.room(room).sessions for room in ALL))
    assert code_of(house.press(path, "next")) == (409, "not-now")
