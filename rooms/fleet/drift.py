"""What a room should have, and where it differs: panels, feedback slots, settings."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rooms.endpoint import Capability, Endpoint
from rooms.errors import NotSupported
from rooms.inventory import Told
from rooms.monitor import shown

# No room ever takes a call by itself.
AUTO_ANSWER = "Conference AutoAnswer Mode"
_OFF: Mapping[str, str] = {AUTO_ANSWER: "Off"}
_SLOTS = range(1, 5)


@dataclass(frozen=True)
class Wanted:
    """What every room should have.

    `settings` are values by path ("Conference AutoAnswer Mode"); `slots` the beginning of the address by number, as the
    rest is the room's own key.
    """

    panels: tuple[str, ...] = ()
    slots: Mapping[int, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=lambda: _OFF)


class Difference(NamedTuple):
    """One thing that is not as wanted. `what` names it; no address is told, as it holds a key."""

    kind: str
    what: str
    told: Told


class WantedFault(Exception):
    """What was told of what is wanted can't be used."""


def read(text: str) -> Wanted:
    """Read {"panels": ["…"], "slots": {"1": "https://…"}, "settings": {"Conference AutoAnswer Mode": "Off"}}.

    Raises WantedFault.
    """
    try:
        content = json.loads(text)
        if not isinstance(content, dict) or set(content) - {"panels", "slots", "settings"}:
            raise WantedFault
        panels = content.get("panels", [])
        slots = {int(number): url for number, url in content.get("slots", {}).items()}
        settings = {path: str(value) for path, value in content.get("settings", _OFF).items()}
    except (ValueError, AttributeError, RecursionError) as error:
        raise WantedFault from error
    words = isinstance(panels, list) and all(isinstance(word, str) for word in [*panels, *slots.values()])
    if not words or not all(number in _SLOTS for number in slots):
        raise WantedFault
    return Wanted(tuple(panels), slots, settings)


def differences(endpoint: Endpoint, wanted: Wanted) -> tuple[Difference, ...]:
    """Return where the room is not as wanted. Asks only; what the room can't have is no difference."""
    able = endpoint.capabilities()
    looks: tuple[tuple[Capability, Callable[[Endpoint, Wanted], list[Difference]]], ...] = (
        (Capability.PANELS, _panels),
        (Capability.FEEDBACK_SLOTS, _slots),
        (Capability.CONFIGURATION, _settings),
    )
    return tuple(found for capability, look in looks if capability in able for found in look(endpoint, wanted))


def as_dict(difference: Difference) -> dict[str, Any]:
    """Return the difference as one JSON object."""
    return {"kind": difference.kind, "what": difference.what, "sv": difference.told.sv, "en": difference.told.en}


def _panels(endpoint: Endpoint, wanted: Wanted) -> list[Difference]:
    if not wanted.panels:
        return []
    here = set(endpoint.panels())
    told = Told("Panelen saknas.", "The panel is missing.")
    return [Difference("panel", panel, told) for panel in wanted.panels if panel not in here]


def _slots(endpoint: Endpoint, wanted: Wanted) -> list[Difference]:
    if not wanted.slots:
        return []
    here = {slot.slot: slot for slot in endpoint.feedback_slots()}
    found = []
    for number, url in sorted(wanted.slots.items()):
        slot = here.get(number)
        if slot is None:
            told = Told("Rummet berättar inte för oss.", "The room does not tell us.")
        elif not slot.url.startswith(url):
            told = Told("Rummet berättar för någon annan.", "The room tells somebody else.")
        elif not slot.ok:
            told = Told("Rummet har gett upp att nå oss.", "The room has given up reaching us.")
        else:
            continue
        found.append(Difference("slot", str(number), told))
    return found


def _settings(endpoint: Endpoint, wanted: Wanted) -> list[Difference]:
    found = []
    for path, value in wanted.settings.items():
        try:
            here = endpoint.configuration(tuple(path.split()))
        except NotSupported:
            continue
        if here.lower() != value.lower():
            is_now = shown(here, 40)
            told = Told(f"Är {is_now}, ska vara {value}.", f"Is {is_now}, should be {value}.")
            found.append(Difference("setting", path, told))
    return found
