"""The configuration as it is written. A request is taken whole or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from simulators.pexip import pins
from simulators.pexip.management import keys
from simulators.pexip.management.fields import Field, Row, target, uri
from simulators.pexip.management.refusals import Refusal, invalid, senseless
from simulators.pexip.management.replica import Replica, Room
from simulators.pexip.management.resources import RESOURCES, Errors, Resource

_NESTED = "aliases"


class Store:
    """All objects of all resources, by number. What is written of rooms goes to the replica as well."""

    def __init__(self, replica: Replica) -> None:
        self.replica = replica
        self.rows: dict[str, dict[int, Row]] = {name: {} for name in RESOURCES}
        self.seen_keys: set[int] = set()
        self.written: list[Callable[[str, int], None]] = []
        self._last = dict.fromkeys(RESOURCES, 0)
        self._touched: set[int] = set()
        self._news: list[tuple[str, int]] = []
        for name, resource in RESOURCES.items():
            if resource.single:
                self.rows[name][1] = _defaults(resource)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Take what is written within as one. Raises what the block raises, and then nothing was written."""
        before, last = deepcopy(self.rows), dict(self._last)
        self._touched, self._news = set(), []
        try:
            yield
        except Refusal:
            self.rows, self._last = before, last
            raise
        for number in sorted(self._touched):
            self.replica.write(number, self.room(number))
        for resource, number in self._news:
            for hear in self.written:
                hear(resource, number)

    def find(self, resource: str, number: int) -> Row:
        """Return an object's row. Raises Refusal (404)."""
        row = self.rows[resource].get(number)
        if row is None:
            raise Refusal(404)
        return row

    def create(self, resource: str, body: object) -> int:
        """Make an object and return its number. Raises Refusal (400)."""
        known = RESOURCES[resource]
        told, aliases = self._told(resource, body)
        lacking = (name for name, field in known.fields.items() if _lacks(field, told, name))
        missing = {name: ["This field is required."] for name in lacking}
        if missing:
            raise invalid(resource, missing)
        self._last[resource] += 1
        number = self._last[resource]
        row = _defaults(known) | told
        if "creation_time" in known.fields:
            row["creation_time"] = datetime.now(UTC).replace(tzinfo=None).isoformat()
        if resource == "oauth2_client":
            row |= keys.client()
        self._put(resource, number, row)
        self._give(number, aliases)
        return number

    def change(self, resource: str, number: int, body: object, *, whole: bool = False) -> None:
        """Change what is named, or with `whole` set what is not named back to its default. Raises Refusal."""
        row = self.find(resource, number)
        told, aliases = self._told(resource, body)
        base = row
        if whole:
            own = {name: row[name] for name, field in RESOURCES[resource].fields.items() if field.read_only}
            base = _defaults(RESOURCES[resource]) | own
        self._put(resource, number, base | told)
        self._give(number, aliases)

    def delete(self, resource: str, number: int) -> None:
        """Delete an object, and with a room its aliases. Raises Refusal (404)."""
        self.find(resource, number)
        self._touch(resource, number)
        del self.rows[resource][number]
        if resource == "conference":
            for alias in self.aliases_of(number):
                del self.rows["conference_alias"][alias]
            for row in self.rows["automatic_participant"].values():
                row["conference"] = [one for one in row["conference"] if one != uri(resource, number)]
        self._news.append((resource, number))

    def shown(self, resource: str, number: int) -> Row:
        """Return an object as it is shown."""
        fields = RESOURCES[resource].fields
        row = {name: value for name, value in self.rows[resource][number].items() if not fields[name].hidden}
        row |= {"id": number, "resource_uri": uri(resource, number)}
        if resource == "conference":
            row[_NESTED] = [self.shown("conference_alias", alias) for alias in self.aliases_of(number)]
        return deepcopy(row)

    def aliases_of(self, conference: int) -> list[int]:
        """Return the numbers of a room's aliases."""
        own = uri("conference", conference)
        return [number for number, row in self.rows["conference_alias"].items() if row["conference"] == own]

    def room(self, number: int) -> Room | None:
        """Return a room with all that belongs to it, or None when there is none."""
        row = self.rows["conference"].get(number)
        if row is None:
            return None
        names = tuple(self.rows["conference_alias"][alias]["alias"] for alias in self.aliases_of(number))
        own = uri("conference", number)
        dials = self.rows["automatic_participant"]
        dialled = tuple(
            dict(dial)
            for key, dial in dials.items()
            if own in dial["conference"] or uri("automatic_participant", key) in row["automatic_participants"]
        )
        links = ("ivr_theme", "host_identity_provider_group", "guest_identity_provider_group")
        return Room(dict(row), names, dialled, *(self._name_of(row[link]) for link in links))

    def _name_of(self, link: object) -> str:
        found = target(link)
        row = self.rows[found.resource].get(found.id) if found else None
        return str(row["name"]) if row else ""

    def _told(self, resource: str, body: object) -> tuple[Row, list[Any] | None]:
        if not isinstance(body, dict):
            raise senseless("The request body is not an object.")
        told = {name: value for name, value in body.items() if name not in ("id", "resource_uri")}
        aliases = told.pop(_NESTED, None) if resource == "conference" else None
        if aliases is not None and not isinstance(aliases, list):
            raise invalid(resource, {_NESTED: ["Not a list."]})
        errors: Errors = {}
        fields = RESOURCES[resource].fields
        for name, value in told.items():
            field = fields.get(name)
            refusal = field.check(value) if field and not field.read_only else ""
            if field is None:
                errors[name] = ["Unknown field."]
            elif refusal:
                errors[name] = [refusal]
            elif field.link:
                self._look_up(field, name, value)
        if errors:
            raise invalid(resource, errors)
        return {name: value for name, value in told.items() if not fields[name].read_only}, aliases

    def _look_up(self, field: Field, name: str, value: Any) -> None:  # noqa: ANN401 - a checked URI, list or null
        for one in value if field.many else [value]:
            found = target(one)
            if found and found.id not in self.rows[found.resource]:
                raise senseless(f"Could not find the provided {name} object via resource URI '{one}'.")

    def _put(self, resource: str, number: int, row: Row) -> None:
        known = RESOURCES[resource]
        errors: Errors = {}
        for name, field in known.fields.items():
            if field.unique and any(
                key != number and _same(other[name], row[name]) for key, other in self.rows[resource].items()
            ):
                errors[name] = [f"{resource.replace('_', ' ').capitalize()} with this {name} already exists."]
            if field.required and row[name] == "":
                errors[name] = ["This field may not be blank."]
        for rule in known.rules:
            errors |= rule(row)
        if resource == "conference":
            errors |= self._too_short(row)
        if errors:
            raise invalid(resource, errors)
        self._touch(resource, number)
        self.rows[resource][number] = row
        self._touch(resource, number)
        self._news.append((resource, number))

    def least_pin(self) -> int:
        """Return how many digits a PIN has to have, as it is set now."""
        return int(self.rows["global"][1]["min_pin_length"])

    def _too_short(self, row: Row) -> Errors:
        least = self.least_pin()
        return {
            name: [f"PIN must be at least {least} digits long."]
            for name in ("pin", "guest_pin")
            if pins.too_short(row[name], least)
        }

    def _give(self, conference: int, aliases: list[Any] | None) -> None:
        if aliases is None:
            return
        own = uri("conference", conference)
        kept = {found.id for found in map(target, aliases) if found and found.resource == "conference_alias"}
        for number in self.aliases_of(conference):
            if number not in kept:
                self.delete("conference_alias", number)
        for alias in aliases:
            if isinstance(alias, dict):
                told = {name: value for name, value in alias.items() if name in ("alias", "description", "view_order")}
                self.create("conference_alias", told | {"conference": own})
            elif target(alias) is None:
                raise invalid("conference", {_NESTED: ["Not an alias, nor the URI of one."]})

    def _touch(self, resource: str, number: int) -> None:
        row = self.rows[resource].get(number, {})
        if resource == "conference":
            self._touched.add(number)
        elif resource == "conference_alias" and (of := target(row.get("conference"))):
            self._touched.add(of.id)
        elif resource == "automatic_participant":
            self._touched |= {of.id for one in row.get("conference", []) if (of := target(one))}


def _defaults(resource: Resource) -> Row:
    return {name: deepcopy(field.default) for name, field in resource.fields.items()}


def _lacks(field: Field, told: Row, name: str) -> bool:
    return field.required and not field.read_only and name not in told


def _same(one: object, other: object) -> bool:
    return str(one).lower() == str(other).lower()
