"""Hosts' calls to rooms, which unit a room calls, and what rooms post: what is refused, and how it is said."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from sqlalchemy import select

from backend.app import Product
from backend.clock import FixedClock
from backend.config import RoomSettings
from backend.fleet.service import Fleet
from backend.panel.calls import erase_before
from backend.panel.hooks import Hooks
from backend.panel.models import RoomCall
from backend.panel.offers import Offers
from backend.push import Hub
from backend.storage import Database
from backend.web import schemas
from rooms.inventory import read
from tests.product import ORIGIN, SECRET, Caller, code_of, wired

FILE = b"""id,name,kind,capacity,equipment,site,address
a,Alen,meeting_room,12,,K\xc3\xb6ping,ssh://10.0.0.1:22
b,Bj\xc3\xb6rken,meeting_room,8,,,
"""


@pytest.fixture
def rooms(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Caller]:
    """A product that could reach rooms, with nobody at work in it."""
    accounts = tmp_path / "accounts.toml"
    accounts.write_text('networks = ["10.0.0.0/8"]\n[control]\nuser = "v"\npassword = "made-up"\n', "utf-8")
    settings = RoomSettings(accounts=accounts, meeting_domain="moten.example.test")
    product: Product = wired(tmp_path, database.url, clock, rooms=settings)
    Fleet(product.database, clock).bring_in(read(FILE).rooms)
    yield Caller(product, clock)
    product.stop()


def call(caller: Caller, meeting: str, room: str) -> tuple[int, str]:
    answer = caller.call("POST", f"/api/v1/meetings/{meeting}/room-calls", {"room": room})
    if answer.status_code < 400:
        schemas.check("panel/room_call", answer.get_json())
        return answer.status_code, answer.get_json()["id"]
    return code_of(answer)


def test_a_host_calls_a_room_once_at_a_time(rooms: Caller) -> None:
    meeting, other = rooms.create()["id"], rooms.create()["id"]
    status, made = call(rooms, meeting, "a")
    assert status == 202
    assert call(rooms, meeting, "a") == (202, made)
    assert call(rooms, other, "a") == (409, "room-asked")
    listed = rooms.call("GET", f"/api/v1/meetings/{meeting}/room-calls").get_json()
    schemas.check("panel/room_calls", listed)
    assert [(one["name"], one["stage_sv"], one["open"]) for one in listed["calls"]] == [
        ("Alen", "Kontaktar rummet", True)
    ]
    path = f"/api/v1/meetings/{meeting}/room-calls/{made}"
    assert code_of(rooms.call("DELETE", f"/api/v1/meetings/{other}/room-calls/{made}")) == (404, "not-found")
    assert [rooms.call("DELETE", path).status_code for _ in range(2)] == [204, 204]
    assert call(rooms, other, "a")[0] == 202


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_of_two_hosts_at_once_one_asks(rooms: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    meetings = [rooms.create()["id"] for _ in range(2)]
    both, of_meeting = Barrier(2), Offers.of_meeting

    def slowly(*given: Any) -> object:
        with suppress(BrokenBarrierError):
            both.wait(0.3)
        return of_meeting(*given)

    monkeypatch.setattr(Offers, "of_meeting", slowly)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda meeting: call(rooms, meeting, "a"), meetings))
    assert sorted(status for status, _ in answers) == [202, 409]


def test_a_room_or_a_meeting_that_can_not_be_dialled_is_said_before_anybody_is_asked(rooms: Caller) -> None:
    meeting = rooms.create()["id"]
    assert call(rooms, meeting, "b") == (409, "room-not-reached")
    assert call(rooms, meeting, "c") == (404, "not-found")
    linked = rooms.create(service="link", link="https://rum.min-halsa.example/1")["id"]
    assert call(rooms, linked, "a") == (409, "no-number")
    assert rooms.call("GET", f"/api/v1/meetings/{linked}/room-calls").get_json() == {"calls": []}


def test_a_product_that_speaks_to_no_room_calls_none(caller: Caller) -> None:
    Fleet(caller.product.database, caller.clock).bring_in(read(FILE).rooms)
    assert call(caller, caller.create()["id"], "a") == (409, "room-not-reached")


def test_room_support_says_which_unit_a_room_calls(rooms: Caller) -> None:
    path, support = "/api/v1/rooms/a/care-unit", rooms.as_("rum")
    assert support.call("GET", path).get_json() == {"unit": None, "name": None, "entry": None}
    put = support.call("PUT", path, {"unit": "barn"})
    schemas.check("panel/care_unit", put.get_json())
    assert put.get_json()["unit"] == "barn"
    assert code_of(support.call("PUT", path, {"unit": "medicin"}, If_Match='"0"')) == (412, "precondition-failed")
    assert support.call("PUT", path, {"unit": "medicin"}, If_Match=put.headers["ETag"]).status_code == 200
    assert code_of(support.call("PUT", path, {"unit": "finns-inte"})) == (422, "unknown-unit")
    assert code_of(support.call("PUT", path, {"unit": "barn", "entry": "x"})) == (422, "unknown-entry")
    assert code_of(support.call("PUT", "/api/v1/rooms/c/care-unit", {"unit": "barn"})) == (404, "not-found")
    assert support.call("PUT", path, {"unit": None}).get_json()["unit"] is None
    assert code_of(rooms.call("PUT", path, {"unit": "barn"})) == (403, "forbidden")


def test_a_rooms_key_is_its_own_and_an_earlier_secret_still_counts(rooms: Caller) -> None:
    database, clock = rooms.product.database, rooms.clock
    now, later = (Hooks(database, clock, Hub(), secrets, ORIGIN) for secrets in ((SECRET,), (b"x" * 32, SECRET)))
    key, other = (now.address(room).rpartition("/")[2] for room in ("a", "b"))
    assert now.knows("a", key)
    assert later.knows("a", key)
    assert not now.knows("a", other)
    assert not now.knows("a", later.address("a").rpartition("/")[2])
    assert not now.knows("c", now.address("c").rpartition("/")[2])
    assert not now.knows("a", "å")


def test_calls_go_with_their_meeting(rooms: Caller) -> None:
    meeting = rooms.create()
    call(rooms, meeting["id"], "a")
    database, now = rooms.product.database, rooms.clock.now()
    with database.write() as session:
        assert erase_before(session, now - timedelta(days=1)) == 0
        assert erase_before(session, now + timedelta(hours=2)) == 1
    with database.read() as session:
        assert session.scalars(select(RoomCall)).all() == []
