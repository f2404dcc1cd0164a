"""Faults of a profile, each named by its place so that whoever edits the file finds it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from jsonschema import ValidationError

from backend.errors import ConfigurationFault, Text


@dataclass(frozen=True)
class Fault:
    """One fault: a JSON pointer (RFC 6901) into the profile and what is wrong there.

    `file` is the name of the file that the place is in, when the profile is built of several.
    """

    pointer: str
    text: Text
    file: str = ""

    @property
    def place(self) -> str:
        """The file, when it has a name, and the pointer."""
        return f"{self.file}:{self.pointer or '/'}" if self.file else self.pointer or "/"


class ProfileFault(ConfigurationFault):
    """The profile can't be used and nothing was started. `faults` lists every place that must be mended."""

    def __init__(self, name: str, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        sv = "; ".join(f"{row.place} {row.text.sv}" for row in faults)
        en = "; ".join(f"{row.place} {row.text.en}" for row in faults)
        super().__init__(
            "profile", Text(f"Profilen {name} går inte att använda: {sv}", f"Profile {name} can't be used: {en}")
        )


def fault(steps: Iterable[str | int], sv: str, en: str) -> Fault:
    """Return the fault at the place that `steps` (keys and indexes from the root) lead to."""
    return Fault(pointer(steps), Text(sv, en))


def pointer(steps: Iterable[str | int]) -> str:
    """Return the JSON pointer of the place that `steps` lead to."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


@dataclass(frozen=True)
class _Broken:
    """What the schema asked for and what it found, at one place."""

    keyword: str
    wanted: Any
    found: Any
    schema: Any


def from_schema(error: ValidationError) -> Fault:
    """Say in Swedish and English what the schema found."""
    broken = _Broken(str(error.validator), error.validator_value, error.instance, error.schema)
    explain = _EXPLAIN.get(broken.keyword, _other)
    return fault(error.absolute_path, *explain(broken))


def _missing(broken: _Broken) -> Text:
    absent = ", ".join(sorted(set(broken.wanted) - set(broken.found)))
    return Text(f"saknar {absent}", f"lacks {absent}")


def _unknown(broken: _Broken) -> Text:
    extra = ", ".join(sorted(set(broken.found) - set(broken.schema["properties"])))
    return Text(f"har okända fält: {extra}", f"has unknown fields: {extra}")


def _choice(broken: _Broken) -> Text:
    choices = ", ".join(broken.wanted)
    return Text(f"ska vara något av {choices}", f"must be one of {choices}")


def _form(broken: _Broken) -> Text:
    return Text(f"har fel form (väntat {broken.wanted})", f"has the wrong form (expected {broken.wanted})")


def _size(broken: _Broken) -> Text:
    bound = f"{broken.keyword} {broken.wanted}"
    return Text(f"är utanför gränsen {bound}", f"is outside the bound {bound}")


def _other(broken: _Broken) -> Text:
    return Text(f"bryter mot schemats regel {broken.keyword}", f"breaks the schema's rule {broken.keyword}")


_EXPLAIN: Mapping[str, Callable[[_Broken], Text]] = MappingProxyType(
    {
        "required": _missing,
        "additionalProperties": _unknown,
        "enum": _choice,
        "pattern": _form,
        "format": _form,
        "type": _form,
        "minLength": _size,
        "maxLength": _size,
        "minimum": _size,
        "maximum": _size,
        "minItems": _size,
        "maxItems": _size,
    }
)
