"""A room's sign over HTTP: its link is a secret told once, and it says no more than whether the room is in use."""

from datetime import timedelta
from typing import Any

import pytest

from backend.fleet.service import Fleet
from backend.room_support.states import States
from backend.web import schemas
from rooms.inventory import read
from tests.backend.room_support.seen import BUSY, FREE, snapshot
from tests.product import ORIGIN, Caller, code_of
from tests.tables import contents

FILE = "id,name,kind,capacity,equipment,site,address\nål,Ålrummet,mdt_room,12,,,ssh://10.0.0.1:22\n".encode()
SIGN = "/api/v1/room-support/rooms/ål/sign"


@pytest.fixture
def support(caller: Caller) -> Caller:
    Fleet(caller.product.database, caller.clock).bring_in(read(FILE).rooms)
    return caller.as_("rum")


@pytest.fixture
def states(caller: Caller) -> States:
    return States(caller.product.database, caller.clock)


def made(support: Caller) -> str:
    """Return the path of the sign's page."""
    answer = support.call("POST", SIGN)
    schemas.check("door_sign/made", answer.get_json())
    return str(answer.get_json()["url"]).removeprefix(ORIGIN)


def feed(support: Caller, path: str) -> dict[str, Any]:
    answer = support.as_(None).call("GET", f"{path}/feed")
    assert answer.headers["Cache-Control"] == "no-store"
    schemas.check("door_sign/feed", answer.get_json())
    return dict(answer.get_json())


def test_it_follows_the_room(support: Caller, states: States) -> None:
    path = made(support)
    assert feed(support, path)["state"] == "unbooked"
    states.note("ål", snapshot())
    assert feed(support, path)["state"] == "free"
    states.note("ål", BUSY)
    told = feed(support, path)
    assert (told["state"], told["until"], told["as_of"]) == ("busy", None, support.clock.now().isoformat())
    states.note("ål", FREE)
    support.clock.advance(minutes=3)
    assert feed(support, path)["state"] == "unbooked"


def test_a_meeting_in_the_room_books_it_and_nothing_of_the_meeting_is_told(support: Caller, states: States) -> None:
    path, staff = made(support), support.as_("personal")
    meeting = staff.create(minutes=45)
    chosen = staff.call("PUT", f"/api/v1/meetings/{meeting['id']}/rooms", {"rooms": ["ål"]})
    assert chosen.status_code == 200, chosen.text
    states.note("ål", snapshot())
    told = feed(support, path)
    assert (told["state"], told["until"]) == ("booked", (support.clock.now() + timedelta(minutes=45)).isoformat())
    page = support.as_(None).call("GET", path).text
    assert "Ålrummet" in page
    assert not any(word in page + str(told) for word in (meeting["id"], "medicin", "patient_care", "10.0.0.1"))


def test_only_its_own_key_opens_it_and_a_new_one_ends_the_old(support: Caller) -> None:
    path = made(support)
    nobody = support.as_(None)
    wrong = (f"{path}x", f"{path[:-1]}", path.replace("ål", "bok"), "/sign/ål/x", "/sign/ål/ö", "/sign/none/x")
    for other in wrong:
        assert code_of(nobody.call("GET", f"{other}/feed")) == (404, "not-found"), other
        assert nobody.call("GET", other).status_code == 404, other
    newer = made(support)
    assert nobody.call("GET", path).status_code == 404
    assert nobody.call("GET", newer).status_code == 200
    assert support.call("DELETE", SIGN).status_code == 204
    assert support.call("DELETE", SIGN).status_code == 204
    assert nobody.call("GET", newer).status_code == 404


def test_its_key_is_kept_by_its_hash_and_stands_in_no_list_and_no_log(support: Caller) -> None:
    key = made(support).rpartition("/")[2]
    listed = support.call("GET", "/api/v1/room-support/signs")
    schemas.check("door_sign/signs", listed.get_json())
    support.product.logbook.catch_up()
    log = support.as_("granskare").call("GET", "/api/v1/access-log").text
    kept = "\n".join(contents(support.product.database.engine))
    assert "room.sign-made" in log
    assert key not in listed.text + log + kept


def test_when_it_was_last_heard_from_is_told(support: Caller) -> None:
    def shown() -> str | None:
        [sign] = support.call("GET", "/api/v1/room-support/signs").get_json()["signs"]
        return sign["shown_at"] and str(sign["shown_at"])

    path = made(support)
    assert shown() is None
    feed(support, path)
    first = shown()
    support.clock.advance(minutes=4)
    feed(support, path)
    assert shown() == first == (support.clock.now() - timedelta(minutes=4)).isoformat()
    support.clock.advance(minutes=1)
    feed(support, path)
    assert shown() == support.clock.now().isoformat()


def test_there_is_no_sign_for_a_room_there_is_not(support: Caller) -> None:
    assert code_of(support.call("POST", SIGN.replace("ål", "none"))) == (404, "not-found")
