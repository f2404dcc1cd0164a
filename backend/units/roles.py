"""Roles in a unit: given and taken. Everything is kept, by whom and when.

Seed 001 (the unit's head answers for rights) and seed 000 (who answers for external staff).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from backend.clock import swedish_day
from backend.errors import Conflict, FieldFault, Forbidden, Invalid, NotFound, Text
from backend.identity import Actor, Person, Role
from backend.identity.models import RoleGrant
from backend.identity.standing import GRANTABLE, Standing
from backend.storage import new_id
from backend.units import access, days, register
from backend.units.records import unraced
from backend.units.register import Register

Json = dict[str, Any]
_FROM_DIRECTORY = Text(
    "Rollen kommer från katalogen och tas bort där. Inget är ändrat. Be den som sköter katalogen.",
    "The role comes from the directory and is taken away there. Nothing has changed. Ask those who keep the directory.",
)


@dataclass(frozen=True)
class Roles:
    """The roles of a unit, as those who administrate it give and take them."""

    register: Register

    def grant(self, actor: Actor, unit_id: str, user: str, request: Json, if_match: str | None = None) -> Json:
        """Give somebody a role in the unit and return it; the same again changes nothing, other terms replace.

        Raises NotFound, Forbidden (also for one's own), Invalid (bad-time, unknown-person), Conflict (last-unit-head
        when the only head would get less: an end, or nobody responsible).
        """
        role = Role(request["role"])
        access.require(actor, unit_id, self.register.staff, "people")
        person = self.register.known(user)
        access.require_giving(actor, unit_id, person.user, role)
        responsible = self._responsible(unit_id, person, request.get("responsible"))
        today = swedish_day(self.register.clock.now())
        valid_to = days.last_day(request.get("valid_to"), today)

        def act() -> Json:
            with self.register.database.write() as session:
                register.require_current(session, unit_id, if_match)
                found = _standing_grant(session, unit_id, person.user, role)
                terms = (valid_to, responsible)
                if found is None or (found.valid_to, found.responsible) != terms:
                    if role == Role.UNIT_HEAD and found is not None and _less(terms, found, today):
                        self._require_another_head(session, unit_id, person)
                    self._give(session, actor, found, RoleGrant(unit=unit_id, user=person.user, role=role), terms)
                return next(row for row in self.rows(session, [person], unit_id)[person.user] if _is_grant(row, role))

        return unraced(act)

    def revoke(self, actor: Actor, unit_id: str, user: str, role_name: str, if_match: str | None = None) -> None:
        """Take a granted role away, at once; twice is no error.

        Raises NotFound, Forbidden (also for one's own and for a role of the directory), Conflict (last-unit-head).
        """
        access.require(actor, unit_id, self.register.staff, "people")
        if role_name not in GRANTABLE:
            raise NotFound("not-found")
        role = Role(role_name)
        person = self.register.known(user)
        access.require_giving(actor, unit_id, person.user, role)
        with self.register.database.write() as session:
            found = _standing_grant(session, unit_id, person.user, role)
            if found is None:
                if person.unit.id == unit_id and role in person.roles:
                    raise Forbidden("forbidden", _FROM_DIRECTORY)
                return
            register.require_current(session, unit_id, if_match)
            if role == Role.UNIT_HEAD and days.is_valid(found.valid_to, swedish_day(self.register.clock.now())):
                self._require_another_head(session, unit_id, person)
            self.register.end(found, actor)
            self.register.record(session, actor, unit_id, "unit.role-removed", {"person": person.user, "role": role})

    def rows(self, session: Session, people: Collection[Person], unit_id: str) -> dict[str, list[Json]]:
        """Return the roles each person has in the unit, by user: those of the directory, those given, those run out."""
        shown = {
            user: [part for row in rows if row.unit == unit_id for part in _roles(row)]
            for user, rows in self.register.staff.standings(session, people).items()
        }
        today = swedish_day(self.register.clock.now())
        for grant in session.scalars(register.grants(unit_id).where(RoleGrant.valid_to < today)):
            if grant.user in shown:
                shown[grant.user].append(_ended(grant))
        return shown

    def _give(
        self,
        session: Session,
        actor: Actor,
        before: RoleGrant | None,
        grant: RoleGrant,
        terms: tuple[date | None, str | None],
    ) -> None:
        now = self.register.clock.now()
        if before is not None:
            self.register.end(before, actor)
            session.flush()
        grant.id, grant.granted_by, grant.granted_at = new_id("r"), actor.user, now
        grant.valid_to, grant.responsible = terms
        session.add(grant)
        session.flush()
        told = {"person": grant.user, "role": grant.role, "valid_to": terms[0].isoformat() if terms[0] else ""}
        self.register.record(session, actor, grant.unit, "unit.role-granted", {**told, "responsible": terms[1] or ""})

    def _responsible(self, unit_id: str, person: Person, user: str | None) -> str | None:
        if user is None:
            return None
        named = self.register.staff.by_user(user)
        if named is None or named.unit.id != unit_id or named.external or named.user == person.user:
            raise Invalid("unknown-person", faults=(FieldFault("/responsible", "unknown-person"),))
        return named.user

    def _require_another_head(self, session: Session, unit_id: str, leaving: Person) -> None:
        # Locked, so that of two who are taken away at once one is seen by the other.
        heads = session.scalars(register.grants(unit_id).where(RoleGrant.role == Role.UNIT_HEAD).with_for_update())
        others = {person.user: person for person in self.register.staff.people(unit_id)}
        others |= {person.user: person for head in heads if (person := self.register.staff.by_user(head.user))}
        by_directory = leaving.unit.id == unit_id and Role.UNIT_HEAD in leaving.roles
        if by_directory or any(
            row.unit == unit_id and row.role == Role.UNIT_HEAD and row.waiting_for is None
            for user, rows in self.register.staff.standings(session, others.values()).items()
            if user != leaving.user
            for row in rows
        ):
            return
        raise Conflict("last-unit-head")


def _standing_grant(session: Session, unit_id: str, user: str, role: Role) -> RoleGrant | None:
    return session.scalar(register.grants(unit_id).where(RoleGrant.user == user, RoleGrant.role == role))


def _less(terms: tuple[date | None, str | None], held: RoleGrant, today: date) -> bool:
    """Tell whether the terms take something from a grant that counts today: time, or who answers for it."""
    valid_to, responsible = terms
    sooner = valid_to is not None and (held.valid_to is None or valid_to < held.valid_to)
    return days.is_valid(held.valid_to, today) and (sooner or (responsible is None and held.responsible is not None))


def _is_grant(row: Json, role: Role) -> bool:
    return bool(row["role"] == role and row["from"] == "grant")


def _roles(row: Standing) -> list[Json]:
    common = {"role": row.role, "active": row.waiting_for is None, "waiting_for": row.waiting_for}
    nothing = {"valid_to": None, "responsible": None, "granted_by": None}
    shown = [{**common, "from": "directory", **nothing}] if row.directory else []
    return [*shown, {**common, "from": "grant", **_terms(row.grant)}] if row.grant is not None else shown


def _ended(grant: RoleGrant) -> Json:
    return {"role": grant.role, "active": False, "waiting_for": None, "from": "grant", **_terms(grant)}


def _terms(grant: RoleGrant) -> Json:
    valid_to = grant.valid_to.isoformat() if grant.valid_to else None
    return {"valid_to": valid_to, "responsible": grant.responsible, "granted_by": grant.granted_by}
