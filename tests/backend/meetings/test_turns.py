import pytest

from backend.meetings.turns import Turns
from backend.profiles import Profile
from tests.backend.meetings.clinic import Clinic


@pytest.mark.parametrize("turn", [-30 * 60, 2 * 3600 + 1])
def test_pages_are_told_when_the_clock_opens_or_shuts_a_door(clinic: Clinic, profile: Profile, turn: int) -> None:
    house = clinic.house
    conference_id = clinic.conference(clinic.book()["id"])
    house.clock.advance(seconds=turn - 1)
    turns = Turns(house.database, house.clock, profile, house.hub)
    listener = house.hub.subscribe([f"conference:{conference_id}"])
    turns.look()
    assert listener.wait(0) is False
    house.clock.advance(seconds=1)
    turns.look()
    assert listener.wait(0) is True
    house.clock.advance(seconds=1)
    turns.look()
    assert listener.wait(0) is False
