"""What Pexip told of one call, in words of ours: as it is kept until it is worked."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class CallTold:
    """One call at one moment. `call` is its own id, `conversation` what a join's calls have in common, "" for none.

    `tag` is what it came by, "" for none; `place` one of `reading.WAITING`, `IN`, `GONE`, `RINGING`; `role` Pexip's
    word, "" where it is not said. `media`: it has sound or picture. `reason` is why it is gone, "" for its own leaving.
    """

    call: str
    conversation: str
    tag: str
    name: str = field(repr=False)
    place: str
    role: str
    muted: bool
    media: bool
    reason: str = ""

    def kept(self) -> dict[str, Any]:
        """Return it as JSON, for `of`; without a reason where there is none."""
        return {name: value for name, value in asdict(self).items() if name != "reason" or value}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "CallTold":
        """Return what was kept; a row of another version may lack `reason`, or have more than is read here."""
        return cls(**{each.name: kept[each.name] for each in fields(cls) if each.name in kept})
