"""The demo's rooms: a process of their own that the product reaches with what is written down, and that ends."""

import json
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from backend.clock import SystemClock
from backend.config import demo_settings
from backend.demo import rooms as demo_rooms
from backend.demo.rooms import NoRooms, beside
from backend.fleet.pins import PinnedKeys
from backend.fleet.reach import Reach
from backend.fleet.stops import KeptStops
from backend.storage import Database
from rooms.accounts import Duty

ORIGINS = ("http://127.0.0.1:5000",)


@pytest.fixture
def house(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    yield database
    database.close()


def test_each_start_has_ports_and_keys_of_its_own_and_the_product_reaches_them(house: Database, tmp_path: Path) -> None:
    seen = []
    for _ in range(2):
        with beside(tmp_path, ORIGINS) as starting:
            told = starting.furnish(house.url)
            settings = demo_settings(tmp_path, 5000, told)
            assert [page.id for page in settings.room_pages] == [room.room_id for room in demo_rooms.ROOMS]
            assert settings.rooms.accounts is not None
            reach = Reach(house, SystemClock(), settings.rooms.accounts, {})
            for room in demo_rooms.ROOMS:
                for duty in Duty:
                    reach.connect(room.room_id, duty).close()
            seen.append(dict(PinnedKeys(house, SystemClock()).all()))
            pages = json.loads((tmp_path / "rooms" / "rooms.json").read_text("utf-8"))
            conferences = requests.get(f"{pages['desk']}/_bridge", timeout=10).json()["conferences"]
            assert len(conferences) == len(json.loads((tmp_path / "rooms" / "places.json").read_text("utf-8")))
            # What turned us away in an earlier start says nothing of the next.
            KeptStops(house, SystemClock()).stop(demo_rooms.ROOMS[0].room_id, "untrusted")
        with pytest.raises(requests.ConnectionError):
            requests.get(pages["desk"], timeout=10)
    assert all(len(keys) == len(demo_rooms.ROOMS) for keys in seen)
    assert set(seen[0].values()).isdisjoint(seen[1].values())


def test_nobody_else_reads_the_accounts_and_the_panels_speak_the_language_that_was_asked_for(
    house: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VARDMOTE_DEMO_LANGUAGE", "en")
    with beside(tmp_path, ORIGINS) as starting:
        # As when somebody has copied the folder without its rights.
        open_file = tmp_path / "rooms" / "accounts.toml"
        open_file.touch(mode=0o666)
        open_file.chmod(0o666)
        settings = demo_settings(tmp_path, 5000, starting.furnish(house.url))
        assert {page.language for page in settings.room_pages} == {"en"}
        assert settings.rooms.accounts is not None
        with closing(Reach(house, SystemClock(), settings.rooms.accounts, {}).connect("bjorken")) as room:
            assert room.configuration(("UserInterface", "Language")) == "English"
    assert stat.S_IMODE(open_file.stat().st_mode) == 0o600


def test_rooms_that_do_not_start_are_said(house: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with beside(tmp_path, ORIGINS) as starting, pytest.raises(NoRooms):
        starting.furnish(house.url)


def test_a_demo_without_rooms_speaks_to_none(tmp_path: Path) -> None:
    rooms = demo_settings(tmp_path, 5000, {}).rooms
    assert (rooms.accounts, rooms.meeting_domain, rooms.bookings) == (None, None, False)
