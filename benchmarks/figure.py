"""One figure, its bar and its verdict."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """What was measured. `bar` is the most it may be, in `unit`; `baseline` says what it was measured beside."""

    name: str
    value: float
    unit: str
    bar: float
    baseline: str

    @property
    def verdict(self) -> str:
        """Return `ok` or `over`."""
        return "ok" if self.value <= self.bar else "over"

    def row(self) -> dict[str, Any]:
        """Return the figure as it stands in results.json."""
        return {**asdict(self), "verdict": self.verdict}
