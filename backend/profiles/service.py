"""Reading a region's profile: once, whole, and only when nothing is wrong with it."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from backend.errors import Text
from backend.profiles.checks import cross_check
from backend.profiles.extending import Merged, Unknown, extend, whole
from backend.profiles.faults import Fault, ProfileFault, fault, from_schema, pointer
from backend.profiles.shapes import Profile
from backend.profiles.structure import structure

_HERE = Path(__file__).parent
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def load(name_or_path: str | Path) -> Profile:
    """Return the profile that ships under this name, or the one in the file at this path.

    Raises:
        ProfileFault: the file or what it extends is missing, is not JSON, breaks the schema or contradicts itself.
            Every fault is named by its file and JSON pointer, in Swedish and English.
    """
    if isinstance(name_or_path, str) and _NAME.fullmatch(name_or_path):
        return _shipped(name_or_path)
    return _loaded(Path(name_or_path))


@cache
def _shipped(name: str) -> Profile:
    # What ships with the program does not change while it runs, and a profile is frozen.
    return _loaded(_locate(name))


def _loaded(path: Path) -> Profile:
    merged = _merged(path, ())
    faults = tuple(from_schema(error) for error in sorted(_validator().iter_errors(merged.document), key=_place))
    faults = faults or tuple(cross_check(merged.document))
    if faults:
        raise ProfileFault(path.stem, tuple(merged.told(row) for row in faults))
    return structure(Profile, merged.document)


def whole_document(name_or_path: str | Path) -> dict[str, Any]:
    """Return the profile's document with all that it extends merged in, unchecked."""
    document: dict[str, Any] = _merged(_locate(name_or_path), ()).document
    return document


def shipped() -> tuple[str, ...]:
    """Return the names of the profiles that come with the product."""
    return tuple(sorted(path.stem for path in (_HERE / "data").glob("*.json")))


def _locate(name_or_path: str | Path) -> Path:
    if isinstance(name_or_path, str) and _NAME.fullmatch(name_or_path):
        return _HERE / "data" / f"{name_or_path}.json"
    return Path(name_or_path)


def _merged(path: Path, below: tuple[str, ...]) -> Merged:
    document = _read(path)
    if not isinstance(document, dict) or "extends" not in document:
        return whole(path.name, document)
    name = document["extends"]
    base = _base(name)
    if base is None or name in below:
        raise ProfileFault(path.stem, (fault(("extends",), *_no_base(name)),))
    try:
        return extend(_merged(base, (*below, name)), path.name, document)
    except Unknown as row:
        sv, en = f"bygger på {row.code}, som grunden inte har", f"builds on {row.code}, which the base lacks"
        raise ProfileFault(path.stem, (Fault(pointer(row.steps), Text(sv, en), path.name),)) from row


def _base(name: object) -> Path | None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return None
    return next((file for folder in ("base", "data") if (file := _HERE / folder / f"{name}.json").is_file()), None)


def _no_base(name: object) -> Text:
    return Text(f"{name} är ingen grund att bygga på", f"{name} is no base to build on")


def _read(path: Path) -> Any:  # noqa: ANN401 - the schema decides what it may hold
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        names = ", ".join(shipped())
        sv, en = f"filen saknas eller går inte att läsa. Medföljer: {names}", f"no readable file. Shipped: {names}"
    except (ValueError, RecursionError) as broken:
        sv, en = f"är inte giltig JSON i UTF-8: {broken}", f"is not valid JSON in UTF-8: {broken}"
    raise ProfileFault(path.stem, (fault((), sv, en),))


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads((_HERE / "schemas" / "profile.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker())


def _place(error: ValidationError) -> list[str]:
    return [str(step) for step in error.absolute_path]
