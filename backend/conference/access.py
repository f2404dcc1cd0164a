"""Who may do what with a unit's conferences: care staff all of it, booking secretaries all but presses.

The room support sees every conference and may end it. For everybody else there are none.
"""

from collections.abc import Mapping
from types import MappingProxyType

from backend.conference.models import ConferencePlan
from backend.errors import Forbidden, NotFound, Text
from backend.identity import WITH_MEETINGS, Actor, Role
from rooms.conference.messages import Press

_STEERS = frozenset(press for press in Press if press not in {Press.JOIN, Press.DECLINE})
_PRESSES: Mapping[Role, frozenset[Press]] = MappingProxyType(
    {Role.CARE_STAFF: _STEERS, Role.ROOM_SUPPORT: frozenset({Press.END})}
)
_NOT_YOURS = Text(
    "Bara vårdpersonal och bokningssekreterare på enheten planerar dess MDK. Inget är ändrat. Be någon av dem.",
    "Only the unit's care staff and booking secretaries plan its conferences. Nothing has changed. Ask one of them.",
)
_NO_PRESS = Text(
    "Bara vårdpersonal på enheten styr dess MDK. Inget är ändrat. Be någon i rummet att trycka på panelen.",
    "Only the unit's care staff steer its conference. Nothing has changed. Ask somebody in the room to use the panel.",
)


def may_see(actor: Actor, unit: str) -> bool:
    """Tell whether the person may know of the unit's conferences."""
    return not actor.roles_in(unit).isdisjoint({*WITH_MEETINGS, Role.ROOM_SUPPORT})


def may_plan(actor: Actor, unit: str) -> bool:
    """Tell whether the person may make, change and withdraw the unit's plans."""
    return not actor.roles_in(unit).isdisjoint(WITH_MEETINGS)


def may_press(actor: Actor, unit: str, press: Press) -> bool:
    """Tell whether the person may press this on the plan's page."""
    return any(press in _PRESSES.get(role, ()) for role in actor.roles_in(unit))


def units(actor: Actor) -> frozenset[str] | None:
    """Return the units whose conferences the person sees; None for all."""
    return None if actor.has(Role.ROOM_SUPPORT) else actor.units_with(*WITH_MEETINGS)


def require_seen(actor: Actor, plan: ConferencePlan | None) -> ConferencePlan:
    """Return the plan. Raises NotFound when there is none or it is not the person's to know of."""
    if plan is None or not may_see(actor, plan.unit):
        raise NotFound("not-found")
    return plan


def require_planning(actor: Actor, unit: str) -> None:
    """Raise Forbidden when the person does not plan the unit's conferences."""
    if not may_plan(actor, unit):
        raise Forbidden("forbidden", _NOT_YOURS)


def require_pressing(actor: Actor, unit: str, press: Press) -> None:
    """Raise Forbidden when the person may see the conference but not press this."""
    if not may_press(actor, unit, press):
        raise Forbidden("forbidden", _NO_PRESS)
