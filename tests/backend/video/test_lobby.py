"""Being led on to a service that reports: as what, and since when, and how long it counts."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.video.lobby import ABSENT_SECONDS, LEADS_AGAIN
from backend.video.models import PresenceState
from backend.video.service import Role
from tests.backend.video.house import House, arrival, found

COMING, LEFT = PresenceState.COMING, PresenceState.LEFT


def leader(house: House, reason: str = "left") -> str:
    """Return a conference where a guest who was made host has just left."""
    conference = house.want()
    house.let_in(conference, "g")
    with house.database.write() as session:
        house.live.make_host(session, conference, "g")
        house.live.leave(session, found(session, conference, "g"), reason=reason)
    return conference


def come(house: House, conference: str, *, resume: bool = True) -> None:
    with house.database.write() as session:
        house.live.come(session, house.conferences.get(session, conference), arrival("g"), Role.GUEST, resume=resume)


@pytest.mark.parametrize("reason", ["left", "lost"])
def test_a_made_host_who_comes_back_soon_is_on_the_way_as_host_however_often(house: House, reason: str) -> None:
    conference, left = leader(house, reason), house.clock.now()
    for seconds in (5, 50, 64):
        house.clock.advance(seconds=seconds)
        come(house, conference)
        there = house.presence(conference, "g")
        assert (there.role, there.state, there.since) == (Role.HOST, COMING, left)
    house.clock.advance(seconds=1)
    come(house, conference)
    assert (house.presence(conference, "g").role, house.presence(conference, "g").since) == (
        "guest",
        left + LEADS_AGAIN,
    )


def by_the_link_alone(house: House, conference: str) -> None:
    come(house, conference, resume=False)


def too_late(house: House, conference: str) -> None:
    house.clock.advance(seconds=LEADS_AGAIN.total_seconds())
    come(house, conference)


def put_out(house: House, conference: str) -> None:
    with house.database.write() as session:
        house.live.send_away(session, conference, "g")
    come(house, conference)


@pytest.mark.parametrize("comes", [by_the_link_alone, too_late, put_out])
def test_else_they_are_on_the_way_as_a_guest(house: House, comes: Callable[[House, str], None]) -> None:
    conference = leader(house)
    house.clock.advance(seconds=5)
    comes(house, conference)
    there = house.presence(conference, "g")
    assert (there.role, there.state, there.since) == (Role.GUEST, COMING, house.clock.now())


def test_who_never_came_there_is_not_let_lead_again_for_having_turned_back(house: House) -> None:
    conference, left = leader(house), house.clock.now()
    house.clock.advance(seconds=30)
    come(house, conference)
    house.pass_time(ABSENT_SECONDS)
    there = house.presence(conference, "g")
    assert (there.state, there.since) == (LEFT, left)
    come(house, conference)
    assert house.presence(conference, "g").role == Role.GUEST
    assert timedelta(seconds=ABSENT_SECONDS) > LEADS_AGAIN
