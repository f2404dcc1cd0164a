"""What a check of `vardmote doctor` says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend.clock import swedish_time
from backend.config import Production
from backend.errors import Text, VardmoteError


@dataclass(frozen=True)
class Found:
    """The answer of one check."""

    check: str
    ok: bool
    detail: Text


class Wrong(VardmoteError):
    """A check found something wrong; `text` says what, and what to do."""

    def __init__(self, sv: str, en: str) -> None:
        self.text = Text(sv, en)
        super().__init__(en)


def when(moment: datetime) -> Text:
    """Return a moment in words: the time in Sweden."""
    return Text(swedish_time(moment), f"{swedish_time(moment)} (Swedish time)")


Check = Callable[[Production], Text]
