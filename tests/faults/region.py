"""The product over Pexip in management mode: what is done there, what goes wrong, and what has to hold afterwards."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import requests
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from backend.clock import FixedClock
from backend.meetings.models import Door, DoorState, Meeting
from backend.steps import END, Kind, Step, Watch, unwatched
from backend.storage import Database
from backend.video import provisioning
from backend.video.builtin.models import BuiltinRoom
from backend.video.builtin.service import BuiltinService
from backend.video.pexip.management import filling, making, pool
from backend.video.pexip.management.models import PexipSpare
from backend.video.pexip.management.service import ManagementService
from backend.video.pexip.models import PexipRoom
from backend.video.service import Means, ServiceError
from tests.backend.video.pexip.node import ROOMS, settings
from tests.faults.checker import findings
from tests.faults.troubles import Grip
from tests.faults.world import NOW, Place, World, die, open_world
from tests.product import SECRET
from tests.simulators.pexip.stand import ACCOUNT

MAKING, FILLING, PROVISIONING = "making-room", "filling", "provisioning"
_STEPS: Mapping[str, tuple[Step[Any], ...]] = MappingProxyType(
    {MAKING: making.MAKING, FILLING: filling.FILLING, PROVISIONING: provisioning.STEPS}
)
_WRITES = ["POST", "PATCH", "DELETE"]


class Region(NamedTuple):
    """A product, and the Management Node it writes its rooms to."""

    world: World
    url: str

    def tell(self, fault: str, **more: object) -> None:
        """Tell the node what is to go wrong; `none` calms it."""
        requests.post(f"{self.url}/_control", json={"fault": fault, **more}, timeout=10).raise_for_status()

    def tend(self) -> None:
        """Do the timed work about the pool; what it raises is told in the log and comes back in half a minute."""
        with suppress(ServiceError, SQLAlchemyError):
            self.world.timed["video.pexip-rooms"]()

    def live_on(self) -> None:
        """Let the product live on until everything has come around several times."""
        self.tend()
        self.world.live_on()
        self.tend()


def opened(data: Path, database_url: str, url: str, watch: Watch = unwatched) -> Region:
    """Wire a product whose rooms are at the node of this address."""
    clock = FixedClock(NOW)
    database = Database(database_url)
    service = ManagementService(database, clock, Means(secret=SECRET, pexip=settings(url)), watch)
    builtin = BuiltinService(database, clock)
    world = open_world(Place(data, database_url, 0), clock, watch, {"pexip": service, "builtin": builtin})
    # One database, so that what holds the product's away holds the service's too.
    service._database = builtin._database = world.product.database
    database.close()
    return Region(world, url)


def _nothing(_region: Region) -> None:
    return


def _filled(region: Region) -> None:
    region.tend()
    region.world.clock.advance(minutes=2)


def _book(hours: float) -> Callable[[Region], None]:
    def press(region: Region) -> None:
        start = region.world.clock.now() + timedelta(hours=hours)
        times = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
        region.world.press("POST", "/api/v1/meetings", {"type": "patient_care", **times}, Idempotency_Key="one")
        region.world.work()

    return press


def _booked(region: Region) -> None:
    _book(4)(region)
    region.world.clock.advance(minutes=2)


def _booked_elsewhere(region: Region) -> None:
    _booked(region)
    _to("builtin")(region)


def _to(service: str) -> Callable[[Region], None]:
    def press(region: Region) -> None:
        with region.world.product.database.read() as session:
            meeting = session.scalars(select(Meeting.id)).one()
        region.world.press("PATCH", f"/api/v1/meetings/{meeting}", {"service": service})
        region.world.work()

    return press


@dataclass(frozen=True)
class Deed:
    """One thing done: what was there before, and the list of steps it goes through."""

    case: str
    press: Callable[[Region], None]
    before: Callable[[Region], None] = _nothing
    unreached: frozenset[str] = frozenset()

    def moments(self) -> dict[str, Kind]:
        """Return the places before each step and after the last, with what kind of step comes next there."""
        return {step.name: step.kind for step in _STEPS[self.case]} | {END: Kind.WORK}


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "book": Deed(MAKING, _book(4)),
        "book now": Deed(MAKING, _book(0), before=_filled),
        "book now, none in advance": Deed(MAKING, _book(0)),
        "fill": Deed(FILLING, Region.tend),
        "move away": Deed(PROVISIONING, _to("builtin"), before=_booked),
        "move back": Deed(MAKING, _to("pexip"), before=_booked_elsewhere),
    }
)


@dataclass(frozen=True)
class Trouble:
    """One thing that goes wrong, at which kinds of step."""

    begin: Callable[[Region, Grip], None]
    kinds: frozenset[Kind] = frozenset({Kind.CALL})


def _node(fault: str, *, writes: bool = False, count: int = 1) -> Trouble:
    methods = _WRITES if writes else []
    return Trouble(lambda region, _grip: region.tell(fault, count=count, methods=methods))


def _hold(_region: Region, grip: Grip) -> None:
    grip.held = True


def _unhear(_region: Region, grip: Grip) -> None:
    grip.unheard = True


TROUBLES: Mapping[str, Trouble] = MappingProxyType(
    {
        "killed": Trouble(lambda _region, _grip: die(), frozenset(Kind)),
        "database away": Trouble(_hold, frozenset(Kind)),
        "commit unheard": Trouble(_unhear, frozenset({Kind.COMMIT})),
        "429": _node("rate-limit", count=3),
        "500": _node("error", count=3),
        "503": _node("unavailable"),
        "signed out": _node("unauthorized"),
        "done, no answer": _node("timeout", writes=True),
        "done, cut off": _node("lost", writes=True),
        "done, 500": _node("spoilt", writes=True),
        "half an answer": _node("half"),
        "done, half an answer": _node("half", writes=True),
        "name taken": _node("duplicate"),
    }
)


def calm(region: Region, grip: Grip) -> None:
    """Let nothing go wrong any more."""
    grip.held = grip.unheard = False
    region.tell("none")


def examine(region: Region) -> list[str]:
    """Return every way in which meetings, our rows and the rooms at the node do not fit; best is none."""
    database = region.world.product.database
    answer = requests.get(f"{region.url}/api/admin/{ROOMS}?limit=0", auth=tuple(ACCOUNT), timeout=10)
    held = answer.json()["objects"]
    with database.read() as session:
        rows = {row.name: row for row in session.scalars(select(PexipRoom))}
        spares = {one.name: one for one in session.scalars(select(PexipSpare).where(PexipSpare.taken_at.is_(None)))}
        shut = session.scalars(select(Door.code).where(Door.state != DoorState.OPEN)).all()
        used = set(session.scalars(select(PexipSpare.pool).where(PexipSpare.taken_at.is_not(None)))) - {pool.COMMON}
        elsewhere = [_room("builtin", row, row.participant_limit) for row in session.scalars(select(BuiltinRoom))]
    rooms = [
        _room("pexip", row, room["participant_limit"]) for room in held if (row := rows.get(room["name"])) is not None
    ] + elsewhere
    return [
        *findings(database, region.world.caller, rooms),
        *("a link that leads nowhere any more" for _ in shut),
        *_apart(held, rows, spares, filling.SIZE + filling.EACH * len(used)),
    ]


def _room(service: str, row: PexipRoom | BuiltinRoom, limit: int | None) -> dict[str, Any]:
    return {
        "service": service,
        "key": row.key,
        "reference": row.reference,
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "limit": limit,
    }


def _apart(
    held: list[dict[str, Any]], rows: Mapping[str, PexipRoom], spares: Mapping[str, PexipSpare], size: int
) -> Iterator[str]:
    there = {room["name"]: str(room["id"]) for room in held}
    yield from (f"{count} rooms of one name" for count in Counter(room["name"] for room in held).values() if count > 1)
    yield from ("a room that nobody asked for" for name in there if name not in rows and name not in spares)
    yield from ("a room that is a meeting's and to be had" for name in rows.keys() & spares.keys())
    for name, row in {**rows, **spares}.items():
        # One that was begun and never made is none: whether its conference says so, the common findings tell.
        is_begun = name in rows and row.vmr is None
        if there.get(name) != row.vmr or not (row.vmr or is_begun):
            yield f"{name} is not there as we know it"
    if len(spares) != size:
        yield f"{len(spares)} rooms in advance"
