"""The register of a unit's people, and what every change of it does: who is known, what is current, what is logged."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from backend import versions
from backend.audit import AccessLog, Entry
from backend.clock import Clock
from backend.errors import NotFound, Outdated
from backend.identity import Actor, Person
from backend.identity.models import RoleGrant, Training
from backend.identity.roles import Staff
from backend.storage import Database


@dataclass(frozen=True)
class Register:
    """Who may do what in each unit, and who is trained: what stood before is ended, never deleted."""

    database: Database
    clock: Clock
    staff: Staff
    access_log: AccessLog

    def known(self, user: str) -> Person:
        """Return somebody of the directory. Raises NotFound."""
        person = self.staff.by_user(user)
        if person is None:
            raise NotFound("not-found")
        return person

    def end(self, row: RoleGrant | Training, actor: Actor) -> None:
        """Let a role or a training stand no more, from now on."""
        row.ended_by, row.ended_at = actor.user, self.clock.now()

    def record(self, session: Session, actor: Actor, unit_id: str, action: str, detail: Mapping[str, str]) -> None:
        """Put in the access log what somebody did with the register."""
        self.access_log.record(session, Entry(action=action, user=actor.user, unit=unit_id, detail=detail))


def version(session: Session, unit_id: str) -> str:
    """Return the version of the unit's part: another once a role or training is given, taken or replaced."""
    rows = (*session.scalars(grants(unit_id)), *session.scalars(trainings(unit_id)))
    return versions.of_rows(row.id for row in rows)


def require_current(session: Session, unit_id: str, if_match: str | None) -> None:
    """Raise Outdated when another version than the unit's is named."""
    if if_match is not None and not versions.names(if_match, now := version(session, unit_id)):
        raise Outdated("precondition-failed", version=now, changed=("people",))


def trainings(unit_id: str) -> Select[Training]:
    """Return the question for the trainings that stand in the unit."""
    return select(Training).where(Training.unit == unit_id, Training.ended_at.is_(None))


def grants(unit_id: str) -> Select[RoleGrant]:
    """Return the question for the roles given in the unit that nobody has taken, by role; also what has run out."""
    return select(RoleGrant).where(RoleGrant.unit == unit_id, RoleGrant.ended_at.is_(None)).order_by(RoleGrant.role)
