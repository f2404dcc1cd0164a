"""A conference stands ready between the demo's rooms, as long as nobody wants it away."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from backend.clock import FixedClock
from backend.config import RoomSettings
from backend.demo.planning import Conferences
from backend.demo.rooms import ROOMS
from backend.fleet.service import Fleet
from rooms.endpoint import Address
from rooms.inventory import Room
from tests.backend.demo.served import served
from tests.product import Caller, wired


@pytest.fixture
def caller(sqlite_url: str, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    places = tmp_path / "places.json"
    entry = {"number": "mdk@bro.example"}
    places.write_text(json.dumps([{"name": "mdk", "host": entry, "guest": entry}]), "utf-8")
    product = wired(tmp_path, sqlite_url, clock, rooms=RoomSettings(places=places))
    Fleet(product.database, clock).bring_in(
        [Room(*room[:-1], Address(room.scheme, "127.0.0.1", number)) for number, room in enumerate(ROOMS, 1)]
    )
    yield Caller(product, clock)
    product.stop()


@pytest.fixture
def origin(caller: Caller) -> Iterator[str]:
    with served(caller.product) as address:
        yield address


def plans(caller: Caller) -> list[dict[str, Any]]:
    now = caller.clock.now()
    query = {"from": now.isoformat(), "to": (now + timedelta(minutes=1)).isoformat()}
    listed = caller.call("GET", "/api/v1/conferences?" + urlencode(query)).get_json()
    found: list[dict[str, Any]] = listed["conferences"]
    return found


def test_there_is_one_from_the_first_look_and_again_when_its_time_is_over(caller: Caller, origin: str) -> None:
    conferences = Conferences(origin, caller.clock)
    conferences.keep()
    conferences.keep()
    (first,) = plans(caller)
    assert first["state"] == "open"
    caller.clock.advance(hours=9)
    conferences.keep()
    (second,) = plans(caller)
    assert second["id"] != first["id"]


def test_rooms_that_are_taken_later_in_the_day_are_planned_until_then(caller: Caller, origin: str) -> None:
    later = caller.clock.now() + timedelta(hours=4)
    rooms = [{"id": room.room_id} for room in ROOMS[:2]]
    body = {"opens": later.isoformat(), "closes": (later + timedelta(hours=1)).isoformat()}
    made = caller.call(
        "POST", "/api/v1/conferences", {**body, "presenter": rooms[0]["id"], "sites": rooms}, Idempotency_Key="k"
    )
    assert made.status_code == 201, made.text
    Conferences(origin, caller.clock).keep()
    (plan,) = plans(caller)
    assert plan["id"] != made.get_json()["id"]


def test_what_a_person_has_withdrawn_is_not_made_again(caller: Caller, origin: str) -> None:
    conferences = Conferences(origin, caller.clock)
    conferences.keep()
    (plan,) = plans(caller)
    path = f"/api/v1/conferences/{plan['id']}"
    assert caller.call("DELETE", path, If_Match=caller.call("GET", path).headers["ETag"]).status_code == 204
    conferences.keep()
    assert [one["state"] for one in plans(caller)] == ["withdrawn"]
