"""The directory as a checked file: staff, their units and roles, and whose mailboxes they book for.

The file is read again when it has changed. A changed file with a fault is refused as a whole: the one before counts
on, and the log of events says where the fault is, never about whom.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from jsonschema import Draft202012Validator

from backend.errors import Text, VardmoteError
from backend.identity.service import Actor, Mailbox, Person, Role, Unit

log = structlog.get_logger(__name__)

_LOOK_SECONDS = 2.0
_SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "schemas" / "people.json").read_text("utf-8")))
_Stamp = tuple[int, int, int]


class PeopleFault(VardmoteError):
    """The file can't be used; `place` is a JSON pointer into it, and `text` says what is wrong without any name."""

    def __init__(self, place: str, text: Text) -> None:
        self.place = place
        self.text = text
        super().__init__(f"{place}: {text.en}")


@dataclass(frozen=True)
class _Known:
    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    oids: Mapping[str, str]
    mailboxes: Mapping[str, tuple[Mailbox, ...]]
    addresses: Mapping[str, Person]


class PeopleFile:
    """A `Directory` over the file. Raises PeopleFault when the file can't be used as it is made."""

    def __init__(self, path: Path, now: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._now = now
        self._looking = threading.Lock()
        self._stamp = _stamp(path)
        self._looked = now()
        self._known = _read(path)

    def acting(self, user: str) -> Actor | None:
        """See `Directory.acting`."""
        known = self._current()
        person = known.people.get(user)
        return Actor(person, known.mailboxes[user]) if person else None

    def by_oid(self, oid: str) -> Actor | None:
        """Return the person whose object id in Entra this is, with the mailboxes they may book for."""
        user = self._current().oids.get(oid)
        return self.acting(user) if user is not None else None

    def by_user(self, user: str) -> Person | None:
        """See `Directory.by_user`."""
        return self._current().people.get(user)

    def by_mailbox(self, address: str) -> Person | None:
        """See `Directory.by_mailbox`."""
        return self._current().addresses.get(address.lower())

    def unit(self, unit_id: str) -> Unit | None:
        """See `Directory.unit`."""
        return self._current().units.get(unit_id)

    def units(self) -> Sequence[Unit]:
        """See `Directory.units`."""
        return tuple(self._current().units.values())

    def people(self, unit_id: str) -> Sequence[Person]:
        """See `Directory.people`."""
        return [person for person in self._current().people.values() if person.unit.id == unit_id]

    def _current(self) -> _Known:
        if self._now() - self._looked >= _LOOK_SECONDS and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looking.release()
        return self._known

    def _look(self) -> None:
        self._looked = self._now()
        try:
            stamp = _stamp(self._path)
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self._known = _read(self._path)
        except PeopleFault as fault:
            log.error("identity.people-refused", place=fault.place, reason=fault.text.en)  # noqa: TRY400 - the place says it all
        else:
            log.info("identity.people-read", people=len(self._known.people), units=len(self._known.units))


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(error) from error
    return found.st_mtime_ns, found.st_size, found.st_ino


def _read(path: Path) -> _Known:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(error) from error
    for fault in sorted(_SCHEMA.iter_errors(document), key=lambda each: [str(step) for step in each.absolute_path]):
        # The schema's own message would quote the value, which may be a name.
        rule = Text(f"bryter mot regeln {fault.validator}", f"breaks the rule {fault.validator}")
        raise PeopleFault("/" + "/".join(map(str, fault.absolute_path)), rule)
    for place, text in _contradictions(document):
        raise PeopleFault(place, text)
    return _known(document)


def _unreadable(error: Exception) -> PeopleFault:
    why = type(error).__name__
    return PeopleFault("/", Text(f"filen går inte att läsa ({why})", f"the file can't be read ({why})"))


def _contradictions(document: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    shared = document.get("shared_mailboxes", [])
    people = document["people"]
    units = {unit["id"] for unit in document["units"]}
    addresses = Counter(row["address"].lower() for row in [*people, *shared])
    for key in ("user", "oid"):
        counted = Counter(row[key] for row in people)
        yield from ((f"/people/{at}/{key}", _TWICE) for at, row in enumerate(people) if counted[row[key]] > 1)
    for name, rows in (("people", people), ("shared_mailboxes", shared)):
        found = ((f"/{name}/{at}/address", row["address"].lower()) for at, row in enumerate(rows))
        yield from ((place, _TWICE) for place, address in found if addresses[address] > 1)
    for at, row in enumerate(people):
        if row["unit"] not in units:
            yield f"/people/{at}/unit", _NO_UNIT
        for number, address in enumerate(row.get("books_for", [])):
            if address.lower() not in addresses:
                yield f"/people/{at}/books_for/{number}", _NO_MAILBOX


def _known(document: Mapping[str, Any]) -> _Known:
    units = {row["id"]: Unit(row["id"], Text(row["name"]["sv"], row["name"]["en"])) for row in document["units"]}
    people = {row["user"]: _person(row, units) for row in document["people"]}
    addresses = {person.address: person for person in people.values()}
    others = {person.address: Mailbox(person.address, person.name, own=False) for person in people.values()}
    for row in document.get("shared_mailboxes", []):
        address = row["address"].lower()
        others[address] = Mailbox(address, row["name"], own=False, shared=True)
    mailboxes = {
        row["user"]: (
            Mailbox(people[row["user"]].address, people[row["user"]].name, own=True),
            *(others[address.lower()] for address in row.get("books_for", [])),
        )
        for row in document["people"]
    }
    return _Known(units, people, {row["oid"]: row["user"] for row in document["people"]}, mailboxes, addresses)


def _person(row: Mapping[str, Any], units: Mapping[str, Unit]) -> Person:
    roles = frozenset(Role(role) for role in row["roles"])
    return Person(
        row["user"], row["name"], row["address"].lower(), units[row["unit"]], roles, row.get("external", False)
    )


_TWICE = Text("står flera gånger", "stands more than once")
_NO_UNIT = Text("ingen sådan enhet i filen", "no such unit in the file")
_NO_MAILBOX = Text("ingen sådan brevlåda i filen", "no such mailbox in the file")
