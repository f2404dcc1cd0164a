"""A product that holds conferences in software rooms: somebody presses on the page, people answer in the rooms."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from backend.app import Product
from backend.clock import FixedClock
from backend.conference.models import ConferenceCourse
from backend.conference.view import course_of
from backend.fleet.models import PinnedKey
from backend.fleet.service import Fleet
from rooms.endpoint import Address
from rooms.inventory import written
from simulators import roomos
from simulators.roomos.bridge import Conference, guest, host
from simulators.roomos.endpoint import HAND
from simulators.roomos.endpoint import Endpoint as Software
from simulators.roomos.errors import Failed
from tests.backend.conference.planned import NAMES, PLACES, make, mdt_room, rooms_settings
from tests.product import Caller, wired
from tests.waiting import until

_numbers = count(1)


class Real(FixedClock):
    """The real time: nobody moves it."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class House:
    """One product over a site of rooms, whose work is done several times a second.

    `real`: by the real time, and not here: other processes do its work.
    """

    def __init__(self, data: Path, url: str, site: roomos.Site, *, real: bool = False) -> None:
        self.site, self.clock = site, Real(datetime.now(UTC)) if real else FixedClock(datetime.now(UTC))
        self.product: Product = wired(data, url, self.clock, rooms=rooms_settings(data))
        self.caller = Caller(self.product, self.clock)
        self.work = {name: work for _, name, work in self.product.rooms.timed}["conference.hold"]
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="the clock", daemon=True)
        self._put_rooms()

    def start(self) -> None:
        """Let the work be done from now on."""
        self._thread.start()

    def forget(self) -> None:
        """Let nobody ask for the work any more."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join()

    def close(self) -> None:
        self.forget()
        self.product.stop()

    def make(self, **more: Any) -> str:
        """Make a plan and return its address."""
        return f"/api/v1/conferences/{make(self.caller, f'house-{next(_numbers)}', **more)['id']}"

    def told(self, path: str) -> dict[str, Any]:
        return dict(self.caller.call("GET", path).get_json())

    def stages(self, path: str) -> dict[str, str]:
        """Return where each site is, as it is written down."""
        with self.product.database.read() as session:
            course = course_of(session.get(ConferenceCourse, path.rpartition("/")[2]))
        return {site_id: site.stage for site_id, site in course.sites.items()}

    def until_stage(self, path: str, *rooms: str, stage: str) -> None:
        """Wait until these rooms are there."""
        until(lambda: {self.stages(path).get(room) for room in rooms} == {stage})

    def press(self, path: str, press: str, site: str = "", press_id: str = "") -> Any:
        """Press on the plan's page."""
        named = {"site": site} if site else {}
        body = {"press": press, "press_id": press_id or f"a-press-{next(_numbers)}", **named}
        return self.caller.call("POST", f"{path}/press", body)

    def room(self, room_id: str) -> Software:
        return next(one for one in self.site.endpoints if one.id == room_id)

    def question(self, room_id: str) -> str:
        return self.room(room_id).do(
            lambda device: message.text if (message := device.parts.messages.prompt.message) else ""
        )

    def answer(self, room_id: str, option: int = 1) -> None:
        """Answer the question in the room when it is there; some time after the last answer."""
        self.clock.advance(seconds=2)
        until(lambda: self.question(room_id))
        self.room(room_id).answer_prompt(option)

    def touch(self, room_id: str, name: str) -> None:
        """Press a button of the room's panel when it is there; some time after the last press."""
        self.clock.advance(seconds=2)

        def pressed() -> bool:
            with suppress(Failed):
                self.room(room_id).press_widget(f"svm_{name}")
                return True
            return False

        until(pressed)

    def panels(self, room_id: str) -> set[str]:
        return self.room(room_id).do(lambda device: set(device.parts.panels.saved))

    def dials(self, room_id: str) -> int:
        return [one.path for one in self.room(room_id).log if one.transport != "panel"].count("Dial")

    def _put_rooms(self) -> None:
        rooms = [
            mdt_room(one.id, name, address=Address("ssh", "127.0.0.1", one.ssh))
            for one, name in zip(self.site.endpoints, NAMES, strict=False)
        ]
        Fleet(self.product.database, self.clock).bring_in(rooms)
        with self.product.database.write() as session:
            for one, room in zip(self.site.endpoints, rooms, strict=False):
                address = written(room.address)
                session.merge(PinnedKey(address=address, fingerprint=one.host_key, approved_at=self.clock.now()))

    def _run(self) -> None:
        while not self._ending.wait(0.1):
            self.work()


def bridges(site: roomos.Site) -> dict[str, Conference]:
    """Open the places' standing conferences, by name. Once for a site."""

    def open_all() -> dict[str, Conference]:
        return {
            place["name"]: site.bridge.open(
                place["name"],
                host(place["host"]["number"], place["host"]["tones"].rstrip("#")),
                guest(place["guest"]["number"]),
            )
            for place in PLACES
        }

    return site.call(open_all)


def clear(site: roomos.Site) -> None:
    """Leave the rooms as they were at first."""
    for room in site.endpoints:
        with suppress(Failed):
            while True:
                room.hang_up()
        room.do(lambda device: device.log.clear())
        room.do(lambda device: device.parts.messages.forget())
        room.do(lambda device: device.command(HAND, ("UserInterface", "Extensions", "Clear")))
    until(lambda: not any(room.calls or room.sessions for room in site.endpoints))


@contextmanager
def standing(data: Path, url: str, site: roomos.Site, *, real: bool = False) -> Iterator[House]:
    house = House(data, url, site, real=real)
    try:
        yield house
    finally:
        house.close()
        clear(site)
