"""The room support's desk over HTTP: how rooms are told, alarms, cases, and letting a room be tried again."""

from typing import Any

import pytest

from backend.audit.actions import ACTIONS
from backend.fleet.service import Fleet
from backend.fleet.stops import KeptStops
from backend.room_support.cases import Cases
from backend.room_support.states import States
from backend.web import schemas
from rooms.fleet import Outcome
from rooms.inventory import Told, read
from rooms.monitor import Level
from tests.backend.room_support.seen import BUSY, FREE, snapshot
from tests.product import Caller, code_of

FILE = b"""id,name,kind,capacity,equipment,site,address
alen,Alen,mdt_room,12,,K\xc3\xb6ping,ssh://10.0.0.1:22
boken,Boken,meeting_room,8,,,
"""
PATH = "/api/v1/room-support"


@pytest.fixture
def support(caller: Caller) -> Caller:
    Fleet(caller.product.database, caller.clock).bring_in(read(FILE).rooms)
    return caller.as_("rum")


@pytest.fixture
def states(caller: Caller) -> States:
    return States(caller.product.database, caller.clock)


def listed(support: Caller) -> dict[str, Any]:
    answer = support.call("GET", f"{PATH}/rooms").get_json()
    schemas.check("room_support/rooms", answer)
    return {one["id"]: one for one in answer["rooms"]}


def told(support: Caller) -> list[tuple[str, Any]]:
    support.product.logbook.catch_up()
    log = support.as_("granskare").call("GET", "/api/v1/access-log").get_json()["entries"]
    return [(one["action"], one["detail"].get("room")) for one in log if one["action"].startswith("room.")]


def test_how_a_room_is_is_told_in_words_and_never_as_free_in_doubt(support: Caller, states: States) -> None:
    def word() -> str:
        return str(listed(support)["alen"]["state"])

    assert listed(support)["boken"]["state"] == "undriven"
    assert word() == "unseen"
    states.note("alen", snapshot())
    assert word() == "free"
    states.note("alen", BUSY)
    assert word() == "in_call"
    states.note("alen", snapshot(standby="Standby"))
    assert word() == "asleep"
    support.clock.advance(minutes=13)
    assert word() == "unreached"
    states.note("alen", FREE)
    states.note("alen", outcome=Outcome.UNREACHABLE)
    assert word() == "unreached"
    KeptStops(support.product.database, support.clock).stop("alen", Outcome.AUTHENTICATION_REFUSED)
    assert word() == "stopped"


def test_no_account_for_rooms_is_told(support: Caller) -> None:
    assert support.call("GET", f"{PATH}/rooms").get_json()["reached"] is False


def test_an_alarm_is_acknowledged_once_by_whoever_was_first(support: Caller, states: States) -> None:
    states.alarm("alen", "test", "cable", Level.ERROR, Told("Lös", "Loose"))
    states.alarm("alen", "test", "fire", Level.CRITICAL, Told("Brand", "Fire"))
    assert [one["kind"] for one in listed(support)["alen"]["alarms"]] == ["fire", "cable"]
    path, body = f"{PATH}/rooms/alen/acknowledge", {"source": "test", "kind": "cable"}
    first = support.call("POST", path, body).get_json()["alarms"][1]
    support.clock.advance(minutes=1)
    assert support.as_("region").call("POST", path, body).get_json()["alarms"][1] == first
    assert first["acknowledged_by"] == "rum"
    assert told(support) == [("room.alarm-acknowledged", "alen")]
    states.over("alen", "test", "cable")
    assert code_of(support.call("POST", path, body)) == (404, "not-found")


def test_a_case_is_closed_once_with_the_one_who_closed_it(support: Caller) -> None:
    case = Cases(support.product.database, support.clock).open("alen", "no-sound")
    assert listed(support)["alen"]["open_cases"] == 1
    closed = support.call("POST", f"{PATH}/cases/{case}/close").get_json()
    schemas.check("room_support/case", closed)
    support.clock.advance(minutes=1)
    assert support.as_("region").call("POST", f"{PATH}/cases/{case}/close").get_json() == closed
    assert (closed["closed_by"], closed["room_name"], closed["sv"]) == ("rum", "Alen", "Ljudet fungerar inte")
    cases = support.call("GET", f"{PATH}/cases").get_json()
    schemas.check("room_support/cases", cases)
    assert cases["cases"] == [closed]
    assert listed(support)["alen"]["open_cases"] == 0
    assert told(support) == [("room.case-closed", "alen")]
    assert code_of(support.call("POST", f"{PATH}/cases/none/close")) == (404, "not-found")


def test_a_room_that_refused_the_account_is_released_and_looked_at_soon(support: Caller, states: States) -> None:
    stops = KeptStops(support.product.database, support.clock)
    states.note("alen", outcome=Outcome.AUTHENTICATION_REFUSED)
    stops.stop("alen", Outcome.AUTHENTICATION_REFUSED)
    assert support.call("POST", f"{PATH}/rooms/alen/release").get_json()["stopped"] is None
    assert stops.all() == {}
    state = states.of("alen")
    assert state is not None
    assert state.asked_at is not None
    assert told(support) == [("room.released", "alen")]
    assert support.call("POST", f"{PATH}/rooms/alen/release").status_code == 200
    assert told(support) == [("room.released", "alen")]


def test_a_room_with_another_key_is_not_released_here(support: Caller) -> None:
    stops = KeptStops(support.product.database, support.clock)
    stops.stop("alen", Outcome.UNTRUSTED)
    assert code_of(support.call("POST", f"{PATH}/rooms/alen/release")) == (409, "another-key")
    assert stops.all() == {"alen": Outcome.UNTRUSTED}
    assert told(support) == []


def test_a_room_there_is_not_is_not_found(support: Caller) -> None:
    assert code_of(support.call("POST", f"{PATH}/rooms/none/release")) == (404, "not-found")


def test_what_is_done_with_rooms_has_its_words_in_the_log() -> None:
    assert {code for code in ACTIONS if code.startswith("room.")} >= {
        "room.alarm-acknowledged", "room.case-closed", "room.released", "room.sign-made", "room.sign-withdrawn",
    }  # fmt: skip
