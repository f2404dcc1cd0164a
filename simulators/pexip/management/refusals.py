"""What the Management Node refuses, and how it says so."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Refusal(Exception):
    """An answer that is no success. A body of None is an empty one."""

    status: int
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)


def invalid(resource: str, errors: dict[str, list[str]]) -> Refusal:
    """Say what is wrong with which field of an object: 400."""
    return Refusal(400, {resource: errors})


def senseless(text: str) -> Refusal:
    """Say that the request itself makes no sense: 400."""
    return Refusal(400, {"error": text})
