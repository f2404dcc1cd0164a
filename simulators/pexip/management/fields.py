"""What a field of a resource may hold. A check returns why a value is refused, or an empty text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from simulators.pexip import pins

Row = dict[str, Any]
Check = Callable[[Any], str]
PREFIX = "/api/admin/configuration/v1"
_URI = re.compile(PREFIX + r"/(\w+)/([0-9]+)/")


class Target(NamedTuple):
    """What a URI of a configuration resource leads to."""

    resource: str
    id: int


def uri(resource: str, number: int) -> str:
    """Return the address of an object within the Management Node."""
    return f"{PREFIX}/{resource}/{number}/"


def target(value: object) -> Target | None:
    """Return what a URI leads to, or None when it is no URI of a configuration object."""
    found = _URI.fullmatch(value) if isinstance(value, str) else None
    return Target(found[1], int(found[2])) if found else None


@dataclass(frozen=True)
class Field:
    """One field. `link` names the resource that its URI, or list of URIs, leads to."""

    check: Check
    default: Any = None
    required: bool = False
    read_only: bool = False
    unique: bool = False
    hidden: bool = False
    link: str = ""
    many: bool = False


def text(most: int = 250) -> Check:
    """A text of at most so many characters."""

    def check(value: object) -> str:
        if not isinstance(value, str):
            return "Not a valid string."
        return "" if len(value) <= most else f"Ensure this value has at most {most} characters (it has {len(value)})."

    return check


def pattern(value: object) -> str:
    """A regular expression of at most 250 characters."""
    refusal = text()(value)
    if not refusal:
        try:
            re.compile(str(value))
        except re.error:
            return "Enter a valid regular expression."
    return refusal


def number(least: int, most: int) -> Check:
    """A whole number within these bounds."""

    def check(value: object) -> str:
        if not isinstance(value, int) or isinstance(value, bool):
            return "Enter a whole number."
        if value < least:
            return f"Ensure this value is greater than or equal to {least}."
        return "" if value <= most else f"Ensure this value is less than or equal to {most}."

    return check


def choice(*known: str) -> Check:
    """One of these words."""

    def check(value: object) -> str:
        return "" if value in known else f"Value {value!r} is not a valid choice."

    return check


def flag(value: object) -> str:
    """True or false, and nothing that looks so."""
    return "" if isinstance(value, bool) else "This value must be either True or False."


def pin(value: object) -> str:
    """Empty, or 4 to 20 digits of which the last may be a number sign."""
    if isinstance(value, str) and pins.fits(value):
        return ""
    return "A PIN must be between 4 and 20 digits long and may end with #."


def address(value: object) -> str:
    """An http or https URL, or nothing."""
    fits = isinstance(value, str) and (not value or re.fullmatch(r"https?://[^\s/]+\S*", value))
    return "" if fits else "Enter a valid URL."


def moment(value: object) -> str:
    """A time as ISO 8601 writes it."""
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return "Enter a valid date/time."
    return ""


def anything(value: object) -> str:
    """Whatever JSON can say."""
    return "" if value is not NotImplemented else "Not JSON."


def link(resource: str) -> Check:
    """The URI of an object of the resource; that it exists is for the store to know."""

    def check(value: object) -> str:
        found = target(value)
        return "" if found and found.resource == resource else f"Not the URI of a {resource}."

    return check


def links(resource: str) -> Check:
    """A list of such URIs."""
    one = link(resource)

    def check(value: object) -> str:
        if not isinstance(value, list):
            return "Not a list."
        return next((refusal for item in value if (refusal := one(item))), "")

    return check


def or_null(check: Check) -> Check:
    """The same, or null."""
    return lambda value: "" if value is None else check(value)
