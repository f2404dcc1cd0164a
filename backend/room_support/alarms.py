"""What is wrong in the rooms: comes, is acknowledged by somebody, and goes when it is right again."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.room_support.models import RoomAlarm, RoomState
from rooms.fleet import Outcome
from rooms.inventory import Told
from rooms.monitor import Alarm, Level

DEVICE, REACH = "device", "reach"
# A room that is restarted, or whose network is, is no news.
SILENT_FOR = timedelta(minutes=10)
_MOST_KIND = 200
_TURNED_AWAY = frozenset({Outcome.AUTHENTICATION_REFUSED, Outcome.UNTRUSTED, Outcome.STOPPED})
_OUT_OF_REACH = frozenset({Outcome.UNREACHABLE, Outcome.LOST, Outcome.UNREADABLE, Outcome.BUSY, Outcome.RATE_LIMITED})
_SILENT = Told("Rummet svarar inte.", "The room does not answer.")
_AWAY = Told(
    "Rummet släpper inte in oss: kontot nekades, eller rummet visar en annan nyckel. Det prövas inte igen självmant.",
    "The room does not let us in: the account was refused, or it shows another key. It is not tried again by itself.",
)
# An address of a call, or what may be a number somebody dialled. A device's own words name neither as a rule.
_TELLING = re.compile(r"\S+@\S+|\d(?:[ -]?\d){5,}")


class Found(NamedTuple):
    """One thing that is wrong now, as a row keeps it."""

    room_id: str
    source: str
    kind: str
    level: str
    said_sv: str
    said_en: str


def of_device(room_id: str, alarm: Alarm) -> Found:
    """Return what the device says is wrong, without what might tell whom somebody talks to."""
    said = (_TELLING.sub("…", text) for text in alarm.told)
    return Found(room_id, DEVICE, alarm.kind[:_MOST_KIND], alarm.level.value, *said)


def put(session: Session, found: Found, now: datetime) -> None:
    """Let it be wrong. What was right in between begins anew, acknowledged by nobody."""
    row = session.get(RoomAlarm, (found.room_id, found.source, found.kind))
    if row is None:
        session.add(RoomAlarm(**found._asdict(), since=now, over_at=None, acknowledged_by="", acknowledged_at=None))
        return
    if row.over_at is not None:
        row.since, row.over_at, row.acknowledged_by, row.acknowledged_at = now, None, "", None
    row.level, row.said_sv, row.said_en = found.level, found.said_sv, found.said_en


def end(session: Session, room_id: str, source: str, now: datetime, *, kinds: Collection[str]) -> None:
    """Let these be right again."""
    for row in _open(session, room_id, source):
        if row.kind in kinds:
            row.over_at = now


def replace(session: Session, room_id: str, source: str, found: Iterable[Found], now: datetime) -> None:
    """Let these, and no others of the source, be wrong. Of one kind the first counts: the worst."""
    by_kind: dict[str, Found] = {}
    for one in found:
        by_kind.setdefault(one.kind, one)
    for row in _open(session, room_id, source):
        if row.kind not in by_kind:
            row.over_at = now
    for one in by_kind.values():
        put(session, one, now)


def judge_reach(session: Session, row: RoomState, now: datetime) -> None:
    """Let it be an alarm that a room turns us away, or has not answered for ten minutes."""
    outcome, found = Outcome(row.outcome), []
    if outcome in _TURNED_AWAY:
        found = [Found(row.room_id, REACH, "turned-away", Level.ERROR.value, *_AWAY)]
    elif outcome in _OUT_OF_REACH and now - (row.seen_at or row.since) >= SILENT_FOR:
        found = [Found(row.room_id, REACH, "silent", Level.ERROR.value, *_SILENT)]
    replace(session, row.room_id, REACH, found, now)


def _open(session: Session, room_id: str, source: str) -> list[RoomAlarm]:
    wanted = (RoomAlarm.room_id == room_id, RoomAlarm.source == source, RoomAlarm.over_at.is_(None))
    return list(session.scalars(select(RoomAlarm).where(*wanted)))
