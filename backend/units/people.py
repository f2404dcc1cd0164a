"""Who may do what in a unit: granting and taking roles, recording training. Everything is kept, by whom and when.

Mission G1; seed 001 (training before rights, the unit's head answers for it) and 000 (who answers for external staff).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from backend import versions
from backend.audit import AccessLog, Entry
from backend.clock import Clock, swedish_day
from backend.errors import Conflict, FieldFault, Forbidden, Invalid, NotFound, Outdated, Text
from backend.identity import Actor, Person, Role
from backend.identity.models import RoleGrant, Training
from backend.identity.roles import Staff
from backend.identity.standing import GRANTABLE, Standing
from backend.storage import Database, new_id
from backend.units import access, days
from backend.units.records import unraced

Json = dict[str, Any]
_FROM_DIRECTORY = Text(
    "Rollen kommer från katalogen och tas bort där. Inget är ändrat. Be den som sköter katalogen.",
    "The role comes from the directory and is taken away there. Nothing has changed. Ask those who keep the directory.",
)


@dataclass(frozen=True)
class People:
    """The people of a unit, as those who administrate it see and change them."""

    database: Database
    clock: Clock
    staff: Staff
    access_log: AccessLog

    def listing(self, actor: Actor, unit_id: str) -> list[Json]:
        """Return everybody of the unit and everybody with a role there, by name. Raises NotFound, Forbidden."""
        access.require_reading(actor, unit_id, self.staff)
        with self.database.write() as session:
            self._record(session, actor, unit_id, "unit.people-read", {})
            granted = session.scalars(_grants(unit_id))
            people = {person.user: person for person in self.staff.people(unit_id)}
            people |= {person.user: person for grant in granted if (person := self.staff.by_user(grant.user))}
            trained = {row.user: row for row in session.scalars(_trainings(unit_id))}
            roles = self._rows(session, people.values(), unit_id)
            return [
                _person(person, trained.get(person.user), roles[person.user])
                for person in sorted(people.values(), key=lambda person: (person.name, person.user))
            ]

    def version(self, unit_id: str) -> str:
        """Return the version of the list of roles and training: another once one is given, taken or replaced."""
        with self.database.read() as session:
            return _version(session, unit_id)

    def grant(self, actor: Actor, unit_id: str, user: str, request: Json, if_match: str | None = None) -> Json:
        """Give somebody a role in the unit and return it; the same again changes nothing, other terms replace.

        Raises NotFound, Forbidden (also for one's own), Invalid (bad-time, unknown-person), Conflict (last-unit-head
        when the only head would get less: an end, or nobody responsible).
        """
        role = Role(request["role"])
        access.require(actor, unit_id, self.staff, "people")
        person = self._known(user)
        access.require_giving(actor, unit_id, person.user, role)
        responsible = self._responsible(unit_id, person, request.get("responsible"))
        today = swedish_day(self.clock.now())
        valid_to = days.last_day(request.get("valid_to"), today)

        def act() -> Json:
            with self.database.write() as session:
                _require_current(session, unit_id, if_match)
                found = _standing_grant(session, unit_id, person.user, role)
                terms = (valid_to, responsible)
                if found is None or (found.valid_to, found.responsible) != terms:
                    if role == Role.UNIT_HEAD and found is not None and _less(terms, found, today):
                        self._require_another_head(session, unit_id, person)
                    self._give(session, actor, found, RoleGrant(unit=unit_id, user=person.user, role=role), terms)
                return next(row for row in self._rows(session, [person], unit_id)[person.user] if _is_grant(row, role))

        return unraced(act)

    def revoke(self, actor: Actor, unit_id: str, user: str, role_name: str, if_match: str | None = None) -> None:
        """Take a granted role away, at once; twice is no error.

        Raises NotFound, Forbidden (also for one's own and for a role of the directory), Conflict (last-unit-head).
        """
        access.require(actor, unit_id, self.staff, "people")
        if role_name not in GRANTABLE:
            raise NotFound("not-found")
        role = Role(role_name)
        person = self._known(user)
        access.require_giving(actor, unit_id, person.user, role)
        with self.database.write() as session:
            found = _standing_grant(session, unit_id, person.user, role)
            if found is None:
                if person.unit.id == unit_id and role in person.roles:
                    raise Forbidden("forbidden", _FROM_DIRECTORY)
                return
            _require_current(session, unit_id, if_match)
            if role == Role.UNIT_HEAD and days.is_valid(found.valid_to, swedish_day(self.clock.now())):
                self._require_another_head(session, unit_id, person)
            found.ended_by, found.ended_at = actor.user, self.clock.now()
            self._record(session, actor, unit_id, "unit.role-removed", {"person": person.user, "role": role})

    def train(self, actor: Actor, unit_id: str, user: str, completed_on: str, if_match: str | None = None) -> Json:
        """Record that somebody had their training on a day and return it; another day replaces.

        Raises NotFound, Forbidden (also for one's own), Invalid (bad-time).
        """
        access.require(actor, unit_id, self.staff, "people")
        user = self._known(user).user
        access.require_another(actor, user)
        day = days.past_day(completed_on, swedish_day(self.clock.now()), "/completed_on")

        def act() -> Json:
            with self.database.write() as session:
                _require_current(session, unit_id, if_match)
                found = session.scalar(_trainings(unit_id).where(Training.user == user))
                if found is None or found.completed_on != day:
                    found = self._trained(session, actor, found, Training(unit=unit_id, user=user, completed_on=day))
                return _training(found)

        return unraced(act)

    def untrain(self, actor: Actor, unit_id: str, user: str, if_match: str | None = None) -> None:
        """Take recorded training away, at once; twice is no error. Raises NotFound, Forbidden (also for one's own)."""
        access.require(actor, unit_id, self.staff, "people")
        user = self._known(user).user
        access.require_another(actor, user)
        with self.database.write() as session:
            found = session.scalar(_trainings(unit_id).where(Training.user == user))
            if found is not None:
                _require_current(session, unit_id, if_match)
                found.ended_by, found.ended_at = actor.user, self.clock.now()
                self._record(session, actor, unit_id, "unit.training-removed", {"person": user})

    def _give(
        self,
        session: Session,
        actor: Actor,
        before: RoleGrant | None,
        grant: RoleGrant,
        terms: tuple[date | None, str | None],
    ) -> None:
        now = self.clock.now()
        if before is not None:
            before.ended_by, before.ended_at = actor.user, now
            session.flush()
        grant.id, grant.granted_by, grant.granted_at = new_id("r"), actor.user, now
        grant.valid_to, grant.responsible = terms
        session.add(grant)
        session.flush()
        told = {"person": grant.user, "role": grant.role, "valid_to": terms[0].isoformat() if terms[0] else ""}
        self._record(session, actor, grant.unit, "unit.role-granted", {**told, "responsible": terms[1] or ""})

    def _trained(self, session: Session, actor: Actor, before: Training | None, training: Training) -> Training:
        now = self.clock.now()
        if before is not None:
            before.ended_by, before.ended_at = actor.user, now
            session.flush()
        training.id, training.recorded_by, training.recorded_at = new_id("t"), actor.user, now
        session.add(training)
        session.flush()
        told = {"person": training.user, "completed_on": training.completed_on.isoformat()}
        self._record(session, actor, training.unit, "unit.training-recorded", told)
        return training

    def _rows(self, session: Session, people: Collection[Person], unit_id: str) -> dict[str, list[Json]]:
        shown = {
            user: [part for row in rows if row.unit == unit_id for part in _roles(row)]
            for user, rows in self.staff.standings(session, people).items()
        }
        today = swedish_day(self.clock.now())
        for grant in session.scalars(_grants(unit_id).where(RoleGrant.valid_to < today)):
            if grant.user in shown:
                shown[grant.user].append(_ended(grant))
        return shown

    def _known(self, user: str) -> Person:
        person = self.staff.by_user(user)
        if person is None:
            raise NotFound("not-found")
        return person

    def _responsible(self, unit_id: str, person: Person, user: str | None) -> str | None:
        if user is None:
            return None
        named = self.staff.by_user(user)
        if named is None or named.unit.id != unit_id or named.external or named.user == person.user:
            raise Invalid("unknown-person", faults=(FieldFault("/responsible", "unknown-person"),))
        return named.user

    def _require_another_head(self, session: Session, unit_id: str, leaving: Person) -> None:
        # Locked, so that of two who are taken away at once one is seen by the other.
        heads = session.scalars(_grants(unit_id).where(RoleGrant.role == Role.UNIT_HEAD).with_for_update())
        others = {person.user: person for person in self.staff.people(unit_id)}
        others |= {person.user: person for head in heads if (person := self.staff.by_user(head.user))}
        by_directory = leaving.unit.id == unit_id and Role.UNIT_HEAD in leaving.roles
        if by_directory or any(
            row.unit == unit_id and row.role == Role.UNIT_HEAD and row.waiting_for is None
            for user, rows in self.staff.standings(session, others.values()).items()
            if user != leaving.user
            for row in rows
        ):
            return
        raise Conflict("last-unit-head")

    def _record(self, session: Session, actor: Actor, unit_id: str, action: str, detail: dict[str, str]) -> None:
        self.access_log.record(session, Entry(action=action, user=actor.user, unit=unit_id, detail=detail))


def _version(session: Session, unit_id: str) -> str:
    rows = (*session.scalars(_grants(unit_id)), *session.scalars(_trainings(unit_id)))
    return versions.of_rows(row.id for row in rows)


def _require_current(session: Session, unit_id: str, if_match: str | None) -> None:
    if if_match is not None and not versions.names(if_match, version := _version(session, unit_id)):
        raise Outdated("precondition-failed", version=version, changed=("people",))


def _trainings(unit_id: str) -> Select[Training]:
    return select(Training).where(Training.unit == unit_id, Training.ended_at.is_(None))


def _grants(unit_id: str) -> Select[RoleGrant]:
    return select(RoleGrant).where(RoleGrant.unit == unit_id, RoleGrant.ended_at.is_(None)).order_by(RoleGrant.role)


def _standing_grant(session: Session, unit_id: str, user: str, role: Role) -> RoleGrant | None:
    return session.scalar(_grants(unit_id).where(RoleGrant.user == user, RoleGrant.role == role))


def _less(terms: tuple[date | None, str | None], held: RoleGrant, today: date) -> bool:
    """Tell whether the terms take something from a grant that counts today: time, or who answers for it."""
    valid_to, responsible = terms
    sooner = valid_to is not None and (held.valid_to is None or valid_to < held.valid_to)
    return days.is_valid(held.valid_to, today) and (sooner or (responsible is None and held.responsible is not None))


def _is_grant(row: Json, role: Role) -> bool:
    return bool(row["role"] == role and row["from"] == "grant")


def _person(person: Person, training: Training | None, roles: Sequence[Json]) -> Json:
    return {
        "user": person.user,
        "name": person.name,
        "external": person.external,
        "training": _training(training) if training is not None else None,
        "roles": list(roles),
    }


def _training(training: Training) -> Json:
    return {"completed_on": training.completed_on.isoformat(), "recorded_by": training.recorded_by}


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
