"""What has to hold whatever went wrong, once the product has lived on for a while."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from backend.meetings import recurrence, series
from backend.meetings.models import Door, DoorState, Lifecycle, Meeting
from backend.meetings.series_models import Series
from backend.meetings.view import STATE_TEXTS
from backend.storage import Database
from backend.video.models import Conference, Presence, PresenceState
from tests.faults.remote import held
from tests.faults.scenarios import Scenario
from tests.faults.world import SERVICES, World
from tests.product import Caller

_HELD = {"ready", "live"}
_SPAN = "from=2026-06-01T00:00:00Z&to=2026-07-01T00:00:00Z"


def examine(world: World, scenario: Scenario, *, certain: bool) -> list[str]:
    """Return what is wrong on a place where one scenario was played; `certain`: the booker saw it through."""
    rooms = held(world.place.port, *SERVICES)
    found = findings(world.product.database, world.caller, rooms, scenario.people)
    listed = world.caller.call("GET", f"/api/v1/meetings?{_SPAN}").get_json()["meetings"]
    if len(listed) > scenario.meetings or (certain and not listed):
        found.append(f"{len(listed)} meetings")
    return found


def findings(database: Database, caller: Caller, rooms: list[dict[str, Any]], people: int = 0) -> list[str]:
    """Return every way in which meetings, conferences and what the service holds do not fit; best is none."""
    with database.read() as session:
        meetings = list(session.scalars(select(Meeting)))
        conferences = {each.id: each for each in session.scalars(select(Conference))}
        doors = list(session.scalars(select(Door).where(Door.state == DoorState.OPEN)))
        rules = list(session.scalars(select(Series).where(Series.ended_at.is_(None))))
        inside = len(list(session.scalars(select(Presence).where(Presence.state == PresenceState.IN))))
    found = [*_apart(meetings, conferences, rooms), *_shown(meetings, conferences, caller), *_ruled(rules, meetings)]
    common = Counter(door.meeting_id for door in doors if door.participant_id is None)
    found += [f"{meeting} has {count} common doors" for meeting, count in common.items() if count > 1]
    found += [f"{meeting.id} has no door" for meeting in meetings if _stands(meeting) and not common[meeting.id]]
    if inside < people:
        found.append(f"{people - inside} were cut off")
    return found


def _stands(meeting: Meeting) -> bool:
    return meeting.lifecycle != Lifecycle.REMOVED


def _ruled(rules: list[Series], meetings: list[Meeting]) -> Iterator[str]:
    # A split half done leaves a rule that gives more, or less, than what stands of it.
    standing = Counter(meeting.series_id for meeting in meetings if _stands(meeting))
    for each in rules:
        given = len(recurrence.window(series.pattern_of(each), each.start).slots)
        if given != standing[each.id]:
            yield f"{each.id} gives {given} meetings and has {standing[each.id]}"


def _apart(meetings: list[Meeting], conferences: dict[str, Conference], rooms: list[dict[str, Any]]) -> Iterator[str]:
    wanted = {
        conferences[meeting.conference_id].key: conferences[meeting.conference_id]
        for meeting in meetings
        if _stands(meeting)
    }
    for key, count in Counter(room["key"] for room in rooms).items():
        if count > 1:
            yield f"{key} is held {count} times"
    for room in rooms:
        conference = wanted.get(room["key"])
        if conference is None or conference.service != room["service"]:
            yield f"a conference without a meeting at {room['service']}"
        elif conference.state == "ready":
            asked = (conference.start.isoformat(), conference.end.isoformat(), conference.participant_limit)
            if asked != (room["start"], room["end"], room["limit"]):
                yield f"{conference.id} is not as it should be at its service"
    there = {(room["service"], room["reference"]) for room in rooms}
    for conference in conferences.values():
        if conference.state == "ready" and (conference.service, conference.reference) not in there:
            yield f"{conference.id} is ready and not there"
        if conference.state in {"wanted", "removing"} or conference.retired:
            left = f"{conference.state} {conference.state_reason}, former: {len(conference.retired)}"
            yield f"{conference.id} is still {left}"


def _shown(meetings: list[Meeting], conferences: dict[str, Conference], caller: Caller) -> Iterator[str]:
    for meeting in meetings:
        body = caller.call("GET", f"/api/v1/meetings/{meeting.id}").get_json()
        conference = conferences[meeting.conference_id]
        if not _stands(meeting):
            if body["state"] != "removed":
                yield f"{meeting.id} is removed and shown as {body['state']}"
        elif body["state"] not in {*_HELD, "ended"} and conference.state == "ready":
            yield f"{meeting.id} is ready and shown as {body['state']}"
        elif conference.state != "ready" and body["state"] in _HELD and body["state_reason"] == "":
            yield f"{meeting.id} hides that it is {conference.state}"
        if conference.state_reason and _stands(meeting) and body["state_text"]["sv"] == STATE_TEXTS["ready"].sv:
            yield f"{meeting.id} does not say what to do"
        if not all(body["state_text"].values()):
            yield f"{meeting.id} says nothing in one language"
