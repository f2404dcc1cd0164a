"""Everybody with the roles that count now. The one place the product asks; the rule itself is in `standing`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.clock import Clock, swedish_day
from backend.identity.models import RoleGrant, Training
from backend.identity.service import Actor, Directory, Person, Role, SignIn, Unit, Waiting
from backend.identity.standing import OnRecord, Policy, Standing, standings
from backend.storage import Database


class Staff:
    """Directory and sign-in in one, as the product uses them: people come out with the roles that count now.

    `reads` has connections of its own: Staff is asked within others' transactions, and must never wait for a
    connection that one of them holds.
    """

    def __init__(self, reads: Database, clock: Clock, policy: Policy, directory: Directory, sign_in: SignIn) -> None:
        self._database = reads
        self._clock = clock
        self._directory = directory
        self._sign_in = sign_in
        self.policy = policy
        self.mode = sign_in.mode

    def actor(self, bearer: str) -> Actor | None:
        """See `SignIn.actor`."""
        known = self._sign_in.actor(bearer)
        return self._with_rights(known) if known is not None else None

    def acting(self, user: str) -> Actor | None:
        """See `Directory.acting`."""
        known = self._directory.acting(user)
        return self._with_rights(known) if known is not None else None

    def by_user(self, user: str) -> Person | None:
        """See `Directory.by_user`."""
        return self._directory.by_user(user)

    def by_mailbox(self, address: str) -> Person | None:
        """See `Directory.by_mailbox`."""
        return self._directory.by_mailbox(address)

    def unit(self, unit_id: str) -> Unit | None:
        """See `Directory.unit`."""
        return self._directory.unit(unit_id)

    def units(self) -> Sequence[Unit]:
        """See `Directory.units`."""
        return self._directory.units()

    def people(self, unit_id: str) -> Sequence[Person]:
        """See `Directory.people`."""
        return self._directory.people(unit_id)

    def standings(self, session: Session, people: Collection[Person]) -> dict[str, list[Standing]]:
        """Return every role that has not run out of each person, by user, as the session sees it; in two queries."""
        users = [person.user for person in people]
        grants: dict[str, list[RoleGrant]] = defaultdict(list)
        trained: dict[str, set[str]] = defaultdict(set)
        for grant in session.scalars(select(RoleGrant).where(RoleGrant.user.in_(users), RoleGrant.ended_at.is_(None))):
            grants[grant.user].append(grant)
        if self.policy.training:
            query = select(Training.user, Training.unit).where(Training.user.in_(users), Training.ended_at.is_(None))
            for user, unit in session.execute(query):
                trained[user].add(unit)
        today = swedish_day(self._clock.now())
        return {
            person.user: standings(
                person,
                OnRecord(grants[person.user], trained[person.user], self._members(grants[person.user])),
                self.policy,
                today,
            )
            for person in people
        }

    def _with_rights(self, actor: Actor) -> Actor:
        with self._database.read() as session:
            found = self.standings(session, [actor.person])[actor.user]
        rights: dict[str, frozenset[Role]] = {}
        for row in found:
            if row.waiting_for is None:
                rights[row.unit] = rights.get(row.unit, frozenset()) | {row.role}
        inactive = tuple(Waiting(row.unit, row.role, row.waiting_for) for row in found if row.waiting_for is not None)
        return replace(actor, rights=rights, inactive=inactive)

    def _members(self, grants: Iterable[RoleGrant]) -> dict[str, set[str]]:
        named = {grant.responsible for grant in grants if grant.responsible is not None}
        found = [person for user in named if (person := self._directory.by_user(user)) and not person.external]
        members: dict[str, set[str]] = defaultdict(set)
        for person in found:
            members[person.unit.id].add(person.user)
        return members
