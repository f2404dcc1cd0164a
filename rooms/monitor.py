"""How a room is: what the room support looks at, with what is wrong on top. Nothing of whom anybody talks to."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rooms.endpoint import Capability, Diagnostic, Endpoint, Identity, State
from rooms.inventory import Told


class Level(StrEnum):
    """How bad it is, the worst first."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


# A word that newer software may say is taken for a warning: somebody should look.
_LEVELS = {level.value: level for level in Level}
_ORDER = list(Level)


@dataclass(frozen=True)
class Alarm:
    """One thing that is wrong. `kind` is the device's own word, or one of ours: `auto-answer`."""

    kind: str
    level: Level
    told: Told


AUTO_ANSWER = Alarm(
    "auto-answer",
    Level.WARNING,
    Told(
        "Rummet svarar på samtal av sig självt: den som ringer ser och hör in. Stäng av AutoAnswer.",
        "The room answers calls by itself: whoever calls sees and hears into it. Turn AutoAnswer off.",
    ),
)


@dataclass(frozen=True)
class Snapshot:
    """How a room is at one moment."""

    identity: Identity
    state: State
    capabilities: frozenset[Capability]
    alarms: tuple[Alarm, ...]

    @property
    def in_call(self) -> bool:
        """Tell whether somebody is in a call or a meeting there, of whatever service."""
        return bool(self.state.calls) or self.state.elsewhere


def look(endpoint: Endpoint) -> Snapshot:
    """Return how the room is now. Asks only, changes nothing."""
    state = endpoint.state()
    alarms = [alarm(one) for one in endpoint.diagnostics()]
    if state.auto_answer:
        alarms.append(AUTO_ANSWER)
    ranked = tuple(sorted(alarms, key=lambda one: _ORDER.index(one.level)))
    return Snapshot(endpoint.identity(), state, endpoint.capabilities(), ranked)


def alarm(diagnostic: Diagnostic) -> Alarm:
    """Return what the device says is wrong as an alarm, with its text made fit to be shown in one line."""
    text = shown(diagnostic.text) or shown(diagnostic.kind)
    return Alarm(shown(diagnostic.kind), _LEVELS.get(diagnostic.level.lower(), Level.WARNING), Told(text, text))


def shown(text: str, longest: int = 200) -> str:
    """Return what a device says without signs that would steer a terminal, on one line, at most so long."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(plain.split())[:longest]


def as_dict(snapshot: Snapshot) -> dict[str, Any]:
    """Return the snapshot as one JSON object, with no number, name or title of any call."""
    state, identity = snapshot.state, snapshot.identity
    return {
        "name": shown(identity.name),
        "product": shown(identity.product),
        "serial_number": shown(identity.serial_number),
        "software": shown(identity.software),
        "profile": identity.profile,
        "teams_mode": identity.teams_mode,
        "standby": state.standby,
        "calls": [
            {"state": call.state.value, "direction": call.direction, "answered": call.answered} for call in state.calls
        ],
        "in_call": snapshot.in_call,
        "volume": state.volume,
        "microphones_muted": state.microphones_muted,
        "presenting": state.presenting,
        "people": state.people,
        "auto_answer": state.auto_answer,
        "capabilities": sorted(snapshot.capabilities),
        "alarms": [
            {"kind": one.kind, "level": one.level.value, "sv": one.told.sv, "en": one.told.en}
            for one in snapshot.alarms
        ],
    }
