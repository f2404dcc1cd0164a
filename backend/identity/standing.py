"""Which roles count: the directory's and the granted ones, less those that wait. The rule alone, without a store.

A role for care staff or booking secretary waits for training where the profile asks for it (seed 001); a
role of somebody external in a unit waits for a responsible person there (seed 000). The roles held everywhere wait for
nothing: no unit answers for them, and the directory alone gives them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from backend.errors import Text
from backend.identity.models import RoleGrant
from backend.identity.service import EVERYWHERE, WITH_MEETINGS, Actor, Person, Role

TRAINING, RESPONSIBLE = "training", "responsible"
GRANTABLE = frozenset(Role) - EVERYWHERE
ROLE_LABELS: Mapping[Role, Text] = MappingProxyType(
    {
        Role.CARE_STAFF: Text("vårdpersonal", "care staff"),
        Role.BOOKING_SECRETARY: Text("bokningssekreterare", "booking secretary"),
        Role.UNIT_ADMIN: Text("enhetsadministratör", "unit administrator"),
        Role.UNIT_HEAD: Text("verksamhetschef", "unit head"),
        Role.REGION_ADMIN: Text("regionadministratör", "region administrator"),
        Role.ROOM_SUPPORT: Text("rumssupport", "room support"),
        Role.AUDITOR: Text("granskare", "auditor"),
    }
)
_WAITS: Mapping[str, Text] = MappingProxyType(
    {
        TRAINING: Text(
            "Din roll ({role}) väntar på att din utbildning registreras. Inget är ändrat. Be enhetens administratör "
            "eller verksamhetschef att registrera den.",
            "Your role ({role}) waits for your training to be recorded. Nothing has changed. Ask the unit's "
            "administrator or head to record it.",
        ),
        RESPONSIBLE: Text(
            "Din roll ({role}) väntar på en ansvarig person på enheten. Inget är ändrat. Be enhetens administratör "
            "eller verksamhetschef att ange en.",
            "Your role ({role}) waits for a responsible person in the unit. Nothing has changed. Ask the unit's "
            "administrator or head to name one.",
        ),
    }
)


@dataclass(frozen=True)
class Policy:
    """What the region's profile asks for before a role counts."""

    training: bool
    responsible: bool


class Standing(NamedTuple):
    """One role in one unit: where it comes from (`directory`, `grant` or both) and what it waits for, if anything."""

    unit: str
    role: Role
    directory: bool
    grant: RoleGrant | None
    waiting_for: str | None


class OnRecord(NamedTuple):
    """What is recorded of one person: grants not ended, and the units that have recorded the person's training.

    `members` are those who can answer for somebody external, by unit.
    """

    grants: Sequence[RoleGrant]
    trained: Collection[str]
    members: Mapping[str, Collection[str]]


def standings(person: Person, known: OnRecord, policy: Policy, today: date) -> list[Standing]:
    """Return every role of the person that has not run out, by unit and role.

    A grant counts to the end of its last day; the roles held everywhere are never granted.
    """
    granted = {
        (grant.unit, Role(grant.role)): grant
        for grant in known.grants
        if (grant.valid_to is None or today <= grant.valid_to) and grant.role in GRANTABLE
    }
    own = {(person.unit.id, role) for role in person.roles}
    found = []
    for unit, role in sorted(own | granted.keys()):
        grant = granted.get((unit, role))
        waiting_for = None
        needs_somebody = policy.responsible and person.external and role not in EVERYWHERE
        if needs_somebody and not _answered_for(person, grant, known.members):
            waiting_for = RESPONSIBLE
        elif policy.training and role in WITH_MEETINGS and unit not in known.trained:
            waiting_for = TRAINING
        found.append(Standing(unit, role, (unit, role) in own, grant, waiting_for))
    return found


def why_not(actor: Actor, unit: str) -> Text | None:
    """Return what to tell somebody whose roles for the unit's meetings all wait; None when one counts or none does."""
    if not actor.roles_in(unit).isdisjoint(WITH_MEETINGS):
        return None
    waiting = next((row for row in actor.inactive if row.unit == unit and row.role in WITH_MEETINGS), None)
    if waiting is None:
        return None
    told, role = _WAITS[waiting.waiting_for], ROLE_LABELS[waiting.role]
    return Text(told.sv.format(role=role.sv), told.en.format(role=role.en))


def _answered_for(person: Person, grant: RoleGrant | None, members: Mapping[str, Collection[str]]) -> bool:
    return (
        grant is not None
        and grant.responsible is not None
        and grant.responsible != person.user
        and grant.responsible in members.get(grant.unit, ())
    )
