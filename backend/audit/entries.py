"""What is written in the access log: an entry, and whom it is about (HSLF-FS 2016:40, 4 kap. 9 §)."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from backend.audit.actions import ACTIONS

Detail = Mapping[str, str | int | bool]
# No space: a sentence or a name does not get through, a code, a moment or an id does (a user's may hold an @).
_CODE = re.compile(r"[\w.:/+@-]{0,4000}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Somebody an entry is about who is not staff acting in duty. What is not known is left empty."""

    participant: str = ""
    kind: str = ""
    name: str = ""
    phone: str = ""
    person_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that was done, by whom, within which unit's care and about whom.

    `action` is a code of `actions.ACTIONS`. `user` is a staff user, "guest" at the door, "system" for the product's own
    work. `on_behalf_of` is the mailbox acted for when it is not one's own. `detail` holds codes and numbers only, never
    text people typed; `note` is a reason typed by staff and is kept encrypted.
    Raises ValueError for an unknown action and for a detail that is no code.
    """

    action: str
    user: str
    unit: str
    on_behalf_of: str = ""
    meeting: str = ""
    subjects: tuple[Subject, ...] = ()
    detail: Detail = field(default_factory=dict)
    note: str = ""

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"{self.action} is no action of the access log")
        for name, value in self.detail.items():
            if isinstance(value, str) and not _CODE.fullmatch(value):
                raise ValueError(f"the detail {name} is no code")


def to_bytes(entry: Entry) -> bytes:
    """Return the entry as bytes that `from_bytes` reads."""
    return json.dumps({**asdict(entry), "detail": dict(entry.detail)}, ensure_ascii=False).encode()


def from_bytes(raw: bytes) -> Entry:
    """Return the entry that `to_bytes` wrote."""
    facts = json.loads(raw)
    return Entry(**{**facts, "subjects": tuple(Subject(**subject) for subject in facts["subjects"])})
