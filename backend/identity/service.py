"""The port of staff sign-in and the directory of staff and mailboxes."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from backend.errors import Text


class Role(StrEnum):
    """What somebody may do within a unit."""

    CARE_STAFF = "care_staff"
    BOOKING_SECRETARY = "booking_secretary"
    UNIT_ADMIN = "unit_admin"
    ROOM_SUPPORT = "room_support"
    AUDITOR = "auditor"


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
    """Somebody in the directory."""

    user: str
    name: str
    address: str
    unit: Unit
    roles: frozenset[Role]


@dataclass(frozen=True)
class Actor:
    """The person signed in, with the mailboxes they may book for. One's own is always the first."""

    person: Person
    mailboxes: tuple[Mailbox, ...] = field(default=())

    @property
    def user(self) -> str:
        """The stable name of the user."""
        return self.person.user

    def has(self, role: Role) -> bool:
        """Tell whether the person has the role."""
        return role in self.person.roles

    def shares(self, address: str) -> bool:
        """Tell whether the mailbox is shared and the person is one of those who work with it."""
        return any(mailbox.shared and mailbox.address == address.lower() for mailbox in self.mailboxes)

    def may_book_for(self, address: str) -> bool:
        """Tell whether the person may book for the mailbox."""
        return any(mailbox.address == address.lower() for mailbox in self.mailboxes)


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


class SignIn(Protocol):
    """Staff sign-in: turns the bearer of a request into a person."""

    mode: str

    def actor(self, bearer: str) -> Actor | None:
        """Return who the bearer says it is; None when it says nothing we trust."""
        ...
