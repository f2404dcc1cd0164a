"""The people of a unit: who they are, what they may do there, and what a right waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from backend.identity import Actor, Person
from backend.identity.models import Training
from backend.units import access, register, training
from backend.units.register import Register
from backend.units.roles import Roles
from backend.units.training import Trainings

Json = dict[str, Any]


@dataclass(frozen=True)
class People(Register):
    """The people of a unit, as those who administrate it see and change them."""

    @cached_property
    def roles(self) -> Roles:
        """What they may do."""
        return Roles(self)

    @cached_property
    def training(self) -> Trainings:
        """What they have learnt."""
        return Trainings(self)

    def listing(self, actor: Actor, unit_id: str) -> list[Json]:
        """Return everybody of the unit and everybody with a role there, by name. Raises NotFound, Forbidden."""
        access.require_reading(actor, unit_id, self.staff)
        with self.database.write() as session:
            self.record(session, actor, unit_id, "unit.people-read", {})
            granted = session.scalars(register.grants(unit_id))
            people = {person.user: person for person in self.staff.people(unit_id)}
            people |= {person.user: person for grant in granted if (person := self.staff.by_user(grant.user))}
            trained = {row.user: row for row in session.scalars(register.trainings(unit_id))}
            roles = self.roles.rows(session, people.values(), unit_id)
            return [
                _person(person, trained.get(person.user), roles[person.user])
                for person in sorted(people.values(), key=lambda person: (person.name, person.user))
            ]

    def version(self, unit_id: str) -> str:
        """Return the version of the list of roles and training: another once one is given, taken or replaced."""
        with self.database.read() as session:
            return register.version(session, unit_id)


def _person(person: Person, trained: Training | None, roles: Sequence[Json]) -> Json:
    return {
        "user": person.user,
        "name": person.name,
        "external": person.external,
        "training": training.shown(trained) if trained is not None else None,
        "roles": list(roles),
    }
