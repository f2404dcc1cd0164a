"""Tables of the meetings: the meeting, its doors, the people in it, host rights and remembered answers."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.storage import Base, UtcDateTime


class Lifecycle(StrEnum):
    """What people have decided about a meeting. How far its conference has come is the video floor's to tell."""

    OPEN = "open"
    ENDED = "ended"
    REMOVED = "removed"


class DoorState(StrEnum):
    """Where a door leads. A door is never reopened: a meeting that needs a new one gets a new code."""

    OPEN = "open"
    CHANGED = "changed"
    REMOVED = "removed"


class Meeting(Base):
    """One protected care meeting. Carries no subject and no patient data.

    One of a series says which, and by `occurrence`, its original start, which of it; `series_door` is the series' link
    that leads to it, and `is_exception` that it was moved on its own. `counted`: it stands in the statistics, or is to
    stand in none.
    """

    __tablename__ = "meeting"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit: Mapped[str] = mapped_column(String(64))
    organiser: Mapped[str] = mapped_column(String(128))
    booked_by: Mapped[str] = mapped_column(String(128))
    mailbox: Mapped[str] = mapped_column(String(254))
    type: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    start: Mapped[datetime] = mapped_column(UtcDateTime)
    end: Mapped[datetime] = mapped_column(UtcDateTime)
    time_zone: Mapped[str] = mapped_column(String(64))
    conference_id: Mapped[str] = mapped_column(String(32))
    lifecycle: Mapped[Lifecycle] = mapped_column(String(10), default=Lifecycle.OPEN)
    lifecycle_reason: Mapped[str] = mapped_column(String(40), default="")
    lifecycle_at: Mapped[datetime] = mapped_column(UtcDateTime)
    appointment_expected: Mapped[bool]
    appointment_item: Mapped[str | None] = mapped_column(String(1024))
    appointment_series: Mapped[str | None] = mapped_column(String(1024))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    series_id: Mapped[str | None] = mapped_column(String(32), index=True)
    occurrence: Mapped[datetime | None] = mapped_column(UtcDateTime)
    series_door: Mapped[str | None] = mapped_column(String(43))
    is_exception: Mapped[bool] = mapped_column(default=False, server_default=false())
    counted: Mapped[bool] = mapped_column(default=False, server_default=false())

    doors: Mapped[list["Door"]] = relationship(back_populates="meeting", order_by="Door.created_at")
    cohosts: Mapped[list["Cohost"]] = relationship(cascade="all, delete-orphan", order_by="Cohost.mailbox")

    __table_args__ = (
        Index("ix_meeting_mailbox_start", "mailbox", "start"),
        Index("ix_meeting_start", "start"),
        Index("ix_meeting_end", "end"),
        Index("ix_meeting_uncounted", "end", sqlite_where=text("counted = 0"), postgresql_where=text("NOT counted")),
        Index("ix_meeting_series_door_start", "series_door", "start"),
        Index(
            "uq_meeting_series_occurrence",
            "series_id",
            "occurrence",
            unique=True,
            sqlite_where=text("lifecycle != 'removed'"),
            postgresql_where=text("lifecycle != 'removed'"),
        ),
    )


class Cohost(Base):
    """A colleague who may host the meeting beside its organiser."""

    __tablename__ = "meeting_cohost"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(254), primary_key=True)


class Door(Base):
    """One way in: the meeting's common link, or one participant's own. The code is the link's secret (128 bits)."""

    __tablename__ = "door"

    code: Mapped[str] = mapped_column(String(43), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    participant_id: Mapped[str | None] = mapped_column(ForeignKey("participant.id"))
    state: Mapped[DoorState] = mapped_column(String(10), default=DoorState.OPEN)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    meeting: Mapped[Meeting] = relationship(back_populates="doors")
    participant: Mapped["Participant | None"] = relationship(back_populates="doors")

    __table_args__ = (
        Index(
            "uq_door_common_open",
            "meeting_id",
            unique=True,
            sqlite_where=text("state = 'open' AND participant_id IS NULL"),
            postgresql_where=text("state = 'open' AND participant_id IS NULL"),
        ),
    )


class Participant(Base):
    """One person in a meeting: personal data, kept only by us and erased 14 days after the meeting (seed 001).

    `kind` is one of the contract's kinds, or `guest` for somebody who came through the common link.
    """

    __tablename__ = "participant"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    identity: Mapped[str] = mapped_column(String(10), default="none")
    invited: Mapped[bool]
    staff_user: Mapped[str | None] = mapped_column(String(128))
    removed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    doors: Mapped[list[Door]] = relationship(back_populates="participant")


class HostTicket(Base):
    """A one-time right to enter as host, kept as a hash; consumed by POST within 60 seconds."""

    __tablename__ = "host_ticket"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    user: Mapped[str] = mapped_column(String(128))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HostSession(Base):
    """A host's open page: the bearer it acts with, kept as a hash, and the participant it acts as."""

    __tablename__ = "host_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participant.id"))
    user: Mapped[str] = mapped_column(String(128))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MeetingChange(Base):
    """Who made a meeting what it is in one version, and which fields that changed: for whom a change came too late.

    `what` holds names of fields, joined by `+`, never what stood in them.
    """

    __tablename__ = "meeting_change"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(80))
    user: Mapped[str] = mapped_column(String(128))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RememberedAnswer(Base):
    """The answer given under an idempotency key, so that a repeated request gets the same one for 24 hours."""

    __tablename__ = "remembered_answer"

    user: Mapped[str] = mapped_column(String(128), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
