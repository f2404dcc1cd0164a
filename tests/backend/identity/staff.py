"""A directory with somebody external in it, for tests."""

from dataclasses import replace

from backend.identity import Actor, Person
from backend.identity.demo import DemoIdentity
from backend.identity.service import Mailbox


class Borrowing(DemoIdentity):
    """The demo's people, of whom some are not employed and some have left."""

    def __init__(self) -> None:
        super().__init__()
        self.external: set[str] = set()
        self.left: set[str] = set()
        self.books_for: dict[str, tuple[str, ...]] = {}

    def hire(self, user: str, name: str, unit: str) -> None:
        """Put somebody new in the directory, without a role."""
        found = self.unit(unit)
        assert found is not None
        self._people[user] = Person(user, name, f"{name.split(maxsplit=1)[0].lower()}@demo.example", found, frozenset())

    def by_user(self, user: str) -> Person | None:
        """As many directories do: names are the same whatever their case."""
        user = user.lower()
        found = super().by_user(user)
        return replace(found, external=user in self.external) if found and user not in self.left else None

    def acting(self, user: str) -> Actor | None:
        person = self.by_user(user)
        if person is None:
            return None
        others = (Mailbox(address, address, own=False) for address in self.books_for.get(person.user, ()))
        return Actor(person, (Mailbox(person.address, person.name, own=True), *others))

    def people(self, unit_id: str) -> list[Person]:
        return [found for person in super().people(unit_id) if (found := self.by_user(person.user))]
