"""A room's standing panel on a software endpoint, over each way of speaking: pressed, asked, lost, back again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from rooms.drivers import DRIVERS
from rooms.endpoint import Account, Address, Booking, Event
from rooms.errors import Lost, Refused
from rooms.standing import deeds
from rooms.standing.at_work import Pace
from rooms.standing.panel import PANEL, Offer, digest, widget_id
from rooms.standing.rule import Way
from rooms.standing.touches import Touch
from simulators import roomos
from simulators.roomos.bridge import guest, host
from tests.rooms.drivers.tls_device import Knows
from tests.rooms.standing.home import BARN, Stood, standing

PACE = 0.01
MEETING = Way("m1", "mote@bro.example", time="10.00")
OTHER = Way("m2", "annat@bro.example", time="10.15")
# Known for 0.6 s of a room at this pace.
BEATING = Pace(upkeep=0.2, beginning=0.1, lasting=0.2, known=60)
# Nothing is due by itself while the test lasts.
SLOW = Pace(upkeep=600.0, beginning=0.05, lasting=0.1, known=600, grace=0.5, rest=lambda _: 0.05)
FOREIGN = {"WidgetId": "svmr_begin_1", "Type": "clicked"}
NOWHERE = Way("m3", "finns-inte@bro.example", time="10.00")


@pytest.fixture(scope="module")
def site() -> Iterator[roomos.Site]:
    with roomos.start(count=2, pace=PACE) as site:
        for name in ("mote", "annat"):
            entrances = host(f"{name}.vard@bro.example"), guest(f"{name}@bro.example")
            site.call(partial(site.bridge.open, name, *entrances))
        yield site


@pytest.fixture
def stood(site: roomos.Site, request: pytest.FixtureRequest) -> Iterator[Stood]:
    with standing(site, request.param) as stood:
        yield stood


@pytest.fixture
def held(site: roomos.Site) -> Iterator[Stood]:
    with standing(site, "ssh") as stood:
        yield stood


def people(site: roomos.Site, name: str) -> list[str]:
    return site.call(lambda: [leg.name for leg in site.bridge.conferences[name].legs])


@pytest.mark.parametrize("stood", ["ssh", "wss", "https"], indirect=True)
def test_the_booked_meeting_is_joined_by_one_press(stood: Stood, site: roomos.Site) -> None:
    stood.home.offers(MEETING, OTHER)
    stood.press("join")
    stood.until(lambda: people(site, "mote") == ["Room 1"])
    stood.until(lambda: stood.line == "Ansluten")
    assert stood.home.entered == ["m1"]
    assert [one.values["DisplayName"] for one in stood.room.log if one.path == "Dial"] == [["Skyddat vårdmöte"]]
    stood.press("join")
    stood.until(lambda: "redan med" in stood.told)
    stood.press("unit")
    stood.until(lambda: "annat samtal" in stood.told)
    assert stood.dials == 1
    stood.room.hang_up()
    stood.until(lambda: not stood.line)
    assert not stood.told.startswith("Samtalet kom inte fram")


@pytest.mark.parametrize("stood", ["ssh", "https"], indirect=True)
def test_a_host_is_heard_only_when_the_people_say_yes(stood: Stood, site: roomos.Site) -> None:
    stood.home.ring("c1", MEETING)
    stood.answer(2)
    stood.until(lambda: stood.home.became_ == [("c1", "asking", ""), ("c1", "declined", "")])
    assert stood.dials == 0
    stood.home.ring("c2", MEETING)
    stood.until(lambda: stood.question == "Vårdpersonal, Barn- och ungdom ringer. Vill ni ansluta?")
    stood.answer(1)
    stood.until(lambda: ("c2", "connected", "") in stood.home.became_)
    assert people(site, "mote") == ["Room 1"]
    stood.room.hang_up()
    stood.until(lambda: ("c2", "ended", "") in stood.home.became_)
    assert stood.dials == 1


def test_a_room_in_another_call_is_not_even_asked(held: Stood) -> None:
    held.room.dial("room2@rooms.example.test")
    held.home.ring("c1", MEETING)
    held.until(lambda: ("c1", "busy", "call") in held.home.became_)
    assert not held.question
    held.home.offers(MEETING)
    held.press("join")
    held.until(lambda: "annat samtal" in held.told)
    assert held.dials == 0
    assert held.room.calls


def test_a_question_that_nobody_waits_for_any_more_is_taken_away(held: Stood) -> None:
    held.home.ring("c1", MEETING)
    held.until(lambda: held.question)
    held.home.calls.clear()
    held.until(lambda: not held.question)
    assert held.dials == 0


def test_a_room_that_others_have_booked_is_entered_after_a_second_question(held: Stood, site: roomos.Site) -> None:
    room = DRIVERS["ssh"](
        Address("ssh", "127.0.0.1", held.room.ssh), Account(roomos.USER, roomos.PASSWORD), Knows(held.room.host_key)
    )
    begins = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    room.put_bookings([Booking("x", "Annat", "annat@bro.example", begins, 30, organiser="Andra")])
    try:
        held.home.ring("c1", OTHER)
        held.until(lambda: ("c1", "busy", "booking") in held.home.became_)
        assert not held.question
        held.home.offers(MEETING)
        held.press("join")
        held.until(lambda: "bokat av andra" in held.question)
        held.answer(2)
        held.press("join")
        held.answer(1)
        held.until(lambda: people(site, "mote") == ["Room 1"])
        assert held.dials == 1
    finally:
        room.put_bookings([])
        room.close()


@pytest.mark.parametrize("stood", ["wss"], indirect=True)
def test_help_is_a_question_and_then_a_case(stood: Stood) -> None:
    stood.press("help")
    stood.until(lambda: stood.question == "Vad behöver ni hjälp med?")
    stood.answer(2)
    stood.until(lambda: stood.home.cases == ["no-picture"])
    stood.until(lambda: "Rumssupporten har fått" in stood.told)


@pytest.mark.parametrize("stood", ["ssh", "https"], indirect=True)
def test_the_units_meeting_is_dialled_by_a_yes_and_not_by_a_press(stood: Stood, site: roomos.Site) -> None:
    stood.home.offers(None, MEETING)
    stood.press("unit")
    stood.until(lambda: stood.question == "Anslut till mötet kl 10.00, Barn- och ungdom?")
    assert stood.dials == 0
    stood.answer(2)
    stood.press("unit")
    stood.answer(1)
    stood.until(lambda: people(site, "mote") == ["Room 1"])
    assert stood.dials == 1


def test_the_people_choose_among_the_units_meetings(held: Stood, site: roomos.Site) -> None:
    held.home.offers(None, MEETING, OTHER)
    held.press("unit")
    held.until(lambda: held.question == "Vilket möte?")
    held.answer(2)
    held.until(lambda: people(site, "annat") == ["Room 1"])


def test_a_call_that_does_not_get_through_is_said(held: Stood) -> None:
    held.home.offers(NOWHERE)
    held.press("join")
    held.until(lambda: "kom inte fram" in held.told)
    assert not held.line
    held.home.ring("c1", NOWHERE)
    held.answer(1)
    held.until(lambda: ("c1", "failed", "not-through") in held.home.became_)
    assert held.dials == 2


def test_the_panel_follows_what_can_be_done(held: Stood) -> None:
    held.until(lambda: held.panels == {PANEL})
    assert not any(name.startswith(("svmr_join", "svmr_unit")) for name in held.buttons)
    held.home.offer = Offer("10.00", BARN)
    held.until(lambda: {name.split("_")[1] for name in held.buttons} == {"join", "unit", "help", "line"})
    held.home.offer = Offer()
    held.until(lambda: {name.split("_")[1] for name in held.buttons} == {"help", "line"})


@pytest.mark.parametrize("stood", ["ssh", "https"], indirect=True)
def test_after_a_restart_and_when_somebody_took_it_the_panel_is_there_again(stood: Stood) -> None:
    stood.until(lambda: stood.panels == {PANEL})
    stood.room.do(lambda device: device.parts.panels.saved.clear())
    stood.room.do(lambda device: device.reboot())
    stood.until(lambda: stood.panels == {PANEL})
    stood.room.do(lambda device: device.parts.panels.saved.clear())
    stood.until(lambda: stood.panels == {PANEL})


def test_it_announces_itself_and_is_seen_to_be_there(site: roomos.Site) -> None:
    with standing(site, "ssh", BEATING) as held:

        def ours() -> str:
            devices = held.room.status("Peripherals", "ConnectedDevice")
            assert isinstance(devices, list)
            return next((str(one["Status"]) for one in devices if one["Name"] == "Skyddat vårdmöte"), "")

        held.until(lambda: ours() == "Connected" and held.home.reached)
        # Longer than it is let be known for: only beats keep it there.
        beats = held.home.reached + 5
        held.until(lambda: held.home.reached >= beats)
        assert ours() == "Connected"


def test_a_call_of_before_is_followed_not_dialled_again(held: Stood, site: roomos.Site) -> None:
    held.home.offers(MEETING)
    held.press("join")
    held.until(lambda: people(site, "mote"))
    held.home.own = None
    held.home.ring("c1", MEETING, "dialling")
    held.until(lambda: ("c1", "connected", "") in held.home.became_)
    held.home.ring("c2", NOWHERE, "dialling")
    held.until(lambda: ("c2", "failed", "not-through") in held.home.became_)
    assert held.dials == 1


def test_a_room_that_is_gone_is_said_to_the_host_and_comes_back_by_itself(held: Stood) -> None:
    held.until(lambda: held.panels)
    held.room.power_off()
    held.until(lambda: held.home.faults)
    held.home.ring("c1", MEETING)
    held.home.calls[0] = replace(held.home.calls[0], asked_at=datetime.now(UTC) - timedelta(seconds=30))
    held.until(lambda: ("c1", "failed", "unreachable") in held.home.became_)
    held.room.power_on()
    held.until(lambda: held.home.reached)
    reached = held.home.reached
    held.until(lambda: held.home.reached > reached)


def test_a_question_without_an_answer_is_no(held: Stood) -> None:
    held.home.ring("c1", MEETING, "asking")
    held.until(lambda: held.question)
    held.home.calls[0] = replace(held.home.calls[0], asked_at=datetime.now(UTC) - timedelta(minutes=3))
    held.until(lambda: ("c1", "declined", "no-answer") in held.home.became_)
    held.until(lambda: not held.question)


def test_what_is_not_let_through_does_nothing(held: Stood) -> None:
    held.home.offers(MEETING)
    held.home.lets_through = False
    held.press("join")
    held.until(lambda: held.told == "Panelen är ny. Tryck en gång till.")
    held.home.lets_through = True
    held.press("help")
    held.until(lambda: held.question)
    assert held.dials == 0


def test_a_press_for_a_meeting_that_is_no_more_the_rooms_joins_no_other(held: Stood, site: roomos.Site) -> None:
    held.home.offers(MEETING)
    held.until(lambda: any(name.startswith("svmr_join") for name in held.buttons))
    held.home.own = OTHER
    held.press("join")
    held.until(lambda: held.told == "Panelen är ny. Tryck en gång till.")
    held.home.offers(OTHER)
    held.until(lambda: any(name == widget_id("join", "", digest("m2")) for name in held.buttons))
    held.press("join")
    held.until(lambda: people(site, "annat") == ["Room 1"])
    assert held.home.entered == ["m2"]


def test_what_hinders_the_upkeep_hides_no_panel_and_is_not_tried_each_moment(site: roomos.Site) -> None:
    with standing(site, "ssh", SLOW) as held:
        held.home.hinders.append(Refused("not now"))
        held.until(lambda: held.home.faults)
        held.home.offers(MEETING)
        held.press("join")
        held.until(lambda: held.line == "Ansluten")
        # Once at first, and once for the call that began.
        assert held.home.faults.count("Refused") <= 2


def test_that_a_call_begins_is_noted_at_once(site: roomos.Site) -> None:
    with standing(site, "ssh", SLOW) as held:
        held.until(lambda: held.home.states == [False])
        held.room.dial(MEETING.number)
        held.until(lambda: held.home.states[-1])


def test_no_question_stands_there_for_good(held: Stood) -> None:
    held.home.ring("c1", MEETING)
    held.until(lambda: held.question)
    # We take nothing away: whoever asked may have lost the room.
    held.until(lambda: not held.question)
    assert held.home.became_ == [("c1", "asking", "")]


def test_while_the_rooms_own_meeting_is_on_nobody_is_asked_about_another(held: Stood) -> None:
    held.home.offers(MEETING)
    held.home.on = MEETING.tag
    held.home.ring("c1", OTHER)
    held.until(lambda: ("c1", "busy", "booking") in held.home.became_)
    assert not held.question
    held.home.ring("c2", MEETING)
    held.until(lambda: held.question)


def test_a_yes_that_is_told_twice_is_said_to_be_nothing_else(held: Stood, site: roomos.Site) -> None:
    held.home.ring("c1", MEETING)
    held.answer(1)
    held.until(lambda: held.line == "Ansluten")
    held.at_work.post(Touch("answer", "call", "c1", 1))
    held.press("help")
    held.until(lambda: held.question)
    assert not held.told
    assert people(site, "mote") == ["Room 1"]


def test_a_host_hears_that_a_room_can_not_be_asked(held: Stood, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = [Lost("gone"), Lost("gone"), Refused("no prompts here")]

    def ring(*_: object) -> None:
        raise lost.pop(0)

    monkeypatch.setattr(deeds, "ring", ring)
    held.home.ring("c1", MEETING)
    held.until(lambda: ("c1", "failed", "unreachable") in held.home.became_)
    assert not lost


def test_a_button_that_nobody_has_is_noted(held: Stood) -> None:
    held.until(lambda: held.panels)
    held.at_work._hear(Event("event", ("UserInterface", "Extensions", "Widget", "Action"), FOREIGN))
    held.at_work._hear(Event("event", ("UserInterface", "Extensions", "Widget", "Action"), FOREIGN | {"WidgetId": "x"}))
    assert held.home.unknowns == 1
