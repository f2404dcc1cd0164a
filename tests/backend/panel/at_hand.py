"""A product that reaches software rooms and is reached by what they post."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from backend.app import Product
from backend.clock import FixedClock
from backend.config import RoomSettings
from backend.fleet.pins import PinnedKeys
from backend.fleet.service import Fleet
from backend.meetings.models import Meeting
from backend.panel.models import CareUnit
from backend.video import Means, all_services
from backend.video.models import Conference
from rooms.endpoint import Address
from rooms.inventory import Room, RoomKind
from simulators import roomos
from simulators.roomos.bridge import guest, host
from simulators.roomos.endpoint import HAND
from simulators.roomos.errors import Failed
from tests.product import Caller, wired
from tests.waiting import until

DOMAIN = "moten.example.test"
_ACCOUNTS = """
networks = ["127.0.0.0/8"]
[control]
user = "{user}"
password = "{password}"
[admin]
user = "{user}"
password = "{password}"
"""


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing."""


class Hands:
    """The product, its rooms, and the hands of the people in them."""

    def __init__(self, site: roomos.Site, product: Product, clock: FixedClock, scheme: str, address: str) -> None:
        self.address = address
        self.site, self.product, self.clock = site, product, clock
        self.tick: Callable[[], None] = next(work for _, name, work in product.rooms.timed if name == "rooms.panels")
        self.caller = Caller(product, clock)
        [self.room, self.other] = site.endpoints
        for one in site.endpoints:
            one.do(lambda device: device.configure(HAND, ("UserInterface", "Language"), "Swedish"))
        addresses = [Address(scheme, "127.0.0.1", one.ssh if scheme == "ssh" else one.https) for one in site.endpoints]
        rooms = [
            Room(one.id, one.id.title(), RoomKind.MEETING_ROOM, 8, (), "Köping", address)
            for one, address in zip(site.endpoints, addresses, strict=True)
        ]
        Fleet(product.database, clock).bring_in(rooms[:1])
        keys = [one.host_key if scheme == "ssh" else site.tls.fingerprint for one in site.endpoints]
        PinnedKeys(product.database, clock).pin(dict(zip(addresses, keys, strict=True)))

    def until(self, look: Any) -> Any:
        """Wait until it is so, while this process is the one that does timed work."""

        def looked() -> Any:
            self.tick()
            return look()

        return until(looked, every=0.1)

    def meeting(self, kind: str = "patient_care", *, booked: bool = True, **more: Any) -> str:
        """Make a meeting that is on now, which rooms can dial; the room has it if `booked`."""
        made = self.caller.create(kind, **more)["id"]
        if booked:
            answer = self.caller.call("PUT", f"/api/v1/meetings/{made}/rooms", {"rooms": ["room1"]})
            assert answer.status_code == 200, answer.text
        return str(made)

    def open_bridge(self, meeting_id: str) -> None:
        """Let the software bridge answer at a meeting's number."""
        database = self.product.database
        with database.read() as session:
            conference = session.get_one(Conference, session.get_one(Meeting, meeting_id).conference_id)
        entry = all_services(database, self.clock, Means(DOMAIN))["builtin"].room_entry(conference.reference or "")
        assert entry is not None
        self.site.call(lambda: self.site.bridge.open("m", host(f"vard.{entry.number}"), guest(entry.number)))

    @property
    def inside(self) -> list[str]:
        return self.site.call(
            lambda: [leg.name for leg in one.legs] if (one := self.site.bridge.conferences.get("m")) else []
        )

    @property
    def buttons(self) -> dict[str, str]:
        names = self.room.do(lambda device: list(device.parts.panels.widgets._kinds))
        return {name.split("_")[1]: name for name in names if name.startswith("svmr_")}

    @property
    def question(self) -> str:
        return self.room.do(lambda device: one.text if (one := device.parts.messages.prompt.message) else "")

    @property
    def told(self) -> str:
        return self.room.do(lambda device: one.text if (one := device.parts.messages.alert.message) else "")

    @property
    def dials(self) -> int:
        return sum(one.path == "Dial" and one.transport != "panel" for one in self.room.log)

    def press(self, button: str) -> None:
        """Press a button, some time after the last press."""
        self.clock.advance(seconds=2)
        self.until(lambda: button in self.buttons)
        self.room.press_widget(self.buttons[button])

    def answer(self, option: int) -> None:
        """Answer the question when it is there."""
        self.clock.advance(seconds=2)
        self.until(lambda: self.question)
        self.room.answer_prompt(option)

    def calls_unit(self, unit: str) -> None:
        """Let the room call the unit."""
        with self.product.database.write() as session:
            session.merge(CareUnit(room_id="room1", unit=unit, entry="", version=1))


@contextmanager
def hands(site: roomos.Site, data: Path, database_url: str, clock: FixedClock, scheme: str) -> Iterator[Hands]:
    """Give the product with its rooms; at the end no session may be left in them."""
    file = data / "accounts.toml"
    file.write_text(_ACCOUNTS.format(user=roomos.USER, password=roomos.PASSWORD), "utf-8")
    web = make_server("127.0.0.1", 0, None, threaded=True, request_handler=_Quiet)  # type: ignore[arg-type]  # given next
    rooms = RoomSettings(accounts=file, meeting_domain=DOMAIN)
    address = f"http://127.0.0.1:{web.port}"
    product = wired(data, database_url, clock, rooms=rooms, base_url=address)
    web.app = product.app
    serving = threading.Thread(target=web.serve_forever, daemon=True)
    serving.start()
    try:
        yield Hands(site, product, clock, scheme, address)
    finally:
        product.stop()
        web.shutdown()
        serving.join()
        web.server_close()
        _tidy(site)


def _tidy(site: roomos.Site) -> None:
    for one in site.endpoints:
        with suppress(Failed):
            while True:
                one.hang_up()
        one.do(lambda device: device.command(HAND, ("UserInterface", "Extensions", "Clear")))
        one.do(lambda device: device.parts.messages.forget())
        one.do(lambda device: device.log.clear())
        for slot in (1, 2, 3, 4):
            one.do(lambda device, slot=slot: device.parts.slots.deregister(slot))  # type: ignore[misc]  # a default in a lambda
    site.call(lambda: site.bridge.close("m"))
    until(lambda: not any(one.sessions or one.calls for one in site.endpoints))
