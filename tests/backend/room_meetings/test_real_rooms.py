"""Join entries in software endpoints, written by the product as it is wired: over SSH, to older software over HTTPS."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from backend.clock import FixedClock
from backend.config.settings import RoomSettings
from backend.fleet.pins import PinnedKeys
from backend.fleet.service import Fleet
from backend.room_meetings.writer import Writer
from rooms.endpoint import Address
from rooms.inventory import Room, RoomKind
from simulators import roomos
from simulators.roomos.endpoint import Endpoint
from simulators.roomos.identity import Identity
from simulators.roomos.nodes import Profile
from simulators.roomos.sessions import Account
from simulators.roomos.site import Site
from tests.backend.fleet.site import ACCOUNTS
from tests.backend.room_meetings.choosing import choose
from tests.product import Caller, wired


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with roomos.start(1, pace=0.1) as stood:
        for number, profile, teams in ((2, "9.15", False), (3, "26", True)):
            held = Identity(number, "Room", f"room{number}@{roomos.DOMAIN}", cast(Profile, profile), teams=teams)
            stood.add(held, {roomos.USER: Account(roomos.PASSWORD)})
        yield stood


@pytest.fixture
def staff(site: Site, tmp_path: Path, sqlite_url: str) -> Iterator[Caller]:
    accounts = tmp_path / "accounts.toml"
    accounts.write_text(ACCOUNTS.format(user=roomos.USER, password=roomos.PASSWORD), "utf-8")
    # The rooms go by their own clocks.
    clock = FixedClock(datetime.now(UTC).replace(microsecond=0))
    asked = RoomSettings(accounts=accounts, bookings=True, meeting_domain="meet.example", minutes_before=15)
    product = wired(tmp_path, sqlite_url, clock, rooms=asked)
    new, old, teams = site.endpoints
    rooms = {
        "teams": (Address("ssh", "127.0.0.1", teams.ssh), teams.host_key),
        "new": (Address("ssh", "127.0.0.1", new.ssh), new.host_key),
        "old": (Address("https", "127.0.0.1", old.https), site.tls.fingerprint),
    }
    Fleet(product.database, clock).bring_in(
        [Room(name, name, RoomKind.MEETING_ROOM, 8, (), "", address) for name, (address, _) in rooms.items()]
    )
    PinnedKeys(product.database, clock).pin(dict(rooms.values()))
    yield Caller(product, clock)
    product.stop()


def round_of(caller: Caller) -> Callable[[], int]:
    [work] = [work for _, name, work in caller.product.rooms.timed if name == "rooms.bookings"]
    # Its rounds are called here, not by the clock.
    return cast(Writer, getattr(work, "__self__")).round  # noqa: B009 - a function has none, as mypy sees it


def shown(endpoint: Endpoint) -> list[tuple[str, str, datetime]]:
    return endpoint.do(lambda device: [(one.title, one.number, one.start) for one in device.parts.bookings.stored()])


def test_a_meeting_comes_to_its_rooms_moves_and_goes(staff: Caller, site: Site) -> None:
    look, (new, old, teams) = round_of(staff), site.endpoints
    meeting = staff.create(starts_in=10)
    assert choose(staff, meeting, "new", "old", "teams").status_code == 200
    look()
    start = staff.clock.now() + timedelta(minutes=10)
    for endpoint in (new, old):
        [(title, number, begins)] = shown(endpoint)
        assert (title, begins) == ("Skyddat vårdmöte", start)
        assert number.endswith("@meet.example")
        # From fifteen minutes before.
        assert len(endpoint.do(lambda device: device.parts.bookings.joinable())) == 1
    assert shown(teams) == []
    standing = staff.as_("rum").call("GET", "/api/v1/rooms/teams/bookings").get_json()
    assert standing["state"] == "not-supported"
    later = {"start": (start + timedelta(hours=1)).isoformat(), "end": (start + timedelta(hours=2)).isoformat()}
    assert staff.call("PATCH", f"/api/v1/meetings/{meeting['id']}", later).status_code == 200
    look()
    assert [shown(endpoint)[0][2] for endpoint in (new, old)] == [start + timedelta(hours=1)] * 2
    assert choose(staff, meeting, "new").status_code == 200
    look()
    assert [len(shown(endpoint)) for endpoint in (new, old)] == [1, 0]
    assert staff.call("DELETE", f"/api/v1/meetings/{meeting['id']}").status_code == 204
    look()
    assert [shown(endpoint) for endpoint in (new, old)] == [[], []]
