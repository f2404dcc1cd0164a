"""How each room was when it was last seen, what is wrong there, and what people there asked help with.

No number, name or title of any call is in any of it, and nothing of a patient.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime


class RoomState(Base):
    """One room. `outcome` is how the last attempt to reach it ended, `since` from when it has ended so.

    What tells of the room itself is from `seen_at`, when it last answered. `asked_at` is when somebody asked for
    a visit that has not been made since.
    """

    __tablename__ = "room_state"

    room_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    in_call: Mapped[bool]
    standby: Mapped[str] = mapped_column(String(20))
    auto_answer: Mapped[bool]
    product: Mapped[str] = mapped_column(String(100))
    software: Mapped[str] = mapped_column(String(100))
    lacks: Mapped[list[str]] = mapped_column(JSON)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RoomAlarm(Base):
    """One thing that is, or was, wrong in a room. `source` is who says so: `device`, or a part of the product.

    `over_at` is when it was last right again; what comes back is news, and acknowledged by nobody.
    """

    __tablename__ = "room_alarm"

    room_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(200), primary_key=True)
    level: Mapped[str] = mapped_column(String(20))
    said_sv: Mapped[str] = mapped_column(Text)
    said_en: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    over_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    acknowledged_by: Mapped[str] = mapped_column(String(128))
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SupportCase(Base):
    """Help that was asked for in a room. `state` is how the room was just then, as the console shows a room."""

    __tablename__ = "support_case"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    room_id: Mapped[str] = mapped_column(String(64), index=True)
    problem: Mapped[str] = mapped_column(String(40))
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    closed_by: Mapped[str] = mapped_column(String(128))
