"""Lists as the Management Node gives them: filtered, ordered, and a page at a time."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from simulators.pexip.management.fields import Row
from simulators.pexip.management.refusals import senseless

USUAL, MOST = 20, 10_000
_OWN = frozenset({"limit", "offset", "order_by", "format"})


def _compared(value: object, asked: str) -> tuple[Any, Any]:
    """Return both in a form that can be compared: numbers as numbers, times as times, else texts."""
    for form in (float, datetime.fromisoformat):
        try:
            return form(str(value)), form(asked)
        except ValueError:
            continue
    return str(value), asked


def _same(value: object, asked: str) -> bool:
    if isinstance(value, bool):
        return str(value).lower() == {"1": "true", "0": "false"}.get(asked, asked.lower())
    return value is not None and str(value) == asked


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[object, str], bool]:
    return lambda value, asked: value is not None and test(*_compared(value, asked))


_TESTS: Mapping[str, Callable[[object, str], bool]] = MappingProxyType(
    {
        "exact": _same,
        "iexact": lambda value, asked: str(value).lower() == asked.lower(),
        "contains": lambda value, asked: asked in str(value),
        "icontains": lambda value, asked: asked.lower() in str(value).lower(),
        "startswith": lambda value, asked: str(value).startswith(asked),
        "istartswith": lambda value, asked: str(value).lower().startswith(asked.lower()),
        "endswith": lambda value, asked: str(value).endswith(asked),
        "iendswith": lambda value, asked: str(value).lower().endswith(asked.lower()),
        "regex": lambda value, asked: re.search(asked, str(value)) is not None,
        "in": lambda value, asked: any(_same(value, one) for one in asked.split(",")),
        "isnull": lambda value, asked: (value is None) == (asked.lower() in ("true", "1")),
        "gt": _ordered(lambda one, other: one > other),
        "gte": _ordered(lambda one, other: one >= other),
        "lt": _ordered(lambda one, other: one < other),
        "lte": _ordered(lambda one, other: one <= other),
    }
)


def page(rows: Iterable[Row], names: Iterable[str], query: Sequence[tuple[str, str]], path: str) -> dict[str, Any]:
    """Return a page of rows whose fields have these names. Raises Refusal (400) for what is no query."""
    known = {*names, "id", "resource_uri"}
    found = [row for row in rows if all(_fits(row, known, name, value) for name, value in query if name not in _OWN)]
    asked = dict(query)
    for name in reversed([one for key, value in query if key == "order_by" for one in value.split(",")]):
        plain = name.removeprefix("-")
        if plain not in known:
            raise senseless(f"No matching '{plain}' field for ordering on.")
        found.sort(key=lambda row: (row[plain] is not None, _sortable(row[plain])), reverse=name.startswith("-"))
    limit, offset = _count(asked, "limit", USUAL), _count(asked, "offset", 0)
    limit = min(limit or MOST, MOST)

    def at(start: int) -> str:
        return f"{path}?{urlencode({**asked, 'limit': limit, 'offset': start})}"

    return {
        "meta": {
            "limit": limit,
            "offset": offset,
            "total_count": len(found),
            "next": at(offset + limit) if offset + limit < len(found) else None,
            "previous": at(max(0, offset - limit)) if offset > 0 else None,
        },
        "objects": found[offset : offset + limit],
    }


def _fits(row: Row, known: set[str], name: str, asked: str) -> bool:
    field, _, kind = name.partition("__")
    test = _TESTS.get(kind or "exact")
    if field not in known:
        raise senseless(f"The '{field}' field does not allow filtering.")
    if test is None:
        raise senseless(f"'{kind}' is not an allowed filter on the '{field}' field.")
    return test(row.get(field), asked)


def _sortable(value: object) -> Any:  # noqa: ANN401 - numbers among numbers, texts among texts
    return value if isinstance(value, (int, float)) else str(value)


def _count(asked: Mapping[str, str], name: str, usual: int) -> int:
    try:
        value = int(asked.get(name, usual))
    except ValueError:
        raise senseless(f"Invalid {name} '{asked[name]}' provided. Please provide a positive integer.") from None
    if value < 0:
        raise senseless(f"Invalid {name} '{value}' provided. Please provide a positive integer >= 0.")
    return value
