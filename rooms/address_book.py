"""Whom rooms may call, from a file of JSON, and how the region's exchange wants to be called.

Other authorities are reached through a common exchange: it takes addresses as they are, and plain numbers by rules of
prefixes that each region has of its own. The file's form is in address_book.json.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

from jsonschema import Draft202012Validator

from rooms.inventory import Told

Protocol = Literal["SIP", "H323"]
_MOST_BYTES = 2_000_000
_BETWEEN = re.compile(r"[ -]")


class AddressBookFault(Exception):
    """What was told can't be used. `place` says where in the file; the text never holds a number."""

    def __init__(self, place: str, sv: str, en: str) -> None:
        self.place, self.told = place, Told(sv, en)
        super().__init__(f"{place}: {en}")


class Dialled(NamedTuple):
    """What a room is told to call, and how."""

    number: str
    protocol: Protocol


@dataclass(frozen=True)
class Entry:
    """Somebody to call: an authority or a unit. Printing it shows no number."""

    code: str
    label: Told
    number: str = field(repr=False)
    protocol: Protocol = "SIP"


@dataclass(frozen=True)
class Rule:
    """What becomes of a number that begins so: `strip` signs off, `add` in front, `@domain` behind, called `over`.

    `protocol` None is a rule for both.
    """

    begins: str
    protocol: Protocol | None = None
    strip: int = 0
    add: str = ""
    domain: str = ""
    over: Protocol | None = None

    def takes(self, number: str, protocol: Protocol) -> bool:
        """Tell whether the rule is for the number, and leaves something of it."""
        left = self.add or number[self.strip :]
        return number.startswith(self.begins) and self.protocol in {None, protocol} and bool(left)

    def made(self, number: str, protocol: Protocol) -> Dialled:
        """Return what the exchange is to be told."""
        domain = f"@{self.domain}" if self.domain else ""
        return Dialled(f"{self.add}{number[self.strip :]}{domain}", self.over or protocol)


@dataclass(frozen=True)
class AddressBook:
    """The entries by code, in the file's order, and the rules of the exchange."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    def dialled(self, number: str, protocol: Protocol = "SIP") -> Dialled:
        """Return what a room is told to call for the number.

        Of the rules for it the one with the longest beginning counts, of two the first. An address, and a number no
        rule is for, is called as it is.
        """
        if "@" in number:
            return Dialled(number, protocol)
        plain = _BETWEEN.sub("", number)
        rules = [rule for rule in self.rules if rule.takes(plain, protocol)]
        if not rules:
            return Dialled(plain, protocol)
        return max(rules, key=lambda rule: len(rule.begins)).made(plain, protocol)

    def call(self, code: str) -> Dialled | None:
        """Return what a room is told to call for the entry, None when there is none by that code."""
        entry = self.entries.get(code)
        return self.dialled(entry.number, entry.protocol) if entry else None


def read(data: bytes) -> AddressBook:
    """Read an address book in UTF-8, with BOM or without. Raises AddressBookFault for the first thing wrong."""
    if len(data) > _MOST_BYTES:
        raise AddressBookFault("$", "filen är för stor", "the file is too large")
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        # The reader's own words would hold a piece of the file.
        raise AddressBookFault("$", "filen är inte JSON i UTF-8", "the file is not JSON in UTF-8") from error
    for wrong in _validator().iter_errors(told):
        raise AddressBookFault(wrong.json_path, "går inte att använda", "can't be used")
    book = AddressBook(dict(_entries(told["entries"])), tuple(map(_rule, told.get("exchange", ()))))
    for number, rule in enumerate(book.rules):
        if rule.strip > len(rule.begins):
            place = f"$.exchange[{number}].strip"
            raise AddressBookFault(place, "tar bort mer än början", "takes away more than the beginning")
    return book


def _entries(told: list[dict[str, Any]]) -> Iterator[tuple[str, Entry]]:
    seen: set[str] = set()
    for number, one in enumerate(told):
        code = one["code"]
        if code in seen:
            raise AddressBookFault(f"$.entries[{number}].code", "finns två gånger", "is there twice")
        seen.add(code)
        yield code, Entry(code, Told(**one["label"]), one["number"], one.get("protocol", "SIP"))


def _rule(told: dict[str, Any]) -> Rule:
    return Rule(**{"over" if name == "as" else name: value for name, value in told.items()})


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(resources.files("rooms").joinpath("address_book.json").read_text("utf-8"))
    return Draft202012Validator(schema)
