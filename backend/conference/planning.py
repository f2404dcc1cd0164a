"""What was asked for, made into what is kept or refused; and what is kept, made into the plan a controller runs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from backend.conference.models import ConferencePlan
from backend.conference.places import Place
from backend.conference.words import REFUSALS
from backend.errors import FieldFault, Invalid
from backend.meetings import times
from backend.privacy import detector
from backend.privacy.detector import Invite
from rooms.conference.plan import Case, Entry, Joins, Plan, Role, Site, faults
from rooms.inventory import Room, RoomKind

Json = dict[str, Any]
FIELDS = ("opens", "closes", "presenter", "content", "sites", "cases")
# Only these tell by themselves what is pressed in the room.
_WITH_EVENTS = frozenset({"ssh", "wss"})
# Stands for a place that is given when all else is right.
_SOME = Entry("-")


def why_not(room: Room) -> str:
    """Return why an MDT room can't be a site: `no-address`, `no-events`; "" when it can."""
    if room.address is None:
        return "no-address"
    return "" if room.address.scheme in _WITH_EVENTS else "no-events"


def may_be_site(room: Room | None) -> bool:
    """Tell whether the room is an MDT room whose software tells us what is pressed."""
    return room is not None and room.kind is RoomKind.MDT_ROOM and not why_not(room)


def asked(request: Mapping[str, Any], rooms: Mapping[str, Room], today: date, *, running: bool = False) -> Json:
    """Return the columns of a plan that was asked for, with what was left out filled in.

    The rooms of a conference that goes on are taken as they are.

    Raises Invalid: bad-time; bad-plan, naming each fault (those of `rooms.conference.plan.faults`, and `unknown-room`,
    `not-mdt-room`, `no-address`, `no-events`, `is-a-room`); personal-data.
    """
    sites = [_site(row, request["presenter"], rooms) for row in request["sites"]]
    columns: Json = {
        "opens": times.moment(request["opens"], "/opens"),
        "closes": times.moment(request["closes"], "/closes"),
        "presenter": request["presenter"],
        "content": request.get("content"),
        "sites": sites,
        "cases": [{**row, "unit": row["unit"].strip()} for row in request.get("cases", ())],
    }
    wrong = [*_faults(columns), *(() if running else _room_faults(sites, rooms))]
    if wrong:
        raise Invalid("bad-plan", REFUSALS["bad-plan"], tuple(wrong))
    private = tuple(_personal(columns, today))
    if private:
        raise Invalid("personal-data", REFUSALS["personal-data"], private)
    return columns


def as_plan(row: ConferencePlan, place: Place) -> Plan:
    """Return the plan that a controller runs, with where it is held."""
    return _plan(row.id, {name: getattr(row, name) for name in FIELDS}, place.host, place.guest)


def shown(row: ConferencePlan) -> Plan:
    """Return the plan without where it is held: for reckoning what may be pressed."""
    return _plan(row.id, {name: getattr(row, name) for name in FIELDS}, _SOME, _SOME)


def rooms_of(row: ConferencePlan) -> frozenset[str]:
    """Return the ids of our rooms in the plan."""
    return frozenset(site["id"] for site in row.sites if site["joins"] == Joins.ROOM)


def _plan(plan_id: str, columns: Mapping[str, Any], host: Entry, guest: Entry) -> Plan:
    sites = tuple(
        Site(site["id"], site["label"], Joins(site["joins"]), Role(site["role"]), site["camera_preset"], site["layout"])
        for site in columns["sites"]
    )
    cases = tuple(Case(case["number"], case["minutes"], case["unit"]) for case in columns["cases"])
    opens: datetime = columns["opens"]
    return Plan(plan_id, sites, cases, columns["presenter"], opens, columns["closes"], host, guest, columns["content"])


def _site(row: Mapping[str, Any], presenter: str, rooms: Mapping[str, Room]) -> Json:
    known = rooms.get(row["id"])
    return {
        "id": row["id"],
        "label": row.get("label", known.name if known else "").strip(),
        "joins": row.get("joins", Joins.ROOM),
        "role": row.get("role", Role.HOST if row["id"] == presenter else Role.GUEST),
        "camera_preset": row.get("camera_preset"),
        "layout": row.get("layout"),
    }


def _faults(columns: Json) -> Iterator[FieldFault]:
    for place, code in faults(_plan("", columns, _SOME, _SOME)):
        yield FieldFault(f"/{place}", code)


def _room_faults(sites: Iterable[Json], rooms: Mapping[str, Room]) -> Iterator[FieldFault]:
    for number, site in enumerate(sites):
        code, room = "", rooms.get(site["id"])
        if site["joins"] != Joins.ROOM:
            code = "is-a-room" if room is not None else ""
        elif room is None:
            code = "unknown-room"
        elif room.kind is not RoomKind.MDT_ROOM:
            code = "not-mdt-room"
        else:
            code = why_not(room)
        if code:
            yield FieldFault(f"/sites/{number}/id", code)


def _personal(columns: Json, today: date) -> Iterator[FieldFault]:
    texts = [(f"/sites/{number}/label", site["label"]) for number, site in enumerate(columns["sites"])]
    texts += [(f"/cases/{number}/unit", case["unit"]) for number, case in enumerate(columns["cases"])]
    for pointer, text in texts:
        if detector.check(Invite(subject=text, today=today.isoformat())).verdict == "block":
            yield FieldFault(pointer, "personal-data")
