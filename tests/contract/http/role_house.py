"""A product with a meeting going on in each of two units, for asking every route as every role."""

import sqlite3
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from backend.audit.tables import LogRow
from backend.conference.models import ConferencePlan
from backend.fleet.models import FleetRoom
from backend.identity import Person, Role
from backend.identity.demo import DemoIdentity
from backend.identity.models import RoleGrant
from backend.panel.models import CallStage, RoomCall
from backend.room_support.cases import Cases
from backend.room_support.states import States
from backend.storage import new_id
from backend.units.models import Kind
from backend.units.records import By, of, put
from rooms.inventory import Told
from rooms.monitor import Level
from tests.product import Caller

USERS = {
    "organiser": "personal",
    "care_staff": "kollega",
    "booking_secretary": "sekreterare",
    "unit_admin": "admin",
    "unit_head": "chef",
    "region_admin": "region",
    "room_support": "rum",
    "auditor": "granskare",
    "granted": "lanad",
    "waiting": "konsult",
}
_UNITS = {"own": ("medicin", "personal"), "other": ("barn", "annan")}
_LINK = "https://rum.min-halsa.example/1"
_PROFESSIONAL = {"kind": "professional", "name": "Gun", "identity": "none"}


class Staff(DemoIdentity):
    """The demo's people, somebody whose only role is given in another unit, and somebody external whose role waits."""

    def __init__(self) -> None:
        super().__init__()
        home = self._people["personal"].unit
        self._people["lanad"] = Person("lanad", "Gudmund Ljungå", "lanad@demo.example", home, frozenset())
        consultant = Person("konsult", "Tyra Malmsjö", "konsult@demo.example", home, frozenset({Role.CARE_STAFF}))
        self._people["konsult"] = replace(consultant, external=True)


@dataclass
class House:
    """The product, what stands in each unit by its name, and the bearer of each caller; put back after each change."""

    caller: Caller
    file: Path
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    bearers: dict[str, str | None] = field(default_factory=dict)
    kept: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:"))

    def put_back(self) -> None:
        """Let everything in the database be as it was when the house was built."""
        _copy(self.kept, self.file)


def build(caller: Caller, file: Path) -> House:
    """Return the house, with everything in it that a route can name, and what puts it back after a change."""
    house = furnished(caller, file)
    caller.product.logbook.catch_up()
    with caller.product.logbook.store.database.read() as session:
        for names in house.names.values():
            oldest = select(func.min(LogRow.number)).where(LogRow.unit == names["unit_id"])
            names["entry"] = str(session.scalar(oldest))
    now = sqlite3.connect(file)
    now.backup(house.kept)
    now.close()
    return house


def furnished(caller: Caller, file: Path) -> House:
    """Return the house on any database; it can't be put back."""
    house, assets = House(caller, file), caller.product.app.extensions["assets"]
    for side, (unit, organiser) in _UNITS.items():
        house.names[side] = {"unit_id": unit, "user": "annan", "role": "booking_secretary", **_records(house, unit)}
        house.names[side]["asset"] = next(assets.dist.glob("assets/*.js")).name
        house.names[side] |= _meeting(house, side, caller.as_(organiser))
    room = _room(house)
    for names in house.names.values():
        names.update(room)
        names["call_id"] = _room_call(house, names)
    for side, (unit, _) in _UNITS.items():
        house.names[side]["conference_id"] = _conference(house, unit)
    return house


def _meeting(house: House, side: str, staff: Caller) -> dict[str, str]:
    page, made = staff.as_(None), staff.create(service="builtin", cohosts=["konsult@demo.example"])
    path, code = f"/api/v1/meetings/{made['id']}", made["join_url"].rpartition("/")[2]
    tickets = [staff.call("POST", f"{path}/start").get_json()["host_url"].partition("#")[2] for _ in range(2)]
    session = page.call("POST", f"/h/{made['id']}/enter", {"token": tickets[0]}).get_json()["session"]
    host = page.as_(session)
    host.call("POST", f"/h/{made['id']}/join", {})
    added = staff.call("POST", f"{path}/participants", _PROFESSIONAL).get_json()
    page.call("POST", f"/m/{added['join_url'].rpartition('/')[2]}/join", {})
    admitted = host.call("POST", f"{path}/participants/{added['id']}/admit")
    assert admitted.status_code == 200, admitted.text
    waiting = page.call("POST", f"/m/{code}/join", {"name": "Vera"}).get_json()
    if side == "own":
        house.bearers = {**USERS, "host": session, "guest": waiting["token"], "nobody": None}
    return {
        "meeting_id": made["id"],
        "linked": staff.create(service="link", link=_LINK)["join_url"].rpartition("/")[2],
        "later": staff.create(starts_in=24 * 60, service="builtin", cohosts=["konsult@demo.example"])["id"],
        "code": code,
        "ticket": tickets[1],
        "participant_id": waiting["participant"],
        "waiting": waiting["participant"],
        "in": added["id"],
    }


def _room(house: House) -> dict[str, str]:
    """Let there be a room with an alarm, a case and a sign: the same for both units, as rooms are of the region."""
    product, now = house.caller.product, house.caller.clock.now()
    room = {"id": "alen", "name": "Alen", "kind": "mdt_room", "capacity": 8, "equipment": [], "site": "", "address": ""}
    with product.database.write() as session:
        session.add(FleetRoom(**room, changed_at=now))
    States(product.database, house.caller.clock).alarm("alen", "test", "cable", Level.ERROR, Told("Lös", "Loose"))
    made = house.caller.as_("rum").call("POST", "/api/v1/room-support/rooms/alen/sign").get_json()
    case = Cases(product.database, house.caller.clock).open("alen", "no-sound")
    return {"room_id": "alen", "case_id": case, "key": made["url"].rpartition("/")[2]}


def _conference(house: House, unit: str) -> str:
    """Let a conference be open in two rooms of the unit's."""
    now = house.caller.clock.now()
    ids = [f"{unit}1", f"{unit}2"]
    room = {"kind": "mdt_room", "capacity": 8, "equipment": [], "site": "", "changed_at": now}
    with house.caller.product.database.write() as session:
        for number, room_id in enumerate(ids):
            port = 22 + number if unit == "medicin" else 32 + number
            session.add(FleetRoom(id=room_id, name=room_id, address=f"ssh://127.0.0.1:{port}", **room))
        site = {"joins": "room", "camera_preset": None, "layout": None}
        sites = [
            {"id": one, "label": one, "role": role, **site} for one, role in zip(ids, ("host", "guest"), strict=True)
        ]
        times = {"opens": now, "closes": now + timedelta(hours=1)}
        plan = {"presenter": ids[0], "sites": sites, "cases": [], "place": f"place-{unit}", "version": 1, **times}
        session.add(ConferencePlan(id=f"k{unit}", unit=unit, **plan))
    return f"k{unit}"


def _room_call(house: House, names: dict[str, str]) -> str:
    """Let the meeting's host wait for an answer from the room."""
    call_id, now = new_id("rc"), house.caller.clock.now()
    about = {"room_id": names["room_id"], "meeting_id": names["meeting_id"], "unit": names["unit_id"]}
    with house.caller.product.database.write() as session:
        session.add(
            RoomCall(id=call_id, **about, role="care_staff", stage=CallStage.WANTED, asked_at=now, changed_at=now)
        )
    return call_id


def _records(house: House, unit: str) -> dict[str, str]:
    now = house.caller.clock.now()
    by = By("region", now)
    with house.caller.product.database.write() as session:
        made = {
            kind.value: put(session, of(unit, kind, content, key=key), by)[0].id
            for kind, key, content in (
                (Kind.AGREEMENT, "pexip", {"reference": "DNR 1"}),
                (Kind.EXCEPTION, "share_patient_data", {"routine": "RUT 1"}),
                (Kind.APPROVAL, "", {"answers": {}}),
            )
        }
        grant = {"unit": unit, "user": "annan", "role": "booking_secretary", "granted_by": "region", "granted_at": now}
        session.add(RoleGrant(id=new_id("r"), **grant))
        if unit == "barn":
            session.add(RoleGrant(id=new_id("r"), **{**grant, "user": "lanad", "role": "care_staff"}))
    return made


def _copy(kept: sqlite3.Connection, file: Path) -> None:
    now: Any = sqlite3.connect(file, timeout=15)
    kept.backup(now)
    now.close()
