"""Bodies of requests, read as strictly as the vendor's schemas say: no unknown field, no other type."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from simulators.pexip.client_api.answers import Failure

# A kind is a type, the values that are allowed, or the table of an object's own fields; in a list, of each item.
Kind = type | frozenset[str] | Mapping[str, "Field"] | list["Kind"]


@dataclass(frozen=True)
class Field:
    """One field of a body."""

    kind: "Kind"
    required: bool = False


Table = Mapping[str, Field]


async def read(request: web.Request, table: Table) -> dict[str, Any]:
    """Return a request's body. Raises Failure: 415 for what is no JSON, 400 for what is not of the table."""
    raw = await request.read()
    if not raw.strip():
        return checked({}, table)
    if request.content_type != "application/json":
        raise Failure("Unsupported media type", 415)
    try:
        body = json.loads(raw)
    except ValueError as fault:
        raise Failure("Invalid JSON", 400) from fault
    return checked(body, table)


def checked(body: object, table: Table) -> dict[str, Any]:
    """Return a body that is as the table says. Raises Failure."""
    _check("body", body, table)
    return body if isinstance(body, dict) else {}


def _check(name: str, value: object, kind: Kind) -> None:
    if isinstance(kind, Mapping):
        _check_object(name, value, kind)
    elif isinstance(kind, list):
        if not isinstance(value, list):
            raise Failure(f"Invalid value for {name}", 400)
        for item in value:
            _check(name, item, kind[0])
    elif isinstance(kind, frozenset):
        if not isinstance(value, str) or value not in kind:
            raise Failure(f"Invalid value for {name}", 400)
    elif not _is(value, kind):
        raise Failure(f"Invalid value for {name}", 400)


def _check_object(name: str, value: object, table: Table) -> None:
    if not isinstance(value, dict):
        raise Failure(f"Invalid value for {name}", 400)
    for unknown in value.keys() - table.keys():
        raise Failure(f"Unknown field {unknown}", 400)
    for field, known in table.items():
        if field in value:
            _check(field, value[field], known.kind)
        elif known.required:
            raise Failure(f"Missing field {field}", 400)


def _is(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
