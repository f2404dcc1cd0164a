"""From checked JSON to the frozen dataclasses of shapes.py, by their type hints."""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date
from types import MappingProxyType, NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from backend.errors import Text

Shape = TypeVar("Shape")


def structure(shape: type[Shape], value: Mapping[str, Any]) -> Shape:
    """Return `value`, which the schema has accepted, as an instance of the dataclass `shape`."""
    hints = get_type_hints(shape)
    return shape(**{name: _convert(hints[name], part) for name, part in value.items()})


def _convert(hint: Any, value: Any) -> Any:  # noqa: ANN401 - JSON values of every kind pass through here
    if isinstance(hint, UnionType):
        hint = next(part for part in get_args(hint) if part is not NoneType)
    read = _READERS.get(get_origin(hint) or hint)
    if value is None or (read is None and not is_dataclass(hint)):
        return value
    return read(get_args(hint), value) if read else structure(hint, value)


_READERS: Mapping[Any, Callable[[tuple[Any, ...], Any], Any]] = MappingProxyType(
    {
        Text: lambda _, value: Text(**value),
        date: lambda _, value: date.fromisoformat(value),
        tuple: lambda hints, value: tuple(_convert(hints[0], part) for part in value),
        Mapping: lambda hints, value: MappingProxyType({key: _convert(hints[1], part) for key, part in value.items()}),
    }
)
