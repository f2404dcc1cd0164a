"""The Pexip service's own tables: the conferences it was asked for, and each person's own way into them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.config import PexipMode
from backend.storage import Base, UtcDateTime
from backend.video.service import ServiceRefused


class Kind(NamedTuple):
    """What holds for a kind of way in; names are personal data, and every kind but the number of rooms has one.

    `lasts` is how long somebody has to come in by it, None: as long as the meeting. `is_many`: somebody else may come
    in by it beside its person, and is then shown by themself. `is_kept`: it stays with the conference and names nobody.
    """

    lasts: timedelta | None = None
    is_many: bool = False
    is_kept: bool = False


HOST, GUEST, ROOM = "host", "guest", "room"
# Our own, for a moment, with control only (`visits`); nobody's person.
VISIT = "visit"
# Whom a host calls from the conference: `person` is the upper floor's name for them, `call` Pexip's for the call.
DIALLED = "out"
# A guest's, of somebody whom a host of ours has made a host.
LEADER = "lead"
# What a host goes in by counts once, and after this time the host's page gives another. A visit is over in seconds, or
# when its token has run out at Pexip.
HOST_LASTS, _VISIT_LASTS = timedelta(minutes=2), timedelta(minutes=2)
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        HOST: Kind(lasts=HOST_LASTS),
        GUEST: Kind(is_many=True),
        LEADER: Kind(is_many=True),
        DIALLED: Kind(is_many=True),
        ROOM: Kind(is_kept=True),
        VISIT: Kind(lasts=_VISIT_LASTS),
    }
)
# By which the one person may be there more than once; and which are left when names are forgotten.
MANY = frozenset(role for role, kind in KINDS.items() if kind.is_many)
KEPT = frozenset(role for role, kind in KINDS.items() if kind.is_kept)


class PexipRoom(Base):
    """One conference at Pexip. `name` is what Pexip calls it and means nothing; its PINs are derived from `nonce`.

    `key` is unique, so a repeated creation finds the first. `mode` is how it is held: answered for when Pexip asks
    (`policy`), or as a virtual meeting room made there (`management`), whose id is `vmr` and that was `written_at`:
    Pexip's nodes know it a while after that. `lobby` is whether guests are let in by a host: never in `management`.
    `protected`: encryption is demanded, as it is of every conference.

    In mode `management` alone: `digest` is that of the room's own alias, and tells which secret its alias and PIN were
    made with. `pin_nonce` is what the host PIN is derived from once it has been renewed; before that `nonce` is.
    `pin_next` is the nonce of the PIN it is to get, None when none is due; equal to `pin_nonce` while Pexip is being
    told. `pin_at` is when Pexip was told.
    """

    __tablename__ = "pexip_room"

    reference: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    nonce: Mapped[str] = mapped_column(String(64))
    start: Mapped[datetime] = mapped_column(UtcDateTime)
    end: Mapped[datetime] = mapped_column(UtcDateTime)
    participant_limit: Mapped[int | None]
    lobby: Mapped[bool]
    protected: Mapped[bool]
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mode: Mapped[str] = mapped_column(String(10), default=PexipMode.POLICY)
    vmr: Mapped[str | None] = mapped_column(String(40))
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    digest: Mapped[str | None] = mapped_column(String(64))
    pin_nonce: Mapped[str | None] = mapped_column(String(64))
    pin_next: Mapped[str | None] = mapped_column(String(64))
    pin_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PexipEntry(Base):
    """One way into one conference. `display_name` is personal data and goes with the row.

    The alias itself is derived from `nonce`; `digest` is what it is found by. `tag` travels through Pexip as the call's
    tag and comes back in its events. `person` is the upper floor's name for somebody, empty for a conference room's
    number. What a host gets is to be used before `expires_at`, and then by one `call` alone.
    """

    __tablename__ = "pexip_entry"

    tag: Mapped[str] = mapped_column(String(32), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    reference: Mapped[str] = mapped_column(ForeignKey("pexip_room.reference", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(String(32))
    role: Mapped[str] = mapped_column(String(5))
    display_name: Mapped[str] = mapped_column(String(120), default="")
    nonce: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    call: Mapped[str | None] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_pexip_entry_reference_person", "reference", "person"),)


def held(session: Session, reference: str, mode: PexipMode) -> PexipRoom:
    """Return the conference. Raises `ServiceRefused` (no-such-conference) for one that is not held in this mode."""
    room = session.get(PexipRoom, reference)
    if room is None or room.mode != mode:
        raise ServiceRefused("no-such-conference")
    return room
