"""The demo's people: signed in by name alone. The contract of the demo names them; production refuses this mode."""

from collections.abc import Sequence

from backend.errors import Text
from backend.identity.service import Actor, Mailbox, Person, Role, Unit

_MEDICAL = Unit("medicin", Text("Medicinmottagningen Ekbacken", "Ekbacken Medical Clinic"))
_CHILDREN = Unit("barn", Text("Barnmottagningen Lindgården", "Lindgården Children's Clinic"))
_REGION = Unit("region", Text("Regionens gemensamma stöd", "Region support"))
_UNITS = (_MEDICAL, _CHILDREN, _REGION)
_DOMAIN = "demo.example"

_PEOPLE = (
    ("personal", "Disa Ekmark", _MEDICAL, {Role.CARE_STAFF}),
    ("kollega", "Torvald Rönnberg", _MEDICAL, {Role.CARE_STAFF}),
    ("annan", "Ingeborg Sjöhed", _CHILDREN, {Role.CARE_STAFF}),
    ("sekreterare", "Majken Flodin", _MEDICAL, {Role.BOOKING_SECRETARY}),
    ("chef", "Ragnhild Säterberg", _MEDICAL, {Role.UNIT_HEAD}),
    ("admin", "Algot Vinterkvist", _MEDICAL, {Role.UNIT_ADMIN}),
    ("region", "Valfrid Hallongren", _REGION, {Role.REGION_ADMIN}),
    ("rum", "Selma Brohult", _REGION, {Role.ROOM_SUPPORT}),
    ("granskare", "Hjalmar Stenlid", _REGION, {Role.AUDITOR}),
)
_SHARED = Mailbox(f"mottagning@{_DOMAIN}", "Medicinmottagningen Ekbacken", own=False, shared=True)
_BOOKS_FOR = {"personal": ("mottagning",), "kollega": ("mottagning",), "sekreterare": ("personal", "mottagning")}


class DemoIdentity:
    """Sign-in and directory of the demo in one: `Bearer demo:<user>` is that user."""

    mode = "demo"

    def __init__(self) -> None:
        self._people = {
            user: Person(user, name, f"{user}@{_DOMAIN}", unit, frozenset(roles)) for user, name, unit, roles in _PEOPLE
        }

    def actor(self, bearer: str) -> Actor | None:
        """See `SignIn.actor`."""
        scheme, _, user = bearer.partition(":")
        return self.acting(user) if scheme == "demo" else None

    def acting(self, user: str) -> Actor | None:
        """See `Directory.acting`."""
        person = self._people.get(user)
        if person is None:
            return None
        own = Mailbox(person.address, person.name, own=True)
        return Actor(person, (own, *(self._mailbox(name) for name in _BOOKS_FOR.get(user, ()))))

    def by_user(self, user: str) -> Person | None:
        """See `Directory.by_user`."""
        return self._people.get(user)

    def by_mailbox(self, address: str) -> Person | None:
        """See `Directory.by_mailbox`."""
        return next((person for person in self._people.values() if person.address == address.lower()), None)

    def unit(self, unit_id: str) -> Unit | None:
        """See `Directory.unit`."""
        return next((unit for unit in _UNITS if unit.id == unit_id), None)

    def units(self) -> Sequence[Unit]:
        """See `Directory.units`."""
        return _UNITS

    def people(self, unit_id: str) -> Sequence[Person]:
        """See `Directory.people`."""
        return [person for person in self._people.values() if person.unit.id == unit_id]

    def _mailbox(self, name: str) -> Mailbox:
        person = self._people.get(name)
        return Mailbox(person.address, person.name, own=False) if person else _SHARED
