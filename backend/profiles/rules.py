"""Shared by all rows of a profile: the two languages, and a rule that rests on a source and may begin and end."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A row that rests on a source and may begin, end and be followed by another."""

    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None

    def has_begun(self, day: date) -> bool:
        """Tell whether the row holds on the day, as far as its beginning goes."""
        return self.valid_from is None or self.valid_from <= day

    def is_over(self, day: date) -> bool:
        """Tell whether the row's last day has passed."""
        return self.valid_to is not None and self.valid_to < day
