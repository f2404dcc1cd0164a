"""What the standing panel has to remember: which presses count, whom a room calls, who calls a room."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime


class PanelPlace(Base):
    """A room's panel as it was last shown. A posted press counts with its mark, or that of the one just before.

    It is then among the `used`. A question's answer counts once.
    `serial_number` is the device's own, seen when its feedback was registered; what posts with another is not it.
    """

    __tablename__ = "room_panel"

    room_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    mark: Mapped[str] = mapped_column(String(16), default="")
    earlier: Mapped[str] = mapped_column(String(16), default="")
    used: Mapped[str] = mapped_column(String(200), default="")
    question: Mapped[str] = mapped_column(String(16), default="")
    last_press: Mapped[str] = mapped_column(String(20), default="")
    last_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    serial_number: Mapped[str] = mapped_column(String(40), default="")


class PanelTouch(Base):
    """Something a device posted that its people touched, until the process that holds the rooms has taken it."""

    __tablename__ = "room_touch"

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[str] = mapped_column(String(64))
    about: Mapped[str] = mapped_column(String(255))
    option: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CareUnit(Base):
    """Whom a room calls by one press: a unit's care room meeting, or else an entry of the address book."""

    __tablename__ = "room_care_unit"

    room_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    unit: Mapped[str] = mapped_column(String(64))
    entry: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(default=1)


class CallStage(StrEnum):
    """Where a host's call to a room is."""

    WANTED = "wanted"
    ASKING = "asking"
    DIALLING = "dialling"
    CONNECTED = "connected"
    DECLINED = "declined"
    BUSY = "busy"
    FAILED = "failed"
    ENDED = "ended"


OPEN_STAGES = frozenset({CallStage.WANTED, CallStage.ASKING, CallStage.DIALLING, CallStage.CONNECTED})


class RoomCall(Base):
    """A host's wish that a room come into a meeting. `role` is what the room is told of the host; never a name."""

    __tablename__ = "room_call"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    room_id: Mapped[str] = mapped_column(String(64))
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    unit: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(20))
    stage: Mapped[CallStage] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(20), default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_room_call_room_id_stage", "room_id", "stage"),)
