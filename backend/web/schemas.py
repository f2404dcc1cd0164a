"""JSON Schemas of requests and answers: found by name, validators built once, faults turned into our codes."""

import json
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from backend.errors import FieldFault, Invalid, Malformed

_FORMATS = FormatChecker(formats=())
_INVALID = {
    "additionalProperties": "unknown-field",
    "maxLength": "too-long",
    "maxItems": "too-long",
    "format": "bad-time",
}


@_FORMATS.checks("date-time", raises=ValueError)
def _moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def schema(name: str) -> dict[str, Any]:
    """Return the schema called `feature/file`, from `backend/<feature>/schemas/<file>.json`."""
    feature, _, file = name.partition("/")
    text = resources.files(f"backend.{feature}").joinpath("schemas", f"{file}.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def validator(name: str) -> Draft202012Validator:
    """Return the one validator of a schema."""
    loaded = schema(name)
    Draft202012Validator.check_schema(loaded)
    return Draft202012Validator(loaded, format_checker=_FORMATS)


def check(name: str, value: object) -> None:
    """Check a request body.

    Raises Malformed when its shape is wrong, Invalid (unknown-field, too-long, bad-time) when the shape is right but a
    value can't be used. Every faulty place is named.
    """
    errors = sorted(validator(name).iter_errors(value), key=lambda error: list(map(str, error.absolute_path)))
    if not errors:
        return
    faults = tuple(fault for error in errors for fault in _faults(error))
    codes = [fault.code for fault in faults]
    if "malformed" in codes:
        raise Malformed("malformed", faults=faults)
    raise Invalid(codes[0], faults=faults)


def _faults(error: ValidationError) -> list[FieldFault]:
    pointer = "".join(f"/{_escape(str(part))}" for part in error.absolute_path)
    code = _INVALID.get(str(error.validator), "malformed")
    if code == "unknown-field" and isinstance(error.instance, dict):
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        return [FieldFault(f"{pointer}/{_escape(name)}", code) for name in error.instance if name not in known]
    return [FieldFault(pointer, code)]


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
