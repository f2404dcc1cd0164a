"""Tables of the video floor: the conference, and the presence of each person in it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, event, false, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime
from backend.video.service import LINK_LENGTH, Role


class ConferenceState(StrEnum):
    """How far the service has come with what was asked of it. What is planned it has not been asked for yet."""

    PLANNED = "planned"
    WANTED = "wanted"
    READY = "ready"
    REMOVING = "removing"
    REMOVED = "removed"
    FAILED = "failed"


class PresenceState(StrEnum):
    """Where somebody is right now. Who is coming was led on to the service, which has not told of them yet."""

    COMING = "coming"
    WAITING = "waiting"
    IN = "in"
    LEFT = "left"
    DENIED = "denied"
    REMOVED = "removed"


class Conference(Base):
    """One conference at one service.

    `key` is what the service knows it by before there is a reference. `retired` are keys at services it was moved away
    from and that are still to be cleaned up there. `link` is the address a booker gave, for a service that needs one.
    `hands_at` is when the last look for hands began, at a service that does not tell of them.
    `pool` is whose rooms in advance it may have, in the caller's own words.
    """

    __tablename__ = "conference"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    service: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str | None] = mapped_column(String(200))
    start: Mapped[datetime] = mapped_column(UtcDateTime)
    end: Mapped[datetime] = mapped_column(UtcDateTime)
    participant_limit: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(2))
    link: Mapped[str | None] = mapped_column(String(LINK_LENGTH))
    pool: Mapped[str] = mapped_column(String(64), default="")
    retired: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    attempts: Mapped[int] = mapped_column(default=0)
    state: Mapped[ConferenceState] = mapped_column(String(10))
    state_reason: Mapped[str] = mapped_column(String(60), default="")
    state_at: Mapped[datetime] = mapped_column(UtcDateTime)
    locked: Mapped[bool] = mapped_column(default=False)
    ending_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ending_reason: Mapped[str] = mapped_column(String(20), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hands_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "ix_conference_planned",
            "start",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
    )


class Presence(Base):
    """One person in one conference, now or before. `display_name` and `note` are personal data and are erased.

    `person` is the upper floor's own name for somebody and means nothing here. `token_hash` is the bearer the person
    acts with; `stream` is the one open event stream, so that a newer one is known from an older; without one,
    `unheard_since` tells since when. Of whom the service itself tells, `call` is its own id of the person's call and
    `told_at` the moment it spoke of last; such a person is not lost when a stream is. `spotlit`: a host has had them
    shown large for all. `waited_from`, `in_from` and `in_until`: when the wait began that led in, first in, last out;
    kept until the meeting is counted (`_note_stay`), and no longer than the name.
    """

    __tablename__ = "presence"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conference.id"))
    person: Mapped[str] = mapped_column(String(32))
    display_name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[Role] = mapped_column(String(5))
    state: Mapped[PresenceState] = mapped_column(String(10))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(20), default="")
    muted: Mapped[bool] = mapped_column(default=False)
    camera: Mapped[bool] = mapped_column(default=False)
    microphone: Mapped[bool] = mapped_column(default=False)
    hand_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    spotlit: Mapped[bool] = mapped_column(default=False, server_default=false())
    note: Mapped[str] = mapped_column(String(300), default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    stream: Mapped[str | None] = mapped_column(String(32))
    unheard_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    call: Mapped[str | None] = mapped_column(String(64))
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waited_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    in_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    in_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("conference_id", "person"),
        Index("ix_presence_conference_id_state", "conference_id", "state"),
    )


# Whatever brings somebody from one state to another, the moments follow: no way in or out can forget them.
@event.listens_for(Presence, "before_insert")
@event.listens_for(Presence, "before_update")
def _note_stay(_mapper: object, _connection: object, presence: Presence) -> None:
    if presence.state == PresenceState.IN:
        presence.in_from, presence.in_until = min(presence.in_from or presence.since, presence.since), None
    elif presence.in_from is not None:
        presence.in_until = presence.in_until or presence.since
    elif presence.state == PresenceState.WAITING:
        presence.waited_from = presence.since
