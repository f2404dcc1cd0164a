"""The whole way: people press in software rooms, over SSH and over posts of HttpFeedback, and the product answers."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select
from structlog.testing import capture_logs

from backend.audit.tables import LogRow
from backend.clock import FixedClock
from backend.errors import Text
from backend.identity import Actor, Person, Role, Unit
from backend.panel import holder
from backend.panel.calls import role_of
from backend.panel.models import CallStage, PanelTouch, RoomCall
from backend.room_support.models import SupportCase
from simulators import roomos
from simulators.roomos.control import Ordered, order
from tests.backend.panel.at_hand import Hands, hands
from tests.waiting import until


@pytest.fixture(scope="module")
def site() -> Iterator[roomos.Site]:
    with roomos.start(count=2, pace=0.01) as site:
        yield site


@pytest.fixture
def rooms(
    site: roomos.Site, tmp_path: Path, database_url: str, clock: FixedClock, request: pytest.FixtureRequest
) -> Iterator[Hands]:
    with hands(site, tmp_path, database_url, clock, getattr(request, "param", "ssh")) as made:
        yield made


def calls_of(rooms: Hands, meeting: str) -> list[dict[str, Any]]:
    return list(rooms.caller.call("GET", f"/api/v1/meetings/{meeting}/room-calls").get_json()["calls"])


def ring(rooms: Hands, meeting: str) -> str:
    asked = rooms.caller.call("POST", f"/api/v1/meetings/{meeting}/room-calls", {"room": "room1"})
    assert asked.status_code == 202, asked.text
    return str(asked.get_json()["id"])


def slot_url(rooms: Hands) -> str:
    return rooms.room.do(lambda device: next((one.url for one in device.parts.slots.slots.values()), ""))


def actions(rooms: Hands) -> list[str]:
    rooms.product.logbook.catch_up()
    with rooms.product.logbook.store.database.read() as session:
        return list(session.scalars(select(LogRow.action).order_by(LogRow.number)))


@pytest.mark.parametrize("rooms", ["ssh", "https"], indirect=True)
def test_the_booked_meeting_is_joined_once_by_a_press_that_is_told_twice(rooms: Hands) -> None:
    meeting = rooms.meeting()
    rooms.open_bridge(meeting)
    rooms.until(lambda: "join" in rooms.buttons)
    rooms.site.wait(order(rooms.room, Ordered("twice", count=3)))
    rooms.press("join")
    rooms.until(lambda: rooms.inside == ["Room 1"])
    rooms.press("help")
    rooms.until(lambda: rooms.question)
    assert rooms.dials == 1
    assert actions(rooms).count("room.joined") == 1


@pytest.mark.parametrize("rooms", ["https"], indirect=True)
def test_what_is_forged_replayed_or_of_another_device_is_refused_and_logged(rooms: Hands) -> None:
    meeting = rooms.meeting()
    rooms.open_bridge(meeting)
    rooms.until(lambda: slot_url(rooms) and "join" in rooms.buttons)
    url, used = slot_url(rooms), rooms.buttons["join"]
    rooms.press("join")
    rooms.until(lambda: rooms.inside == ["Room 1"])
    rooms.room.hang_up()
    rooms.until(lambda: rooms.buttons.get("join", used) != used)

    def post(widget: str, to: str = url, serial: str = rooms.room.device.identity.serial_number) -> int:
        action = {"WidgetId": {"Value": widget}, "Type": {"Value": "clicked"}}
        body = {
            "Event": {
                "Identification": {"SerialNumber": {"Value": serial}},
                "UserInterface": {"Extensions": {"Widget": {"Action": action}}},
            }
        }
        return requests.post(to, json=body, timeout=10).status_code

    rooms.clock.advance(seconds=5)
    with capture_logs() as logs:
        assert post(used) == 204
        assert post(rooms.buttons["join"], serial="FOC99999999") == 204
        assert post("lights_on") == 204
        assert post(rooms.buttons["join"], to=url[:-1] + ("0" if url[-1] != "0" else "1")) == 404
        assert post(rooms.buttons["join"], to=url.replace("room1", "room9")) == 404
        assert requests.post(url, data=b"{", timeout=10).status_code == 204
        assert requests.post(url, data=b" " * 70_000, timeout=10).status_code == 413
        rooms.until(lambda: any(log.get("reason") == "replayed" for log in logs))
    reasons = {log["reason"] for log in logs if log["event"] == "panel.refused"}
    assert reasons == {"replayed", "another-device", "unknown-panel", "forged", "unreadable"}
    assert url.rpartition("/")[2] not in str(logs)
    assert rooms.dials == 1


@pytest.mark.parametrize("rooms", ["https"], indirect=True)
def test_a_press_that_waited_too_long_or_is_of_a_time_to_come_is_not_done(rooms: Hands) -> None:
    meeting = rooms.meeting()
    rooms.open_bridge(meeting)
    rooms.until(lambda: slot_url(rooms) and "join" in rooms.buttons)
    with rooms.product.database.write() as session:
        for at in (rooms.clock.now() - holder.STALE * 2, rooms.clock.now() + holder.STALE * 2):
            session.add(PanelTouch(room_id="room1", about=rooms.buttons["join"], option=0, at=at))
    rooms.press("help")
    rooms.until(lambda: rooms.question)
    assert rooms.dials == 0


@pytest.mark.parametrize("rooms", ["https"], indirect=True)
def test_a_slot_that_was_lost_or_gave_up_and_a_panel_are_restored_and_others_slots_left(rooms: Hands) -> None:
    rooms.room.do(
        lambda device: device.parts.slots.register(2, "http://127.0.0.1:9/other", "JSON", ["/Event/BootEvent"])
    )
    rooms.until(lambda: "help" in rooms.buttons)
    slots = rooms.room.do(lambda device: {number: one.url for number, one in device.parts.slots.slots.items()})
    assert slots.keys() == {1, 2}
    assert "/hooks/rooms/room1/" in slots[1]
    rooms.room.do(lambda device: device.parts.panels.saved.clear())
    rooms.room.do(lambda device: device.reboot())
    rooms.until(lambda: rooms.room.do(lambda device: "svm_room" in device.parts.panels.saved))


def test_a_host_calls_a_room_whose_people_say_yes(rooms: Hands) -> None:
    meeting = rooms.meeting(booked=False)
    rooms.open_bridge(meeting)
    rooms.until(lambda: "help" in rooms.buttons)
    call = ring(rooms, meeting)
    rooms.until(lambda: "Vårdpersonal, " in rooms.question)
    assert ring(rooms, meeting) == call
    rooms.answer(1)
    rooms.until(lambda: calls_of(rooms, meeting)[0]["stage"] == "connected")
    assert rooms.inside == ["Room 1"]
    withdrawn = rooms.caller.call("DELETE", f"/api/v1/meetings/{meeting}/room-calls/{call}")
    assert withdrawn.status_code == 409
    rooms.room.hang_up()
    rooms.until(lambda: calls_of(rooms, meeting)[0]["stage"] == "ended")
    assert {"room.called", "room.joined"} <= set(actions(rooms))


def test_a_hosts_question_is_taken_back(rooms: Hands) -> None:
    meeting = rooms.meeting(booked=False)
    rooms.until(lambda: "help" in rooms.buttons)
    call = ring(rooms, meeting)
    rooms.until(lambda: rooms.question)
    assert rooms.caller.call("DELETE", f"/api/v1/meetings/{meeting}/room-calls/{call}").status_code == 204
    rooms.until(lambda: not rooms.question)
    assert calls_of(rooms, meeting)[0]["reason"] == "withdrawn"
    assert rooms.dials == 0


def test_what_was_asked_for_a_meeting_that_is_over_is_over(rooms: Hands) -> None:
    meeting = rooms.meeting(booked=False)
    rooms.until(lambda: "help" in rooms.buttons)
    call = ring(rooms, meeting)
    rooms.until(lambda: rooms.question)
    rooms.clock.advance(minutes=20)
    assert rooms.caller.call("POST", f"/api/v1/meetings/{meeting}/end", {}).status_code == 200
    rooms.until(lambda: not rooms.question)
    assert rooms.dials == 0
    with rooms.product.database.write() as session:
        session.get_one(RoomCall, call).stage = CallStage.CONNECTED
    rooms.until(lambda: calls_of(rooms, meeting)[0]["stage"] == "ended")


def test_the_room_is_told_what_the_caller_is() -> None:
    unit, other = (Unit(name, Text(name, name)) for name in ("barn", "medicin"))

    def actor(**rights: Role) -> Actor:
        person = Person("vera", "Vera", "vera@demo.example", unit, frozenset())
        return Actor(person, rights={where: frozenset({role}) for where, role in rights.items()})

    assert role_of(actor(barn=Role.UNIT_HEAD, medicin=Role.CARE_STAFF), other.id) == "care_staff"
    assert role_of(actor(barn=Role.CARE_STAFF), other.id) == "care_staff"
    assert role_of(actor(barn=Role.UNIT_HEAD), unit.id) == "unit_head"
    assert role_of(actor(), unit.id) == ""


def test_a_room_in_a_call_is_left_alone_and_said_to_be_busy(rooms: Hands) -> None:
    meeting = rooms.meeting()
    rooms.until(lambda: "join" in rooms.buttons)
    rooms.room.dial(rooms.other.address)
    until(lambda: rooms.other.calls)
    ring(rooms, meeting)
    rooms.until(lambda: calls_of(rooms, meeting)[0]["stage"] == "busy")
    rooms.press("join")
    rooms.until(lambda: "annat samtal" in rooms.told)
    assert rooms.dials == 0
    assert rooms.room.calls
    assert not rooms.question


def test_the_room_calls_its_unit_when_that_has_a_care_room_meeting_open(rooms: Hands) -> None:
    rooms.calls_unit("medicin")
    rooms.press("unit")
    rooms.until(lambda: "inget möte öppet" in rooms.told)
    meeting = rooms.meeting("care_room", booked=False)
    rooms.open_bridge(meeting)
    # Until the button names the meeting it would ask which.
    rooms.until(lambda: rooms.buttons["unit"].count("_") == 3)
    rooms.press("unit")
    # A wrong press stands in nobody's care: the panel tells when and which unit, and asks.
    rooms.until(lambda: re.fullmatch(r"Anslut till mötet kl \d\d\.\d\d, .+\?", rooms.question))
    assert "Medicin" in rooms.question
    assert rooms.dials == 0
    rooms.answer(1)
    rooms.until(lambda: rooms.inside == ["Room 1"])
    assert rooms.dials == 1


def test_help_opens_a_case_with_how_the_room_is(rooms: Hands) -> None:
    rooms.press("help")
    rooms.answer(1)
    rooms.until(lambda: "Rumssupporten" in rooms.told)
    with rooms.product.database.read() as session:
        [case] = session.scalars(select(SupportCase)).all()
    assert (case.room_id, case.problem) == ("room1", "no-sound")


def test_a_process_that_is_no_more_the_clock_lets_its_rooms_go(rooms: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holder, "SILENT_SECONDS", 0.3)
    rooms.until(lambda: rooms.room.sessions)
    rooms.until(lambda: "help" in rooms.buttons)
    until(lambda: not rooms.room.sessions)
    assert "help" in rooms.buttons
    rooms.until(lambda: rooms.room.sessions)
