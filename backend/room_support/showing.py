"""How a room and a support case are told over HTTP: in words, and never of whom anybody talks to."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from backend.fleet.models import RoomStop
from backend.room_support.models import RoomAlarm, RoomState, SupportCase
from backend.room_support.problems import PROBLEMS
from rooms.fleet import Outcome
from rooms.fleet.outcomes import WORDS
from rooms.inventory import Room, Told
from rooms.monitor import Level

Json = dict[str, Any]
# What is older is told as not known: rooms are visited each fifth minute at least.
KNOWN_FOR = timedelta(minutes=12)
_LEVELS = [level.value for level in Level]
_ASLEEP = frozenset({"Standby", "EnteringStandby"})
_SAID: Mapping[str, Told] = MappingProxyType(
    {
        "in_call": Told("I samtal", "In a call"),
        "asleep": Told("Ledigt, skärmarna sover", "Free, screens asleep"),
        "free": Told("Ledigt", "Free"),
        "old": Told("Ingen har nått rummet på ett tag", "Nobody has reached the room for a while"),
        "unseen": Told("Inte besökt än", "Not visited yet"),
        "undriven": Told("Styrs inte härifrån", "Not driven from here"),
        "stopped": WORDS[Outcome.STOPPED],
    }
)


class RoomRow(NamedTuple):
    """All that is known of one room."""

    room: Room
    state: RoomState | None
    alarms: Sequence[RoomAlarm]
    cases: int
    stop: RoomStop | None


def room(row: RoomRow, now: datetime) -> Json:
    """Return the room and how it is now, the worst alarm first."""
    room_id, name, kind, capacity, _, site, _ = row.room
    word, said = _state(row, now)
    state, stop = row.state, row.stop
    return {
        "id": room_id,
        "name": name,
        "kind": kind.value,
        "capacity": capacity,
        "site": site,
        "state": word,
        "sv": said.sv,
        "en": said.en,
        "since": _at(state.since) if state else None,
        "seen_at": _at(state.seen_at) if state else None,
        "product": state.product if state else "",
        "software": state.software if state else "",
        "lacks": state.lacks if state else [],
        "alarms": [_alarm(one) for one in sorted(row.alarms, key=lambda one: (_LEVELS.index(one.level), one.since))],
        "open_cases": row.cases,
        "stopped": {"why": stop.why, "since": _at(stop.since)} if stop else None,
    }


def case(row: SupportCase, name: str) -> Json:
    """Return the case, with how the room was when it was opened."""
    problem = PROBLEMS.get(row.problem, PROBLEMS["other"])
    return {
        "id": row.id,
        "room": row.room_id,
        "room_name": name,
        "problem": row.problem,
        "sv": problem.sv,
        "en": problem.en,
        "state": row.state,
        "opened_at": _at(row.opened_at),
        "closed_at": _at(row.closed_at),
        "closed_by": row.closed_by,
    }


def _state(row: RoomRow, now: datetime) -> tuple[str, Told]:
    """Return a room's state in a word, and in words. Doubt is never told as free."""
    state = row.state
    if row.room.address is None:
        word = "undriven"
    elif row.stop is not None:
        word = "stopped"
    elif state is None:
        word = "unseen"
    elif state.outcome != Outcome.OK:
        return "unreached", WORDS[Outcome(state.outcome)]
    elif now - state.tried_at > KNOWN_FOR:
        return "unreached", _SAID["old"]
    elif state.in_call:
        word = "in_call"
    else:
        word = "asleep" if state.standby in _ASLEEP else "free"
    return word, _SAID[word]


def _alarm(row: RoomAlarm) -> Json:
    return {
        "source": row.source,
        "kind": row.kind,
        "level": row.level,
        "sv": row.said_sv,
        "en": row.said_en,
        "since": _at(row.since),
        "acknowledged_by": row.acknowledged_by,
        "acknowledged_at": _at(row.acknowledged_at),
    }


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
