"""A conference's long life: plans change under it, clocks leap, processes come and go, rooms vanish."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from backend.audit.tables import LogRow
from backend.conference import held, runner
from backend.conference.models import ConferencePanel, ConferencePress
from backend.fleet.models import FleetRoom, PinnedKey
from backend.fleet.service import Fleet
from rooms.endpoint import Address
from rooms.inventory import RoomKind, written
from rooms.panel import PANEL
from simulators import roomos
from tests.backend.conference.house import House, bridges, standing
from tests.backend.conference.planned import mdt_room
from tests.product import code_of
from tests.waiting import until

ALL = ("room1", "room2", "room3")


@pytest.fixture(scope="module")
def site() -> Iterator[roomos.Site]:
    with roomos.start(count=3, pace=0.02) as site:
        bridges(site)
        yield site


@pytest.fixture
def house(tmp_path: Path, sqlite_url: str, site: roomos.Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(runner, "_GRACE_SECONDS", 0.5)
    monkeypatch.setattr(held, "_PAUSES", (0.1,))
    with standing(tmp_path, sqlite_url, site) as house:
        house.start()
        yield house


def begun(house: House, *rooms: str, **more: Any) -> str:
    """Begin a conference and let the people in these rooms say yes."""
    path = house.make(**more)
    until(lambda: all(PANEL in house.panels(room) for room in ALL))
    assert house.press(path, "begin").status_code == 202
    for room in rooms:
        house.answer(room)
    if rooms:
        house.until_stage(path, *rooms, stage="connected")
    return path


def ended(house: House, path: str) -> None:
    """End the conference, and wait until nothing of it is left."""
    assert house.press(path, "end").status_code == 202
    until(lambda: house.told(path)["state"] == "over")
    until(lambda: not any(house.panels(room) or house.room(room).sessions for room in ALL))


def test_a_plan_that_is_changed_before_it_begins_shows_so_and_one_that_is_withdrawn_is_gone(house: House) -> None:
    path = house.make()
    until(lambda: all(PANEL in house.panels(room) for room in ALL))
    assert house.caller.call("PATCH", path, {"sites": [{"id": "room1"}, {"id": "room2"}]}).status_code == 200
    until(lambda: not house.panels("room3") and not house.room("room3").sessions)
    until(lambda: PANEL in house.panels("room1"))
    assert house.caller.call("DELETE", path).status_code == 204
    until(lambda: not any(house.panels(room) or house.room(room).sessions for room in ALL))

    def remembered() -> int:
        with house.product.database.read() as session:
            return len(session.scalars(select(ConferencePanel)).all())

    until(lambda: not remembered())
    assert code_of(house.press(path, "begin")) == (409, "not-now")


def test_while_it_goes_on_only_what_harms_nobody_is_changed(house: House) -> None:
    path = begun(house, *ALL)
    told = house.told(path)
    refused = (
        {"sites": [{"id": "room1"}, {"id": "room2"}]},
        {"presenter": "room2", "sites": [{"id": "room1"}, {"id": "room2", "role": "host"}, {"id": "room3"}]},
        {"content": None},
        {"opens": (house.clock.now() + timedelta(minutes=1)).isoformat()},
        {"cases": [{"number": 1, "minutes": 1, "unit": "A"}]},
    )
    for body in refused:
        assert code_of(house.caller.call("PATCH", path, body)) == (409, "conference-running"), body
    assert code_of(house.caller.call("DELETE", path)) == (409, "conference-running")
    closes = (house.clock.now() + timedelta(hours=2)).isoformat()
    cases = [*told["cases"], {"number": 13, "minutes": 5, "unit": "Urologi"}]
    assert house.caller.call("PATCH", path, {"closes": closes, "cases": cases}).status_code == 200
    for case in (1, 2):
        assert house.press(path, "next").status_code == 202
        until(lambda case=case: house.told(path)["case"] == case)
    house.until_stage(path, *ALL, stage="connected")
    assert [house.dials(room) for room in ALL] == [1, 1, 1]
    ended(house, path)


def test_one_that_is_begun_on_a_panel_is_logged_with_its_room_and_one_on_the_page_with_who_pressed(
    house: House,
) -> None:
    path = house.make()
    house.touch("room2", "begin")
    until(lambda: house.told(path)["begun_by"] == "room2")
    ended(house, path)
    house.product.logbook.catch_up()
    with house.product.logbook.store.database.read() as session:
        query = select(LogRow).where(LogRow.meeting == path.rpartition("/")[2]).order_by(LogRow.number)
        rows = [(row.action, row.user) for row in session.scalars(query)]
    assert rows == [("conference.made", "personal"), ("conference.begun", "system"), ("conference.ended", "personal")]


def test_a_clock_that_leaps_ends_nothing_and_cuts_nobody(house: House) -> None:
    path = begun(house, *ALL)
    for hours in (-48, 96, -48):
        house.clock.advance(hours=hours)
        house.work()
        house.work()
        assert set(house.stages(path).values()) == {"connected"}
        assert house.told(path)["state"] == "running"
    ended(house, path)


def test_one_that_nobody_ended_is_over_an_hour_after_the_last_has_left(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begun(house, *ALL)
    house.clock.advance(hours=2)
    monkeypatch.setattr(runner, "_EMPTY_SECONDS", 0.2)
    until(lambda: house.told(path)["state"] == "running")
    for room in ALL:
        house.room(room).hang_up()
    until(lambda: house.told(path)["state"] == "over")
    until(lambda: not any(house.panels(room) or house.room(room).sessions for room in ALL))


def test_a_process_that_nobody_asks_any_more_lets_the_rooms_go_and_hangs_nobody_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begun(house, *ALL)
    monkeypatch.setattr(runner, "LET_GO_SECONDS", 0.3)
    house.forget()
    until(lambda: not any(house.room(room).sessions for room in ALL))
    assert all(house.room(room).calls for room in ALL)
    monkeypatch.setattr(runner, "LET_GO_SECONDS", 15.0)
    until(lambda: house.work() or all(house.room(room).sessions for room in ALL))
    until(lambda: house.work() or set(house.stages(path).values()) == {"connected"})
    assert [house.dials(room) for room in ALL] == [1, 1, 1]


def test_two_processes_at_once_harm_nobody(house: House, tmp_path: Path, sqlite_url: str, site: roomos.Site) -> None:
    path = begun(house, *ALL)
    other = House(tmp_path, sqlite_url, site)
    other.clock = house.clock
    try:
        other.work()
        # The newer has it; the older finds out at its next write, and does not take it back.
        until(lambda: other.work() or house.press(path, "next").status_code in {202, 409})
        until(lambda: other.work() or house.told(path)["case"] == 1)
        until(lambda: other.work() or set(house.stages(path).values()) == {"connected"})
        assert [house.dials(room) for room in ALL] == [1, 1, 1]
    finally:
        other.close()


def test_a_press_that_nobody_could_take_in_time_is_never_done(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    path = begun(house, *ALL)
    house.forget()
    monkeypatch.setattr(house.product.hub, "publish", lambda _topic: None)
    assert house.press(path, "end").status_code == 202
    house.clock.advance(seconds=31)
    for _ in range(3):
        house.work()
    with house.product.database.read() as session:
        outcomes = {row.press: row.outcome for row in session.scalars(select(ConferencePress))}
    assert outcomes == {"begin": "done", "end": "late"}
    assert all(house.room(room).calls for room in ALL)


def test_a_room_that_is_gone_from_the_inventory_leaves_the_others_in_peace(house: House) -> None:
    path = house.make(starts_in=10)
    with house.product.database.write() as session:
        session.execute(delete(FleetRoom).where(FleetRoom.id == "room3"))
    house.clock.advance(minutes=11)
    until(lambda: all(PANEL in house.panels(room) for room in ALL[:2]))
    assert house.press(path, "begin").status_code == 202
    for room in ALL[:2]:
        house.answer(room)
    house.until_stage(path, "room1", "room2", stage="connected")
    assert house.stages(path)["room3"] == "unreachable"
    assert not house.room("room3").sessions
    assert house.press(path, "skip", "room3").status_code == 202
    house.until_stage(path, "room3", stage="skipped")


def test_rooms_that_an_import_made_into_others_can_still_be_left(house: House, site: roomos.Site) -> None:
    path = begun(house, *ALL)
    others = {
        "room2": mdt_room(
            "room2", "Sala", kind=RoomKind.MEETING_ROOM, address=Address("ssh", "127.0.0.1", house.room("room2").ssh)
        ),
        "room3": mdt_room("room3", "Fagersta", address=Address("https", "127.0.0.1", house.room("room3").https)),
    }
    for room_id in others:
        house.room(room_id).power_off()
        house.until_stage(path, room_id, stage="unreachable")
    Fleet(house.product.database, house.clock).bring_in(list(others.values()))
    with house.product.database.write() as session:
        key = PinnedKey(address=written(others["room3"].address), fingerprint=site.tls.fingerprint)
        key.approved_at = house.clock.now()
        session.add(key)
    for room_id in others:
        house.room(room_id).power_on()
    assert house.press(path, "end").status_code == 202
    until(lambda: house.told(path)["state"] == "over")


def test_a_room_in_another_call_is_left_alone_and_shown_so(house: House) -> None:
    house.room("room2").dial("mdk2@bro.example")
    path = begun(house, "room1", "room3")
    house.until_stage(path, "room2", stage="busy")
    assert house.press(path, "retry", "room2").status_code == 202
    house.until_stage(path, "room2", stage="busy")
    assert code_of(house.press(path, "retry", "room1")) == (409, "not-now")
    assert (house.question("room2"), house.dials("room2"), len(house.room("room2").calls)) == ("", 0, 1)
    assert house.press(path, "end").status_code == 202
    until(lambda: house.told(path)["state"] == "over")
    assert len(house.room("room2").calls) == 1
