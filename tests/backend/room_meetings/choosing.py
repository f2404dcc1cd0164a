"""Rooms to choose among, and the calls that choose them."""

from typing import Any

from werkzeug.test import TestResponse

from backend.fleet.service import Fleet
from backend.room_meetings.calendar import MeetingCalendar
from backend.room_meetings.rows import Elsewhere, nothing_else
from backend.video.service import RoomEntry
from rooms.inventory import read
from tests.product import Caller

_FILE = """id,name,kind,capacity,equipment,site,address
alen,Alen,mdt_room,12,camera,Tallby,
björken,Björken,meeting_room,8,,Tallby,
cedern,Cedern,meeting_room,6,,,
"""


def brought_in(caller: Caller) -> Caller:
    """Let there be three rooms."""
    Fleet(caller.product.database, caller.clock).bring_in(read(_FILE.encode()).rooms)
    return caller


def choose(caller: Caller, meeting: dict[str, Any], *rooms: str, **headers: str) -> TestResponse:
    """Ask for these rooms and no others."""
    return caller.call("PUT", f"/api/v1/meetings/{meeting['id']}/rooms", {"rooms": list(rooms)}, **headers)


def states(caller: Caller, meeting: dict[str, Any]) -> dict[str, str]:
    """Return the meeting's rooms, each with its state."""
    found = caller.call("GET", f"/api/v1/meetings/{meeting['id']}/rooms")
    assert found.status_code == 200, found.text
    return {room["id"]: room["state"] for room in found.get_json()["rooms"]}


def calendar(caller: Caller, elsewhere: Elsewhere = nothing_else) -> MeetingCalendar:
    """Return the rooms' calendar, where every conference has a number."""
    return MeetingCalendar(
        caller.product.database, lambda service, reference: RoomEntry(f"{reference}@{service}.example"), elsewhere
    )
