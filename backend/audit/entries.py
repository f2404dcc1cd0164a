"""What is written in the access log: an entry, and whom it is about (HSLF-FS 2016:40, 4 kap. 9 §)."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from backend.audit.actions import ACTIONS

Detail = Mapping[str, str | int | bool]
# No space: a sentence or a name does not get through, a code, a moment or an id does (a user's may hold an @).
_CODE = re.compile(r"[\w.:/+@-]{0,4000}", re.ASCII)
# Details that hold a user of the directory or a room, which have names of their own making: any sign that can be shown.
_USERS = frozenset({"person", "responsible", "room"})
_MOST_USER, _MOST_MAILBOX = 128, 254
_PLACES: Mapping[str, re.Pattern[str]] = {
    "unit": re.compile(r"[\w.:/+@-]{0,64}", re.ASCII),
    "meeting": re.compile(r"[\w.:-]{0,32}", re.ASCII),
}


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
    Raises ValueError for an unknown action, for a unit, meeting or detail that is no code, and for what is longer than
    its column: all of these can be read in the store, and one that does not fit would hold back those after it.
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
        for name, place in _PLACES.items():
            if not place.fullmatch(getattr(self, name)):
                raise ValueError(f"the {name} is no code")
        if not self.user or not _is_user(self.user):
            raise ValueError("the user is no user name")
        if len(self.on_behalf_of) > _MOST_MAILBOX or not self.on_behalf_of.isprintable():
            raise ValueError("the mailbox is none")
        for name, value in self.detail.items():
            if isinstance(value, str) and not (_is_user(value) if name in _USERS else _CODE.fullmatch(value)):
                raise ValueError(f"the detail {name} is no code")


def _is_user(text: str) -> bool:
    return len(text) <= _MOST_USER and text.isprintable()


def to_bytes(entry: Entry) -> bytes:
    """Return the entry as bytes that `from_bytes` reads."""
    return json.dumps({**asdict(entry), "detail": dict(entry.detail)}, ensure_ascii=False).encode()


def from_bytes(raw: bytes) -> Entry:
    """Return the entry that `to_bytes` wrote."""
    facts = json.loads(raw)
    return Entry(**{**facts, "subjects": tuple(Subject(**subject) for subject in facts["subjects"])})
