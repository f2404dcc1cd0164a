"""The port of staff sign-in and the directory of staff and mailboxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from backend.errors import Text


class Role(StrEnum):
    """What somebody may do: in a unit, or everywhere for those in `EVERYWHERE`."""

    CARE_STAFF = "care_staff"
    BOOKING_SECRETARY = "booking_secretary"
    UNIT_ADMIN = "unit_admin"
    UNIT_HEAD = "unit_head"
    REGION_ADMIN = "region_admin"
    ROOM_SUPPORT = "room_support"
    AUDITOR = "auditor"


EVERYWHERE = frozenset({Role.REGION_ADMIN, Role.ROOM_SUPPORT, Role.AUDITOR})
WITH_MEETINGS = frozenset({Role.CARE_STAFF, Role.BOOKING_SECRETARY})


@dataclass(frozen=True)
class Unit:
    """A unit of care, by its public name."""

    id: str
    name: Text


@dataclass(frozen=True)
class Mailbox:
    """A mailbox one may book for: one's `own`, another person's, or one `shared` by those who work with it."""

    address: str
    name: str
    own: bool
    shared: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody in the directory. `roles` are those the directory gives in the person's own unit.

    `external`: not employed here, so somebody who is has to answer for them where the profile asks (seed 000).
    """

    user: str
    name: str
    address: str
    unit: Unit
    roles: frozenset[Role]
    external: bool = False


@dataclass(frozen=True)
class Waiting:
    """A role somebody has but can't use yet, and what it waits for: `training` or `responsible`."""

    unit: str
    role: Role
    waiting_for: str


@dataclass(frozen=True)
class Actor:
    """The person signed in, with the mailboxes they may book for. One's own is always the first.

    `rights` are the roles that count now, by unit; without it, those of the directory. `inactive` are those that wait.
    """

    person: Person
    mailboxes: tuple[Mailbox, ...] = field(default=())
    rights: Mapping[str, frozenset[Role]] | None = None
    inactive: tuple[Waiting, ...] = ()

    @property
    def user(self) -> str:
        """The stable name of the user."""
        return self.person.user

    def roles_in(self, unit: str) -> frozenset[Role]:
        """Return the roles that count now in the unit, with those held everywhere."""
        own = self.person.unit.id
        rights = {own: self.person.roles} if self.rights is None else self.rights
        return rights.get(unit, frozenset()) | (rights.get(own, frozenset()) & EVERYWHERE)

    def has(self, role: Role) -> bool:
        """Tell whether the person has the role in their own unit, or everywhere."""
        return role in self.roles_in(self.person.unit.id)

    def has_in(self, unit: str, role: Role) -> bool:
        """Tell whether the person has the role in the unit; some roles are held everywhere."""
        return role in self.roles_in(unit)

    def units_with(self, *roles: Role) -> frozenset[str]:
        """Return the units where the person has one of the roles; for one held everywhere, those it shows in."""
        units = {self.person.unit.id, *(self.rights or ())}
        return frozenset(unit for unit in units if not self.roles_in(unit).isdisjoint(roles))

    def shares(self, address: str) -> bool:
        """Tell whether the mailbox is shared and the person is one of those who work with it."""
        shared = {mailbox.address for mailbox in self.mailboxes if mailbox.shared}
        return bool(address) and address.lower() in shared

    def may_book_for(self, address: str) -> bool:
        """Tell whether the person may book for the mailbox; nobody may for none."""
        return bool(address) and any(mailbox.address == address.lower() for mailbox in self.mailboxes)


class Directory(Protocol):
    """The staff of the region, and who owns which mailbox."""

    def by_user(self, user: str) -> Person | None:
        """Return the person with the user name."""
        ...

    def acting(self, user: str) -> Actor | None:
        """Return the person with the user name and the mailboxes they may book for now."""
        ...

    def by_mailbox(self, address: str) -> Person | None:
        """Return the person whose own mailbox it is; None for a shared or unknown one."""
        ...

    def unit(self, unit_id: str) -> Unit | None:
        """Return the unit with the id."""
        ...

    def units(self) -> Sequence[Unit]:
        """Return all units, in the directory's order."""
        ...

    def people(self, unit_id: str) -> Sequence[Person]:
        """Return those whose own unit it is, in the directory's order."""
        ...


class SignIn(Protocol):
    """Staff sign-in: turns the bearer of a request into a person."""

    mode: str

    def actor(self, bearer: str) -> Actor | None:
        """Return who the bearer says it is; None when it says nothing we trust."""
        ...
