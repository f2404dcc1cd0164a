"""Software endpoints, a bridge, and controllers of one conference on them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from rooms.conference.controller import Controller
from rooms.conference.plan import Case, Entry, Plan, Role, Site
from rooms.conference.state import Stage
from rooms.conference.store import Memory, StateStore
from rooms.drivers import DRIVERS, Patience
from rooms.endpoint import Account, Address, Endpoint
from simulators import roomos
from simulators.roomos.bridge import Conference, guest, host
from simulators.roomos.endpoint import HAND
from simulators.roomos.endpoint import Endpoint as Software
from simulators.roomos.errors import Failed
from tests.waiting import until

HOSTS, GUESTS = "mdk.vard@bro.example", "mdk@bro.example"
LABELS = ("Köping", "Sala", "Fagersta", "Arboga", "Heby", "Surahammar")
PATIENCE = Patience(connect=10.0, answer=20.0, alive=10.0)
Connect = Callable[[str], Endpoint]


class Known:
    """Knows the keys of a site's rooms."""

    def __init__(self, *keys: str) -> None:
        self._keys = keys

    def allows(self, address: Address, fingerprint: str) -> bool:
        del address
        return fingerprint in self._keys


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now


class Stand:
    """Rooms, the bridge they meet in, and what a conference needs of them."""

    def __init__(self, site: roomos.Site) -> None:
        self.site = site
        self.clock = Clock()
        self.store = Memory()
        self.trust = Known(*(room.host_key for room in site.endpoints))
        self.bridge: Conference = site.call(lambda: site.bridge.open("mdk", host(HOSTS), guest(GUESTS)))
        self.controllers: list[Controller] = []

    def plan(self, count: int) -> Plan:
        return Plan(
            "p1",
            tuple(
                Site(room.id, label, role=Role.GUEST if place else Role.HOST)
                for place, (room, label) in enumerate(zip(self.site.endpoints[:count], LABELS, strict=False))
            ),
            (Case(11, 10, "Kirurgi"), Case(12, 5, "Onkologi")),
            "room1",
            self.clock.now - timedelta(hours=1),
            self.clock.now + timedelta(hours=1),
            Entry(HOSTS),
            Entry(GUESTS),
            content=2,
        )

    def room(self, site_id: str) -> Software:
        return next(one for one in self.site.endpoints if one.id == site_id)

    def connect(self, site_id: str) -> Endpoint:
        address = Address("ssh", "127.0.0.1", self.room(site_id).ssh)
        return DRIVERS["ssh"](address, Account(roomos.USER, roomos.PASSWORD), self.trust, PATIENCE)

    def controller(
        self, plan: Plan, store: StateStore | None = None, connect: Connect | None = None, tag: str = "tag-1"
    ) -> Controller:
        """Start a controller; it is closed when the test ends."""
        made = Controller(plan, tag, store or self.store, connect or self.connect, self.clock, pauses=(0.05,))
        self.controllers.append(made)
        made.start()
        return made

    def question(self, site_id: str) -> str:
        """Return the text of the question that stands in the room, "" when none does."""
        return self.room(site_id).do(
            lambda device: message.text if (message := device.parts.messages.prompt.message) else ""
        )

    def text(self, site_id: str, widget_id: str) -> str:
        """Return what a text on the room's panel says."""
        return self.room(site_id).do(lambda device: device.parts.panels.widgets.values.get(widget_id, ""))

    def panels(self, site_id: str) -> set[str]:
        return self.room(site_id).do(lambda device: set(device.parts.panels.saved))

    def press(self, site_id: str, name: str) -> None:
        """Press a button of our panel when it is there; some time after the last press."""
        self.clock.now += timedelta(seconds=2)

        def pressed() -> bool:
            with suppress(Failed):
                self.room(site_id).press_widget(f"svm_{name}")
                return True
            return False

        until(pressed)

    def answer(self, site_id: str, option: int = 1) -> None:
        """Answer the question in the room when it is there."""
        until(lambda: self.question(site_id))
        self.room(site_id).answer_prompt(option)

    def until_stage(self, controller: Controller, site_id: str, *stages: Stage) -> None:
        until(lambda: site_id in controller.course.sites and controller.course.sites[site_id].stage in stages)

    def done(self, site_id: str, *paths: str) -> list[str]:
        """Return which of these commands the room has done, in their order."""
        return [one.path for one in self.room(site_id).log if one.path in paths and one.transport != "panel"]

    def clear(self) -> None:
        """Close the controllers, and leave the rooms as they were at first."""
        for controller in self.controllers:
            controller.close()
        for room in self.site.endpoints:
            with suppress(Failed):
                while True:
                    room.hang_up()
            room.do(lambda device: device.log.clear())
            room.do(lambda device: device.parts.messages.forget())
            room.do(lambda device: device.command(HAND, ("UserInterface", "Extensions", "Clear")))
            room.do(lambda device: device.machine.change({"Standby": {"State": "Off"}}))
        until(lambda: not any(room.calls or room.sessions for room in self.site.endpoints))


@contextmanager
def standing(site: roomos.Site) -> Iterator[Stand]:
    stand = Stand(site)
    try:
        yield stand
    finally:
        stand.clear()
