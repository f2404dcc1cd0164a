"""A held room on a software endpoint that reboots, is unplugged, sleeps, and changes its key or its password."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from rooms.drivers.held import BACK, Held
from rooms.endpoint import Endpoint, Event, Listener, State
from rooms.errors import AuthenticationRefused, RoomError, Unreachable, Untrusted
from rooms.xapi.panel_xml import as_xml
from rooms.xapi.panels import Panel
from simulators import roomos
from simulators.roomos.power import Power
from simulators.roomos.site import Site
from tests.contract.rooms.stand import connect, trusting
from tests.waiting import until

PRESSES = (("Event", "UserInterface", "Extensions", "Panel"), ("Status", "Standby"))
PANEL = "svm_mdk"
# A start takes a minute and a half in a room.
PACE = 0.004


@pytest.fixture(params=["ssh", "wss"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def site() -> Iterator[Site]:
    with roomos.start(1, pace=PACE) as site:
        yield site


@contextmanager
def holding(site: Site, scheme: str) -> Iterator[tuple[Held, list[Event]]]:
    """Hold the site's room, which is there; after it no session is left in it."""
    heard: list[Event] = []
    trust = trusting(site)

    def connect_again() -> Endpoint:
        return connect(site, scheme, trust=trust)

    held = Held(connect_again, PRESSES, heard.append, lambda _: 0.05)
    held.begin()
    try:
        until(lambda: heard == [BACK])
        yield held, heard
    finally:
        held.close()
    until(lambda: not site.endpoints[0].sessions)
    until(lambda: not [one for one in threading.enumerate() if one.name in {"room held", "room feedback"}])


def pressed(heard: list[Event]) -> list[str]:
    return [event.values["PanelId"] for event in heard if event.path[-1:] == ("Clicked",)]


@pytest.mark.parametrize("down", [Power.OFF, Power.ASLEEP])
def test_a_room_that_went_down_is_back_and_its_presses_are_heard_anew(site: Site, scheme: str, down: Power) -> None:
    room = site.endpoints[0]
    with holding(site, scheme) as (held, heard):
        held.endpoint().save_panel(PANEL, as_xml(Panel(PANEL, "Starta MDK"), "26"))
        room.press_panel(PANEL)
        until(lambda: pressed(heard) == [PANEL])
        room.do(lambda device: device.supply.become(down))
        until(lambda: heard[-1].kind == "lost")
        with pytest.raises(Unreachable):
            held.endpoint()
        room.power_on()
        until(lambda: heard[-1] == BACK)
        assert PANEL in held.endpoint().panels()
        room.press_panel(PANEL)
        until(lambda: pressed(heard) == [PANEL, PANEL])
        assert [event for event in heard if event.kind == "lost"] == [Event("lost", (), {})]


class Pressed:
    """A connection to a room where somebody presses while we are asking to hear of it."""

    def __init__(self, site: Site, scheme: str) -> None:
        self._site, self._room = site, connect(site, scheme)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._room, name)

    def watch(self, paths: Sequence[tuple[str, ...]], listener: Listener) -> Callable[[], None]:
        for path in paths:
            self._room.watch([path], listener)
            self._site.endpoints[0].press_panel(PANEL)
        return self._room.close


def test_a_press_meanwhile_is_heard_and_the_listener_may_ask_the_room(site: Site, scheme: str) -> None:
    first = connect(site, scheme)
    first.save_panel(PANEL, as_xml(Panel(PANEL, "Starta MDK"), "26"))
    first.close()
    heard: list[Event] = []
    states: list[State] = []

    def listener(event: Event) -> None:
        heard.append(event)
        if event == BACK:
            states.append(held.endpoint().state())

    held = Held(lambda: Pressed(site, scheme), PRESSES, listener)
    held.begin()
    until(lambda: pressed(heard) == [PANEL, PANEL], 10)
    assert heard[0] == BACK
    assert len(states) == 1
    held.close()
    until(lambda: not site.endpoints[0].sessions)


def stopped_by(site: Site, scheme: str, change: object, error: type[RoomError]) -> int:
    """Change what the room knows while it is down, and return how many passwords it refused after it was up."""
    room = site.endpoints[0]
    with holding(site, scheme) as (held, heard):
        room.power_off()
        until(lambda: heard[-1].kind == "lost")
        assert callable(change)
        change()
        room.power_on()
        until(lambda: held.stopped)
        assert type(held.stopped) is error
        # Nothing more is tried, however often somebody asks for the room.
        done = threading.Event()
        held.do(done.set)
        assert done.wait(30)
        return room.device.sessions.refused


def test_a_password_that_was_changed_is_tried_once_and_no_more(site: Site, scheme: str) -> None:
    def change() -> None:
        room = site.endpoints[0]
        accounts = room.device.sessions.accounts
        room.do(lambda _: accounts.update({roomos.USER: type(accounts[roomos.USER])("another")}))

    assert stopped_by(site, scheme, change, AuthenticationRefused) == 1


def test_a_key_that_was_changed_sees_no_password(site: Site) -> None:
    def change() -> None:
        site.wait(site.endpoints[0].rekey())

    assert stopped_by(site, "ssh", change, Untrusted) == 0
