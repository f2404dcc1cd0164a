"""Who made a meeting what it is: kept for whoever changes it next without having seen that."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend import versions
from backend.errors import Text
from backend.identity import Actor, Directory
from backend.meetings import access
from backend.meetings.models import Meeting, MeetingChange
from backend.versions import Change

# What a use case calls a part of a meeting -> the fields of its body, and what people call it.
PARTS: Mapping[str, tuple[tuple[str, ...], Text]] = MappingProxyType(
    {
        "time": (("start", "end", "time_zone"), Text("tiden", "the time")),
        "kind": (("type", "service"), Text("mötestyp eller videotjänst", "the type or the video service")),
        "link": (("link",), Text("länken", "the link")),
        "cohosts": (("cohosts",), Text("medvärdarna", "the co-hosts")),
        "appointment": (("appointment",), Text("kopplingen till kalendern", "the tie to the calendar")),
    }
)
_SOMETHING = Text("mötet", "the meeting")


def note(session: Session, meeting: Meeting, user: str, changed: Iterable[str], now: datetime) -> None:
    """Keep who made the meeting's version what it is. Call once the version is set."""
    what = "+".join(changed)
    session.add(MeetingChange(meeting_id=meeting.id, version=meeting.version, what=what, user=user, at=now))


def require_current(  # noqa: PLR0913 - what a refusal needs to help
    session: Session, meeting: Meeting, if_match: str | None, actor: Actor, directory: Directory, now: datetime
) -> None:
    """Raise Outdated when another version than the meeting's is named: with what has changed since, by whom and when.

    By whom is told to those who may see the meeting; who may only take their own off the calendar learns no names.
    """
    if versions.names(if_match, str(meeting.version)):
        return
    seen = [int(tag) for tag in versions.tags(if_match or "") if tag.isdecimal() and len(tag) < len(str(2**31))]
    since = select(MeetingChange).where(
        MeetingChange.meeting_id == meeting.id, MeetingChange.version > max(seen, default=meeting.version)
    )
    rows = session.scalars(since.order_by(MeetingChange.version)).all()
    parts = dict.fromkeys(part for row in rows for part in row.what.split("+"))
    fields = [field for part in parts for field in PARTS.get(part, ((part,), _SOMETHING))[0]]
    last = _told(rows[-1], actor, directory) if rows and access.may_see(actor, meeting) else None
    raise versions.outdated(meeting.version, fields, last, now)


def _told(row: MeetingChange, actor: Actor, directory: Directory) -> Change:
    person = directory.by_user(row.user)
    parts = [PARTS[part][1] for part in row.what.split("+") if part in PARTS]
    what = Text(_listed([part.sv for part in parts], "och"), _listed([part.en for part in parts], "and"))
    name = person.name if person is not None else row.user
    return Change(None if row.user == actor.user else name, what if parts else _SOMETHING, row.at)


def _listed(words: list[str], conjunction: str) -> str:
    return f" {conjunction} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
