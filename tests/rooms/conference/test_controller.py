"""A conference on software endpoints: people press and answer, plugs are pulled, controllers come and go."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from rooms.conference.controller import Controller
from rooms.conference.desk import Touch
from rooms.conference.messages import Press, Tick
from rooms.conference.plan import Case, Entry
from rooms.conference.state import Stage
from rooms.endpoint import Booking
from rooms.panel import PANEL
from rooms.xapi.panel_xml import as_xml
from rooms.xapi.panels import Panel
from simulators import roomos
from simulators.roomos.bridge import Place
from simulators.roomos.endpoint import HAND
from simulators.roomos.errors import Failed
from tests.rooms.conference.lives import Life
from tests.rooms.conference.stand import Stand, standing
from tests.waiting import until

# Fifty times as fast as in a room.
PACE = 0.02
QUESTIONS = ("UserInterface Message Prompt Display",)
ALL = tuple(f"room{number}" for number in range(1, 7))


@pytest.fixture(scope="module")
def site() -> Iterator[roomos.Site]:
    with roomos.start(count=6, pace=PACE) as site:
        yield site


@pytest.fixture
def stand(site: roomos.Site) -> Iterator[Stand]:
    with standing(site) as stand:
        yield stand


def test_six_rooms_meet_by_one_press_one_loses_its_power_and_all_are_left_as_they_were(stand: Stand) -> None:
    controller = stand.controller(stand.plan(6))
    stand.press("room1", "begin")
    for site_id in ALL[1:]:
        stand.answer(site_id)
    for site_id in ALL:
        stand.until_stage(controller, site_id, Stage.CONNECTED)
    until(lambda: len(stand.bridge.people(Place.IN)) == 6)

    stand.press("room1", "next")
    until(lambda: all("12" in stand.text(site_id, "svm_case") for site_id in ALL))

    stand.room("room3").power_off()
    stand.until_stage(controller, "room3", Stage.UNREACHABLE)
    stand.room("room3").power_on()
    stand.answer("room3")
    stand.until_stage(controller, "room3", Stage.CONNECTED)

    stand.press("room1", "end")
    stand.answer("room1")
    until(lambda: controller.course.over)
    assert not any(room.calls for room in stand.site.endpoints)
    assert not stand.bridge.legs
    until(lambda: not any(PANEL in stand.panels(site_id) for site_id in ALL))
    # To begin, to lead or follow, to end: texts alone change in between, also over a loss of power. A room that is
    # slow is shown what holds then, and not what held before.
    assert all(2 <= len(stand.done(site_id, "UserInterface Extensions Panel Save")) <= 3 for site_id in ALL)
    assert [len(stand.done(site_id, "Dial")) for site_id in ALL] == [1, 1, 2, 1, 1, 1]


def take_part(stand: Stand, controller: Controller, site_ids: tuple[str, ...]) -> bool:
    """Let whoever is asked say yes; tell whether all are in."""
    for site_id in site_ids:
        if stand.question(site_id):
            with suppress(Failed):
                stand.room(site_id).answer_prompt(1)
    sites = controller.course.sites
    return bool(sites) and all(sites[site_id].stage is Stage.CONNECTED for site_id in site_ids)


# Before a deed that leaves nothing in the room there is nothing else to find than before the next one.
KILLS = (
    ("bookings", 1, "before"),
    ("bookings", 2, "after"),
    *((deed, 1, when) for deed in ("ask", "dial", "present", "hang_up") for when in ("before", "after")),
    ("wake", 1, "after"),
    ("dial", 2, "before"),
    ("dial", 2, "after"),
    ("hang_up", 2, "after"),
    ("withdraw", 3, "before"),
    ("withdraw", 4, "after"),
)


@pytest.mark.parametrize(("deed", "count", "when"), KILLS)
def test_a_controller_killed_at_any_deed_is_followed_by_one_that_dials_nobody_twice_and_ends_all(
    stand: Stand, deed: str, count: int, when: str
) -> None:
    plan, rooms = stand.plan(2), ALL[:2]
    life = Life(stand.store, stand.connect, deed, count, when == "before")
    controller = stand.controller(plan, life, life.connect)

    def until_done_or_dead(done: Callable[[], bool]) -> None:
        nonlocal controller
        until(lambda: life.over.is_set() or done())
        if life.over.is_set() and controller is stand.controllers[0]:
            controller.close()
            controller = stand.controller(plan)
        until(done)

    controller.press(Press.BEGIN, "room1")
    until_done_or_dead(lambda: take_part(stand, controller, rooms))
    assert all(room.calls == ["Connected"] for room in stand.site.endpoints[:2])
    controller.press(Press.END, "room1")
    until_done_or_dead(lambda: controller.course.over)
    assert life.over.is_set(), "it was never killed"
    assert not any(room.calls for room in stand.site.endpoints)
    assert not stand.bridge.legs
    assert not any(stand.question(site_id) for site_id in rooms)
    assert [len(stand.done(site_id, "Dial")) for site_id in rooms] == [1, 1]


def test_who_is_in_another_call_is_left_alone_and_shown_also_when_tried_again(stand: Stand) -> None:
    stand.room("room2").dial(stand.room("room6").address)
    until(lambda: "Ringing" in stand.room("room6").calls)
    stand.room("room6").accept()
    until(lambda: stand.room("room2").calls == ["Connected"])
    controller = stand.controller(stand.plan(2))
    stand.press("room1", "begin")
    stand.until_stage(controller, "room2", Stage.BUSY)
    until(lambda: stand.text("room1", "svm_site_1") == "Sala: In another call")
    stand.press("room1", "retry")
    stand.answer("room1")
    until(lambda: controller.course.sites["room2"].turn == 2)
    stand.until_stage(controller, "room2", Stage.BUSY)
    controller.press(Press.END, "room1").result(10)
    until(lambda: controller.course.over)
    assert stand.room("room2").calls == ["Connected"]
    assert stand.done("room2", "Dial", "Call Disconnect", "Standby Deactivate", *QUESTIONS) == []


def test_a_room_that_is_booked_by_others_or_answers_by_itself_is_left_alone(stand: Stand) -> None:
    other = stand.connect("room2")
    start = stand.clock.now.replace(microsecond=0) - timedelta(minutes=5)
    other.put_bookings([Booking("theirs", "Bokat", "other@bro.example", start, 60)])
    stand.room("room3").do(lambda device: device.configure(HAND, ("Conference", "AutoAnswer", "Mode"), "On"))
    controller = stand.controller(stand.plan(3))
    stand.press("room1", "begin")
    for site_id, reason in (("room2", "booking"), ("room3", "auto-answer")):
        stand.until_stage(controller, site_id, Stage.BUSY)
        assert controller.course.sites[site_id].reason == reason
        assert stand.done(site_id, "Dial", *QUESTIONS) == []
    assert stand.room("room3").do(lambda device: device.machine.text("Conference", "AutoAnswer", "Mode")) == "On"
    stand.room("room3").do(lambda device: device.configure(HAND, ("Conference", "AutoAnswer", "Mode"), "Off"))
    other.put_bookings([])
    other.close()
    for site_id in ("room2", "room3"):
        stand.press(site_id, "join")
        stand.until_stage(controller, site_id, Stage.CONNECTED)


def test_one_says_no_and_comes_late_another_is_skipped_and_a_third_hangs_up_on_its_panel(stand: Stand) -> None:
    controller = stand.controller(stand.plan(4))
    stand.press("room1", "begin")
    stand.answer("room2", 2)
    stand.until_stage(controller, "room2", Stage.DECLINED)
    stand.press("room2", "join")
    stand.answer("room4")
    for site_id in ("room1", "room2", "room4"):
        stand.until_stage(controller, site_id, Stage.CONNECTED)

    until(lambda: stand.question("room3"))
    stand.press("room1", "skip")
    stand.answer("room1")
    stand.until_stage(controller, "room3", Stage.SKIPPED)
    assert stand.question("room3") == ""

    stand.press("room4", "leave")
    stand.until_stage(controller, "room4", Stage.LEFT)
    assert stand.room("room4").calls == []
    assert len(stand.bridge.people(Place.IN)) == 2


def test_a_room_is_put_back_as_it_was_found(stand: Stand) -> None:
    room = stand.room("room2")
    room.do(lambda device: device.command(HAND, ("Audio", "Volume", "Set"), {"Level": 30}))
    room.do(lambda device: device.machine.change({"Standby": {"State": "Standby"}}))
    plan = stand.plan(2)
    plan = replace(plan, sites=(plan.sites[0], replace(plan.sites[1], layout="Overlay", camera_preset=3)))
    before = room.status("Video", "Layout", "CurrentLayouts", "ActiveLayout")
    controller = stand.controller(plan)
    stand.press("room1", "begin")
    stand.answer("room2")
    stand.until_stage(controller, "room2", Stage.CONNECTED)
    assert room.status("Video", "Layout", "CurrentLayouts", "ActiveLayout") == "Overlay" != before
    room.do(lambda device: device.command(HAND, ("Audio", "Volume", "Set"), {"Level": 80}))
    controller.press(Press.END, "room1")
    until(lambda: controller.course.over)
    until(lambda: room.status("Standby", "State") == "Standby")
    assert room.status("Audio", "Volume") == 30
    assert room.status("Video", "Layout", "CurrentLayouts", "ActiveLayout") == before


def test_a_second_controller_takes_over_and_the_first_lets_go(stand: Stand) -> None:
    plan = stand.plan(2)
    first = stand.controller(plan)
    stand.press("room1", "begin")
    stand.until_stage(first, "room1", Stage.CONNECTED)
    second = stand.controller(plan)
    until(lambda: take_part(stand, second, ALL[:2]))
    until(lambda: first.superseded)
    assert not second.superseded
    assert first.press(Press.END, "room1").cancelled()
    assert [len(stand.done(site_id, "Dial")) for site_id in ALL[:2]] == [1, 1]
    second.close()
    assert [room.calls for room in stand.site.endpoints[:2]] == [["Connected"]] * 2


def test_an_address_nobody_has_is_tried_again_and_says_why(stand: Stand) -> None:
    plan = replace(stand.plan(2), guest=Entry("nobody@bro.example"))
    controller = stand.controller(plan)
    stand.press("room1", "begin")
    stand.answer("room2")
    stand.until_stage(controller, "room2", Stage.FAILED)
    until(lambda: stand.text("room1", "svm_site_1") == "Sala: Did not get through: no such address")
    stand.clock.now += timedelta(seconds=6)
    controller.tell(Tick())
    until(lambda: len(stand.done("room2", "Dial")) == 2)


def test_pressed_twice_is_pressed_once_and_only_who_leads_moves_the_cases(stand: Stand) -> None:
    plan = replace(stand.plan(3), cases=tuple(Case(number, 10, "Kirurgi") for number in range(1, 6)))
    controller = stand.controller(plan)
    stand.press("room2", "begin")
    for site_id in ("room1", "room2"):
        until(partial(stand.text, site_id, "svm_case"))
    stand.press("room1", "next")
    for site_id in ("room1", "room2"):
        stand.room(site_id).press_widget("svm_next")
    until(lambda: controller.course.case == 1)
    stand.press("room1", "next")
    until(lambda: controller.course.case == 2)
    with pytest.raises(Failed):
        stand.room("room3").press_widget("svm_next")
    until(lambda: stand.question("room3").startswith("Sala"))
    controller.touch("room3", Touch("next"))
    controller.touch("room3", Touch("end"))
    assert controller.tell(Tick()).result(10).case == 2
    assert stand.question("room3").startswith("Sala")


def test_a_panel_speaks_the_rooms_language_and_says_again_what_the_device_has_lost(stand: Stand) -> None:
    room = stand.room("room2")
    room.do(lambda device: device.configure(HAND, ("UserInterface", "Language"), "Swedish"))
    try:
        controller = stand.controller(stand.plan(2))
        stand.press("room1", "begin")
        until(lambda: stand.question("room2") == "Köping startar MDK. Vill ni ansluta?")
        until(lambda: stand.text("room2", "svm_site_1") == "Sala: Väntar på svar")
        # Somebody else saves a panel: the device forgets what all texts said.
        other = stand.connect("room2")
        other.save_panel("theirs", as_xml(Panel("theirs", "Annan"), "26"))
        until(lambda: stand.text("room2", "svm_site_1") == "Sala: Väntar på svar")
        assert "theirs" in stand.panels("room2")
        other.close()
        stand.press("room2", "join")
        stand.until_stage(controller, "room2", Stage.CONNECTED)
        assert stand.question("room2") == ""
    finally:
        room.do(lambda device: device.configure(HAND, ("UserInterface", "Language"), "English"))


def test_no_text_of_a_conference_and_nothing_it_logs_tells_where_it_is_dialled(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "rooms")
    controller = stand.controller(stand.plan(2))
    stand.press("room1", "begin")
    stand.answer("room2")
    stand.until_stage(controller, "room2", Stage.CONNECTED)
    stand.room("room2").power_off()
    stand.until_stage(controller, "room2", Stage.UNREACHABLE)
    stand.room("room2").power_on()
    said = caplog.text + (stand.store.load() or "")
    assert "room room2: " in said
    assert "bro.example" not in said
    assert roomos.PASSWORD not in said
