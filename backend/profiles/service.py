"""Reading a region's profile: once, whole, and only when nothing is wrong with it."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from backend.profiles.checks import cross_check
from backend.profiles.faults import ProfileFault, fault, from_schema
from backend.profiles.shapes import Profile
from backend.profiles.structure import structure

_HERE = Path(__file__).parent
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def load(name_or_path: str | Path) -> Profile:
    """Return the profile that ships under this name, or the one in the file at this path.

    Raises:
        ProfileFault: the file is missing, is not JSON, breaks the schema or contradicts itself. Every fault is
            named by its JSON pointer, in Swedish and English.
    """
    path = _locate(name_or_path)
    document = _read(path)
    faults = tuple(from_schema(error) for error in sorted(_validator().iter_errors(document), key=_place))
    faults = faults or tuple(cross_check(document))
    if faults:
        raise ProfileFault(path.stem, faults)
    return structure(Profile, document)


def shipped() -> tuple[str, ...]:
    """Return the names of the profiles that come with the product."""
    return tuple(sorted(path.stem for path in (_HERE / "data").glob("*.json")))


def _locate(name_or_path: str | Path) -> Path:
    if isinstance(name_or_path, str) and _NAME.fullmatch(name_or_path):
        return _HERE / "data" / f"{name_or_path}.json"
    return Path(name_or_path)


def _read(path: Path) -> Any:  # noqa: ANN401 - the schema decides what it may hold
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        names = ", ".join(shipped())
        sv, en = f"filen saknas eller går inte att läsa. Medföljer: {names}", f"no readable file. Shipped: {names}"
    except ValueError as broken:
        sv, en = f"är inte giltig JSON i UTF-8: {broken}", f"is not valid JSON in UTF-8: {broken}"
    raise ProfileFault(path.stem, (fault((), sv, en),))


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads((_HERE / "schemas" / "profile.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker())


def _place(error: ValidationError) -> list[str]:
    return [str(step) for step in error.absolute_path]
