"""Value spaces: what a parameter or a setting takes. Written in the table as "required integer 0..100 times 4"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rooms.xapi.channel import Value

_SPEC = re.compile(
    r"(?P<required>required )?(?:(?P<kind>integer|text) (?P<low>-?\d+)\.\.(?P<high>\d+)|words (?P<words>\S+))"
    r"(?: times (?P<times>\d+))?"
)
# A line feed ends a command over SSH, and no control character belongs in any value.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


class Kind(StrEnum):
    """What a value is: a whole number, a text measured in bytes of UTF-8 as the device does, or one of some words."""

    INTEGER = "integer"
    TEXT = "text"
    WORDS = "words"


@dataclass(frozen=True)
class Space:
    """One value space. `low` and `high` bound a number or a length; `times` is how often it may be repeated."""

    kind: Kind
    low: int = 0
    high: int = 0
    words: tuple[str, ...] = ()
    times: int = 1
    required: bool = False

    def takes(self, value: Value) -> bool:
        """Tell whether the value is within; a sequence has each of its values within and is not too long."""
        if isinstance(value, str | int):
            return self._takes_one(value)
        return 0 < len(value) <= self.times and all(self._takes_one(one) for one in value)

    def _takes_one(self, value: str | int) -> bool:
        if self.kind is Kind.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high
        words = str(value)
        if _CONTROL.search(words):
            return False
        if self.kind is Kind.WORDS:
            return words in self.words
        return self.low <= len(words.encode()) <= self.high


@cache
def space(spec: str) -> Space:
    """Return the space the table's words describe. Raises ValueError for words it does not know."""
    found = _SPEC.fullmatch(spec)
    if found is None:
        raise ValueError(f"no value space is written {spec!r}")
    return Space(
        Kind(found["kind"] or Kind.WORDS),
        low=int(found["low"] or 0),
        high=int(found["high"] or 0),
        words=tuple((found["words"] or "").split("|")),
        times=int(found["times"] or 1),
        required=bool(found["required"]),
    )


def is_plain(values: Sequence[str]) -> bool:
    """Tell whether each is a name as paths have them: letters, digits, a dot; nothing that could end a line."""
    return all(re.fullmatch(r"[A-Za-z0-9]{1,60}(\.\d{1,2})?", value) for value in values)
