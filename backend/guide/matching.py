"""Which conditions hold for an answer. A table is matched by masks: one bit for each of its conditions."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from backend.guide.answers import Answers
from backend.profiles.guide import AdviceCondition, GuideRow, Span

_ADULT = 18
# The field of a condition -> the field of the answer it asks about.
_ASKS: Mapping[str, str] = MappingProxyType(
    {
        "initiator": "initiator", "parties": "parties", "patients": "patients", "identity": "identity",
        "content": "content", "place": "place", "others_any": "others", "others_none": "others",
        "participants": "participants", "age": "age", "high_resolution": "high_resolution",
    }
)  # fmt: skip
# What stands as it was said, whatever else is said.
_AS_SAID = ("initiator", "parties", "patients", "content", "place", "high_resolution")
_ASKS_FOR_ADVICE = (
    "outcome",
    "type",
    "audience",
    "protected_identity",
    "inbox_1177",
    "reserve_number",
)


class Table:
    """The rows of a guide, in order, ready to be matched."""

    def __init__(self, rows: Sequence[GuideRow]) -> None:
        self._rows = rows
        self._conditions = [(at, condition) for at, row in enumerate(rows) for condition in row.when]
        self._masks: dict[tuple[str, Any], int] = {}
        self._all = (1 << len(self._conditions)) - 1

    def mask(self, answers: Answers) -> int:
        """Return which conditions hold for the answers, one bit each."""
        left = self._all
        for name, field in _ASKS.items():
            key = (name, getattr(answers, field))
            known = self._masks.get(key)
            left &= self._learn(key) if known is None else known
        return left

    def rows(self, mask: int) -> Iterator[GuideRow]:
        """Yield the rows with a condition in the mask, in order."""
        left, last = mask, -1
        while left:
            bit = left & -left
            left ^= bit
            at, _ = self._conditions[bit.bit_length() - 1]
            if at != last:
                yield self._rows[at]
            last = at

    def undecided(self, known: Mapping[str, Any]) -> frozenset[str]:
        """Return the fields asked about by the conditions that what is known does not rule out."""
        return frozenset(
            field
            for _, row in self._conditions
            if all(_holds(name, getattr(row, name), known[name]) for name in _AS_SAID if name in known)
            for name, field in _ASKS.items()
            if getattr(row, name) is not None
        )

    def _learn(self, key: tuple[str, Any]) -> int:
        name, value = key
        bits = (1 << at for at, (_, row) in enumerate(self._conditions) if _holds(name, getattr(row, name), value))
        mask = self._masks[key] = sum(bits)
        return mask


def advises(condition: AdviceCondition, answers: Answers, told: Mapping[str, Any]) -> bool:
    """Tell whether a piece of advice is for these answers; `told` has the answer's outcome, type and audience."""
    values = {**vars(answers), **told}
    return all(_holds(name, getattr(condition, name), values[field]) for name, field in _ASKS.items()) and all(
        _holds(name, getattr(condition, name), values[name]) for name in _ASKS_FOR_ADVICE
    )


def _holds(name: str, asked: Any, value: Any) -> bool:  # noqa: ANN401 - conditions of every kind
    if asked is None:
        return True
    if isinstance(asked, Span):
        return _is_adult(asked) if value is None else asked.holds(value)
    if isinstance(asked, bool):
        return bool(asked == value)
    if name == "others_any":
        return not value.isdisjoint(asked)
    return value.isdisjoint(asked) if name == "others_none" else value in asked


def _is_adult(span: Span) -> bool:
    return span.most is None and (span.least or 0) <= _ADULT
