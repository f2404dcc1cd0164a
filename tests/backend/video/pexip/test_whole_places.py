"""Who has a place and who passes the lobby, where nodes ask us and tell us: a full lobby, a lock, being put out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select

from backend.meetings import attendance
from backend.meetings.models import Meeting
from backend.video.models import Presence, PresenceState
from backend.video.pexip.policy.places import MOST_CALLS
from simulators.pexip import conference
from tests.backend.video.pexip.whole import Whole, whole
from tests.waiting import until

LIMIT = 15
KNOWN = {"registered": True, "name": "Salongen"}
ALEN, BJORKEN = ({**KNOWN, "from": f"sip:{room}@rum.example.test"} for room in ("alen", "björken"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Whole]:
    with whole(tmp_path_factory.mktemp("whole"), migrated) as made:
        yield made


def test_when_the_lobby_is_full_before_the_host_comes_host_and_room_come_in_all_the_same(house: Whole) -> None:
    meeting = house.meeting("björken")
    alias, most = house.guest(meeting, "Gösta Provgren"), MOST_CALLS - 1
    for _ in range(most):
        assert house.waits(alias)
        house.told()
    # One link takes no more than a reload needs, and the last place is the host's.
    assert "flera ställen" in house.refused(alias)
    guests = [house.app(house.guest(meeting, f"Guest {number}")) for number in range(LIMIT - 1 - most)]
    for guest in guests:
        assert guest.join("none", "Gäst").place() == "waiting_room"
    house.told()
    assert "Mötet är fullt" in house.refused(house.guest(meeting, "Femtonde"))
    assert house.refusals() == ["many-calls", "full"]
    house.host(meeting)
    guests[0].ask("release_token", {})
    house.told()
    assert house.dial(house.number(meeting), **BJORKEN)["state"] == "conference"
    assert house.states(meeting) == ["coming", "in", "in", "left"] + ["waiting"] * (LIMIT - 2)


def test_what_a_host_has_locked_or_put_out_holds_for_a_booked_room_too(house: Whole) -> None:
    meeting = house.meeting("alen")
    path, number = f"/api/v1/meetings/{meeting['id']}", house.number(meeting)
    host = house.host(meeting)
    house.told()

    def press(path_of: str, body: dict[str, Any]) -> None:
        answer = house.caller.call("POST", f"{path}/{path_of}", body)
        assert answer.status_code == 200, answer.text
        house.told()

    press("lock", {"locked": True})
    assert house.dial(number, **ALEN)["state"] == "waiting_room"
    assert house.states(meeting) == ["in", "waiting"]
    press("lock", {"locked": False})
    with house.caller.product.database.read() as session:
        waiting = select(Presence.person).where(Presence.state == PresenceState.WAITING)
        room = session.scalars(waiting.where(Presence.person.startswith("room-"))).one()
    press(f"participants/{room}/admit", {})
    assert house.states(meeting) == ["in", "in"]
    # Whoever comes within seconds of the press is hung up.
    house.caller.clock.advance(seconds=-12)
    press(f"participants/{room}/remove", {})
    assert house.states(meeting) == ["in", "removed"]
    # A room may be told of as in, and at once as waiting: nobody has let it in by that.
    house.order(rooms="in-first")
    again = house.dial(number, **ALEN)
    assert again["state"] == "waiting_room"
    assert house.states(meeting) == ["in", "waiting"]
    assert requests.delete(f"{house.nodes[0]}/_calls/{again['id']}", timeout=10).status_code == 204
    assert house.states(meeting) == ["in", "left"]
    assert house.dial(number, **ALEN)["state"] == "waiting_room"
    house.order(rooms="as-they-are")
    assert host.place() == "conference"


def test_a_host_sees_who_waited_so_long_that_pexip_sent_them_away(
    house: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = house.meeting()
    house.host(meeting)
    monkeypatch.setattr(conference, "WAITING_SECONDS", 0.2)
    assert house.waits(house.guest(meeting, "Gunilla Provgren"))
    until(lambda: house.states(meeting) == ["in", "left"])
    with house.caller.product.database.read() as session:
        listed = attendance.for_host(session, session.get_one(Meeting, meeting["id"]))
    assert [(one["name"], one["state"], one["reason"]) for one in listed if "reason" in one] == [
        ("Gunilla Provgren", "left", "waited-out")
    ]
