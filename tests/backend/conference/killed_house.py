"""A conference of six rooms whose controller is killed again and again: point 4 of issue 5, with real processes.

Half a minute on each database: run by its path, as the processes' long tests are (`make test-processes`). On PostgreSQL
another worker stands by and takes over; on SQLite the only process is begun anew.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from rooms.panel import PANEL
from simulators import roomos
from simulators.roomos.bridge import Conference, Place
from simulators.roomos.errors import Failed
from tests.backend.conference.house import House, bridges, standing
from tests.backend.holders import Holders
from tests.waiting import until

ALL = tuple(f"room{number}" for number in range(1, 7))


@pytest.fixture
def site() -> Iterator[roomos.Site]:
    with roomos.start(count=6, pace=0.1) as site:
        yield site


@pytest.fixture
def bridge(site: roomos.Site) -> Conference:
    return bridges(site)["mdk-1"]


@pytest.fixture
def house(tmp_path: Path, database_url: str, site: roomos.Site) -> Iterator[House]:
    with standing(tmp_path, database_url, site, real=True) as house:
        yield house


@pytest.fixture
def holders(tmp_path: Path, database_url: str, house: House) -> Iterator[Holders]:
    del house
    begun = Holders("tests.backend.conference.holder", tmp_path, database_url)
    yield begun
    begun.end()


def test_whoever_is_killed_in_the_middle_another_goes_on_and_nobody_is_in_two_calls(
    house: House, holders: Holders, bridge: Conference
) -> None:
    path = house.make(rooms=6)
    most: dict[str, int] = dict.fromkeys(ALL, 0)

    def all_are_in() -> bool:
        """Let whoever is asked say yes, and count the calls each room has at a time."""
        for room in ALL:
            most[room] = max(most[room], len(house.room(room).calls))
            if house.question(room):
                with suppress(Failed):
                    house.room(room).answer_prompt(1)
        return set(house.stages(path).values()) == {"connected"}

    until(lambda: all(PANEL in house.panels(room) for room in ALL))
    house.touch("room1", "begin")
    until(lambda: house.told(path)["begun_at"])
    holders.kill()
    until(lambda: all_are_in() or sum(bool(house.room(room).calls) for room in ALL) > 1)
    holders.kill()
    until(all_are_in)
    assert len(bridge.people(Place.IN)) == 6
    dials = {room: house.dials(room) for room in ALL}

    house.room("room3").power_off()
    holders.kill()
    until(lambda: house.stages(path)["room3"] != "connected")
    house.room("room3").power_on()
    until(all_are_in)
    assert house.press(path, "next").status_code == 202
    until(lambda: house.told(path)["case"] == 1)
    # Who was in a call is in the same call: only the room that lost its power was dialled again.
    assert {room: house.dials(room) for room in ALL} == dials | {"room3": dials["room3"] + 1}

    assert house.press(path, "end").status_code == 202
    until(lambda: house.told(path)["ending"] or house.told(path)["state"] == "over")
    holders.kill()
    until(lambda: house.told(path)["state"] == "over")
    until(lambda: not any(house.room(room).calls or PANEL in house.panels(room) for room in ALL))
    assert not bridge.people(Place.IN)
    assert set(most.values()) == {1}


@pytest.mark.usefixtures("bridge")
def test_a_room_with_a_patient_is_left_alone_whoever_is_killed(house: House, holders: Holders) -> None:
    path = house.make(rooms=3)
    until(lambda: all(PANEL in house.panels(room) for room in ALL[:3]))
    house.room("room2").dial("mdk2@bro.example")
    until(lambda: house.room("room2").calls)
    assert house.press(path, "begin").status_code == 202
    house.until_stage(path, "room2", stage="busy")
    holders.kill()

    def others_are_in() -> bool:
        for room in ("room1", "room3"):
            # Whoever answered a moment before the kill is asked again.
            if house.question(room):
                with suppress(Failed):
                    house.room(room).answer_prompt(1)
        return house.stages(path) == {"room1": "connected", "room2": "busy", "room3": "connected"}

    until(others_are_in)
    assert house.press(path, "retry", "room2").status_code == 202
    until(lambda: house.stages(path)["room2"] == "busy")
    assert not house.question("room2")
    assert house.press(path, "end").status_code == 202
    until(lambda: house.told(path)["state"] == "over")
    assert len(house.room("room2").calls) == 1
    assert house.dials("room2") == 0
