"""Training in a unit: recorded and taken away, before rights that wait for it. Everything is kept, by whom and when."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from backend.clock import swedish_day
from backend.identity import Actor
from backend.identity.models import Training
from backend.storage import new_id
from backend.units import access, days, register
from backend.units.records import unraced
from backend.units.register import Register

Json = dict[str, Any]


@dataclass(frozen=True)
class Trainings:
    """The training of a unit's people, as those who administrate it record it (seed 001)."""

    register: Register

    def train(self, actor: Actor, unit_id: str, user: str, completed_on: str, if_match: str | None = None) -> Json:
        """Record that somebody had their training on a day and return it; another day replaces.

        Raises NotFound, Forbidden (also for one's own), Invalid (bad-time).
        """
        access.require(actor, unit_id, self.register.staff, "people")
        user = self.register.known(user).user
        access.require_another(actor, user)
        day = days.past_day(completed_on, swedish_day(self.register.clock.now()), "/completed_on")

        def act() -> Json:
            with self.register.database.write() as session:
                register.require_current(session, unit_id, if_match)
                found = session.scalar(register.trainings(unit_id).where(Training.user == user))
                if found is None or found.completed_on != day:
                    found = self._trained(session, actor, found, Training(unit=unit_id, user=user, completed_on=day))
                return shown(found)

        return unraced(act)

    def untrain(self, actor: Actor, unit_id: str, user: str, if_match: str | None = None) -> None:
        """Take recorded training away, at once; twice is no error. Raises NotFound, Forbidden (also for one's own)."""
        access.require(actor, unit_id, self.register.staff, "people")
        user = self.register.known(user).user
        access.require_another(actor, user)
        with self.register.database.write() as session:
            found = session.scalar(register.trainings(unit_id).where(Training.user == user))
            if found is not None:
                register.require_current(session, unit_id, if_match)
                self.register.end(found, actor)
                self.register.record(session, actor, unit_id, "unit.training-removed", {"person": user})

    def _trained(self, session: Session, actor: Actor, before: Training | None, training: Training) -> Training:
        now = self.register.clock.now()
        if before is not None:
            self.register.end(before, actor)
            session.flush()
        training.id, training.recorded_by, training.recorded_at = new_id("t"), actor.user, now
        session.add(training)
        session.flush()
        told = {"person": training.user, "completed_on": training.completed_on.isoformat()}
        self.register.record(session, actor, training.unit, "unit.training-recorded", told)
        return training


def shown(training: Training) -> Json:
    """Return one training as the unit's page shows it."""
    return {"completed_on": training.completed_on.isoformat(), "recorded_by": training.recorded_by}
