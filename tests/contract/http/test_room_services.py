"""What rooms can do with each video service, and whose list of bookings a room's is, over HTTP."""

from pathlib import Path
from typing import Any

import pytest

from backend.clock import FixedClock
from backend.config.settings import RoomSettings
from backend.fleet.service import Fleet
from backend.room_support.states import States
from backend.web import schemas
from rooms.endpoint import Capability, Identity, State
from rooms.inventory import read
from rooms.monitor import Snapshot
from tests.contract.http.test_access_log import log
from tests.contract.http.test_hosting import enter
from tests.product import Caller, code_of, wired

_FILE = b"""id,name,kind,capacity,equipment,site,address
seen,Seen,mdt_room,12,,,ssh://10.0.0.1
mute,Mute,mdt_room,12,,,ssh://10.0.0.2
teams,Teams,mdt_room,12,,,ssh://10.0.0.3
new,New,mdt_room,12,,,ssh://10.0.0.4
bare,Bare,meeting_room,4,,,
"""
_ACCOUNTS = 'networks = ["10.0.0.0/8"]\n[control]\nuser = "u"\npassword = "p"\n[admin]\nuser = "u"\npassword = "p"\n'


@pytest.fixture
def support(tmp_path: Path, sqlite_url: str, clock: FixedClock) -> Any:
    accounts = tmp_path / "accounts.toml"
    accounts.write_text(_ACCOUNTS, "utf-8")
    asked = RoomSettings(accounts=accounts, bookings=True, meeting_domain="meet.example")
    product = wired(tmp_path, sqlite_url, clock, rooms=asked)
    Fleet(product.database, clock).bring_in(read(_FILE).rooms)
    quiet = State("Off", (), None, None, "Off", None, auto_answer=False)
    for room, lacks in (("seen", set()), ("mute", {Capability.CALLS}), ("teams", {Capability.BOOKINGS})):
        identity = Identity(room, "Board", "1", "RoomOS 26.1", "26", teams_mode=room == "teams")
        seen = Snapshot(identity, quiet, frozenset(set(Capability) - lacks), ())
        States(product.database, clock).note(room, seen)
    yield Caller(product, clock, "demo:rum")
    product.stop()


def test_a_room_says_for_each_service_what_it_can_and_why_not(support: Caller) -> None:
    said = {}
    for room in ("seen", "mute", "teams", "new", "bare"):
        told = support.as_("personal").call("GET", f"/api/v1/rooms/{room}/services").get_json()
        schemas.check("room_meetings/services", told)
        found = {each["service"]: (each["joins"], each["shows"], each["reason"]) for each in told["services"]}
        assert found["link"] == ("no", "no", "no-number")
        assert all(bool(each["reason_sv"]) == bool(each["reason"]) for each in told["services"])
        said[room] = found["builtin"]
    assert said == {
        "seen": ("yes", "yes", ""),
        "mute": ("no", "no", "no-calls"),
        "teams": ("yes", "no", "no-bookings"),
        "new": ("unknown", "unknown", "not-seen"),
        "bare": ("no", "no", "no-address"),
    }


def test_the_room_support_lets_us_write_over_and_it_is_on_record(support: Caller) -> None:
    path = "/api/v1/rooms/seen/bookings"
    before = support.call("GET", path)
    schemas.check("room_meetings/standing", before.get_json())
    assert (before.get_json()["state"], before.get_json()["overwrite"]) == ("none", False)
    given = support.call("PUT", path, {"overwrite": True}, If_Match=before.headers["ETag"])
    assert given.get_json()["overwrite"]
    assert support.call("PUT", path, {"overwrite": True}).headers["ETag"] == given.headers["ETag"]
    late = support.call("PUT", path, {"overwrite": False}, If_Match=before.headers["ETag"])
    assert code_of(late) == (412, "precondition-failed")
    support.product.logbook.look()
    support.product.jobs.drain()
    noted = [each for each in log(support) if each["action"] == "room.bookings-consent"]
    assert [(each["user"], each["detail"]["room"], each["detail"]["overwrite"]) for each in noted] == [
        ("rum", "seen", True)
    ]


def test_who_writes_a_rooms_list_is_for_the_room_support_alone(support: Caller) -> None:
    for method, body in (("GET", None), ("PUT", {"overwrite": True})):
        refused = support.as_("personal").call(method, "/api/v1/rooms/seen/bookings", body)
        assert code_of(refused) == (403, "forbidden")
        assert code_of(support.call(method, "/api/v1/rooms/nowhere/bookings", body)) == (404, "not-found")
    assert code_of(support.call("GET", "/api/v1/rooms/nowhere/services")) == (404, "not-found")


def to_call(caller: Caller, meeting: dict[str, Any]) -> list[tuple[str, bool]]:
    found = caller.call("GET", f"/api/v1/meetings/{meeting['id']}/rooms-to-call")
    assert found.status_code == 200, found.text
    schemas.check("room_meetings/to_call", found.get_json())
    return [(room["id"], room["own"]) for room in found.get_json()["rooms"]]


def test_a_host_is_told_of_the_rooms_that_can_be_called_the_meetings_own_first(support: Caller) -> None:
    staff = support.as_("personal")
    meeting = staff.create()
    staff.call("PUT", f"/api/v1/meetings/{meeting['id']}/rooms", {"rooms": ["seen", "bare"]})
    assert to_call(enter(staff, meeting), meeting) == [
        ("seen", True), ("mute", False), ("new", False), ("teams", False),
    ]  # fmt: skip
    assert to_call(staff, meeting)[0] == ("seen", True)
    refused = staff.as_("annan").call("GET", f"/api/v1/meetings/{meeting['id']}/rooms-to-call")
    assert code_of(refused) == (404, "not-found")
    elsewhere = staff.create(service="link", link="https://rum.min-halsa.example/1")
    assert to_call(staff, elsewhere) == []


def test_where_no_room_is_reached_none_is_named_and_nothing_is_written(caller: Caller) -> None:
    Fleet(caller.product.database, caller.clock).bring_in(read(_FILE).rooms)
    assert to_call(caller, caller.create()) == []
    told = caller.as_("rum").call("GET", "/api/v1/rooms/seen/bookings").get_json()
    assert told["writes"] is False
