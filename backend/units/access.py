"""Who may do what with a unit. One table; what a role may give to others is another."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.errors import Forbidden, NotFound, Text
from backend.identity import WITH_MEETINGS, Actor, Directory, Role, Unit

_ADMINISTRATES = frozenset({Role.UNIT_ADMIN, Role.UNIT_HEAD, Role.REGION_ADMIN})
READS = _ADMINISTRATES | {Role.AUDITOR}
MAY: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "people": _ADMINISTRATES,
        "agreements": _ADMINISTRATES,
        "contacts": _ADMINISTRATES,
        "systems": _ADMINISTRATES,
        # Only who answers for the care may approve it or make exceptions (seeds 000 and 001).
        "exceptions": frozenset({Role.UNIT_HEAD}),
        "approval": frozenset({Role.UNIT_HEAD}),
    }
)
# Nobody gives what they do not answer for themselves; the roles held everywhere come from the directory alone.
GIVES: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        Role.UNIT_ADMIN: WITH_MEETINGS,
        Role.UNIT_HEAD: WITH_MEETINGS | {Role.UNIT_ADMIN},
        Role.REGION_ADMIN: WITH_MEETINGS | {Role.UNIT_ADMIN, Role.UNIT_HEAD},
    }
)
_NOT_YOURS = Text(
    "Du har inte behörighet till det här på enheten. Inget är ändrat. Be enhetens verksamhetschef eller administratör.",
    "You may not do this in the unit. Nothing has changed. Ask the unit's head or administrator.",
)
_HEAD_ONLY = Text(
    "Bara enhetens verksamhetschef får göra det här. Inget är ändrat. Be verksamhetschefen.",
    "Only the unit's head may do this. Nothing has changed. Ask the head.",
)
_NOT_TO_GIVE = Text(
    "Den rollen får du inte ge eller ta bort. Inget är ändrat. Verksamhetschef läggs in av regionens administratör; "
    "roller för hela regionen ges i katalogen.",
    "You may not give or take this role. Nothing has changed. The region's administrator names a unit's head; roles "
    "for the whole region are given in the directory.",
)
_NOT_ONESELF = Text(
    "Du kan inte ändra din egen behörighet. Inget är ändrat. Be någon annan som administrerar enheten.",
    "You can't change your own rights. Nothing has changed. Ask somebody else who administrates the unit.",
)


def administered(actor: Actor, directory: Directory) -> list[Unit]:
    """Return the units the person may administrate or review, in the directory's order."""
    return [unit for unit in directory.units() if may_read(actor, unit.id)]


def may_read(actor: Actor, unit: str) -> bool:
    """Tell whether the person may read what the unit has on record."""
    return not actor.roles_in(unit).isdisjoint(READS)


def may(actor: Actor, unit: str, what: str) -> bool:
    """Tell whether the person may do one of `MAY`."""
    return not actor.roles_in(unit).isdisjoint(MAY[what])


def require_reading(actor: Actor, unit_id: str, directory: Directory) -> Unit:
    """Return the unit. Raises NotFound when there is none or one has no business there, Forbidden for its staff."""
    unit = directory.unit(unit_id)
    if unit is None:
        raise NotFound("not-found")
    if may_read(actor, unit_id):
        return unit
    if unit_id == actor.person.unit.id or unit_id in (actor.rights or ()):
        raise Forbidden("forbidden", _NOT_YOURS)
    raise NotFound("not-found")


def require(actor: Actor, unit_id: str, directory: Directory, what: str) -> Unit:
    """Return the unit. Raises as `require_reading`, and Forbidden when the person may read but not do that."""
    unit = require_reading(actor, unit_id, directory)
    if not may(actor, unit_id, what):
        raise Forbidden("forbidden", _HEAD_ONLY if MAY[what] == {Role.UNIT_HEAD} else _NOT_YOURS)
    return unit


def require_giving(actor: Actor, unit_id: str, user: str, role: Role) -> None:
    """Raise Forbidden when the person may not give or take the role in the unit, or it is their own."""
    require_another(actor, user)
    if not any(role in GIVES.get(own, ()) for own in actor.roles_in(unit_id)):
        raise Forbidden("forbidden", _NOT_TO_GIVE)


def require_another(actor: Actor, user: str) -> None:
    """Raise Forbidden when it is the person themselves: nobody decides on their own rights."""
    if user == actor.user:
        raise Forbidden("forbidden", _NOT_ONESELF)
