"""The one rules file of the detector, read once. The client reads the same file (addin/src/privacy/rules.ts)."""

import json
import re
from pathlib import Path
from typing import Any, Final

RULES: Final[dict[str, Any]] = json.loads((Path(__file__).parent / "rules.json").read_text("utf-8"))
_CLASS = re.compile(r"<([a-z]+)>")


def expand(pattern: str) -> str:
    """Return the pattern with `<name>` replaced by the class of that name."""
    classes: dict[str, str] = RULES["classes"]
    return _CLASS.sub(lambda found: classes[found[1]], pattern)


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the rules file: no flags, so that it means the same in both languages."""
    return re.compile(expand(pattern))


def before(pattern: str) -> re.Pattern[str]:
    """Compile a pattern for what stands directly before a place, on lower-case text that ends there."""
    return re.compile(f"(?:^|[^{RULES['classes']['wordchar']}])(?:{expand(pattern)})" + r"\Z")


def words(listed: str) -> frozenset[str]:
    """Return a list of words."""
    return frozenset(listed.split())


_UPPER = re.compile("[A-ZÅÄÖÉÜ]")


def fold(text: str) -> str:
    """Return the text in lower case, as long as before: a letter that would grow is left alone."""
    lower = text.lower()
    return lower if len(lower) == len(text) else _UPPER.sub(lambda found: found[0].lower(), text)
