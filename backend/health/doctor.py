"""`vardmote doctor`: looks at everything production leans on, and says of each what it found.

It starts nothing and changes nothing. A check that fails says what to do; one that falls over has failed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.config import Production, production, read
from backend.errors import ConfigurationFault, Text, VardmoteError
from backend.health import (
    looks_around,
    looks_at_calling,
    looks_at_management,
    looks_at_pexip,
    looks_at_pexip_rooms,
    looks_at_pexip_settings,
    looks_at_policy_theme,
    looks_at_publishers,
    looks_at_rooms,
    looks_at_theme,
    looks_inside,
)
from backend.health.finding import Check, Found, Wrong


@dataclass(frozen=True)
class Look:
    """One thing to look at, by the name it has in the answer. `outside` needs the network beyond this machine."""

    name: str
    check: Check
    outside: bool = False


LOOKS = (
    Look("secret", looks_around.secret),
    Look("profile", looks_around.profile),
    Look("people", looks_around.people),
    Look("simulators", looks_around.simulators),
    Look("client", looks_around.client),
    Look("services", looks_around.services),
    Look("time_zones", looks_around.time_zones),
    Look("disk", looks_around.disk),
    Look("database", looks_inside.database),
    Look("clock", looks_inside.clock),
    Look("jobs", looks_inside.jobs),
    Look("processes", looks_inside.processes),
    Look("access_log", looks_inside.access_log),
    Look("conferences", looks_at_rooms.conferences),
    Look("address_book", looks_at_rooms.address_book),
    Look("pexip_publishers", looks_at_publishers.publishers),
    Look("pexip_rooms", looks_at_pexip_rooms.rooms),
    Look("pexip_management", looks_at_management.management),
    Look("pexip_calling", looks_at_calling.calling),
    Look("pexip_theme", looks_at_theme.theme),
    Look("address", looks_around.address, outside=True),
    Look("pexip_policy", looks_at_pexip.policy, outside=True),
    Look("pexip_node", looks_at_pexip.node, outside=True),
    Look("pexip_events", looks_at_pexip.events, outside=True),
    Look("pexip_management_node", looks_at_management.management_node, outside=True),
    Look("pexip_policy_theme", looks_at_policy_theme.policy_theme, outside=True),
    Look("pexip_settings", looks_at_pexip_settings.pexip_settings, outside=True),
)


def examine(environment: Mapping[str, str], file: Path | None, *, outside: bool = True) -> Iterator[Found]:
    """Yield what each check found; nothing more when the configuration itself can't be used."""
    try:
        told = production(read(environment, file))
    except ConfigurationFault as fault:
        yield Found("configuration", ok=False, detail=Text(f"{fault.key}: {fault.text.sv}", str(fault)))
        return
    yield Found(
        "configuration", ok=True, detail=Text("Alla inställningar går att använda.", "Every setting is usable.")
    )
    for look in LOOKS:
        if outside or not look.outside:
            yield _found(look.name, look.check, told)


def _found(name: str, check: Callable[[Production], Text], told: Production) -> Found:
    try:
        return Found(name, ok=True, detail=check(told))
    except Wrong as wrong:
        return Found(name, ok=False, detail=wrong.text)
    except (VardmoteError, OSError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        why = type(error).__name__
        return Found(
            name, ok=False, detail=Text(f"Gick inte att undersöka ({why}).", f"Could not be examined ({why}).")
        )
