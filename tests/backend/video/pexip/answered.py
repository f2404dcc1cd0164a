"""What Pexip takes for an answer, as a schema of its own: whatever it does not take makes it look elsewhere."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

_SCHEMA = json.loads(Path(__file__).with_name("answers.json").read_text("utf-8"))


def is_taken(kind: str, body: Mapping[str, Any]) -> bool:
    """Tell whether Pexip takes this for an answer of the kind (`service`, `participant`), or for a refusal."""
    refs = [{"$ref": f"#/$defs/{name}"} for name in (kind, "refusal")]
    return bool(Draft202012Validator({"$defs": _SCHEMA["$defs"], "oneOf": refs}).is_valid(dict(body)))


def is_refused(body: Mapping[str, Any]) -> bool:
    return body["action"] == "reject"
