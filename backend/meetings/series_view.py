"""A series as the callers of one of its meetings see it: the rule and its link, and every meeting with its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from backend.meetings import recurrence_rules, ways
from backend.meetings.models import Door, DoorState, Meeting
from backend.meetings.occurrences import Left
from backend.meetings.series_models import Series
from backend.profiles import Profile
from backend.video.models import Conference

Json = dict[str, Any]


class Shown(NamedTuple):
    """A series with all that its meetings' bodies tell of it, asked for at once."""

    series: Series
    rows: Sequence[Meeting]
    conferences: Mapping[str, Conference]
    hosted: frozenset[str]
    left_alone: Sequence[Left] = ()


def brief(series: Series, origin: str, *, links: bool) -> Json:
    """Return what a list tells of a series; its link only for those who may see it."""
    return {
        "id": series.id,
        "rule": series.rule,
        "time_zone": series.time_zone,
        "join_url": f"{origin}/m/{series.door_code}" if links else None,
        "version": series.version,
    }


def whole(shown: Shown, profile: Profile, origin: str, now: datetime, *, links: bool) -> Json:
    """Return what a body tells of a series: its rule, how far its meetings are made, and which of them is next."""
    series, zone = shown.series, ZoneInfo(shown.series.time_zone)
    on_or_next = ways.choose(ways.seen(shown.rows, shown.conferences, shown.hosted, profile), now)
    last = max((row.start for row in shown.rows), default=None)
    return {
        **brief(series, origin, links=links),
        "exdates": list(series.exdates),
        "last": last.astimezone(zone).isoformat() if last else None,
        "capped": recurrence_rules.read(series.rule).endless and series.ended_at is None,
        "next": on_or_next.meeting if on_or_next else None,
        "left_alone": left_alone(shown.left_alone, zone),
    }


def left_alone(rows: Sequence[Left], zone: ZoneInfo) -> list[Json]:
    """Return the meetings an operation on the series left alone, and why."""
    return [{"id": row.id, "start": row.start.astimezone(zone).isoformat(), "reason": row.reason} for row in rows]


def occurrence(meeting: Meeting, origin: str, state: str, *, links: bool) -> Json:
    """Return one meeting of a series among the others."""
    zone, door = ZoneInfo(meeting.time_zone), open_door(meeting)
    return {
        "id": meeting.id,
        "start": meeting.start.astimezone(zone).isoformat(),
        "end": meeting.end.astimezone(zone).isoformat(),
        "original_start": (meeting.occurrence or meeting.start).astimezone(zone).isoformat(),
        "join_url": f"{origin}/m/{door.code}" if door and links else None,
        "state": state,
        "is_exception": meeting.is_exception,
    }


def open_door(meeting: Meeting) -> Door | None:
    """Return the open door everybody shares, if the meeting has one."""
    return next((door for door in meeting.doors if door.participant_id is None and door.state == DoorState.OPEN), None)
