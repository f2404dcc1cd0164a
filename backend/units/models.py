"""What a unit has put on record: agreements, exceptions, approval, contacts, systems. Ended, never deleted."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime

_STANDING = text("ended_at IS NULL")


class Kind(StrEnum):
    """What a record is about, and so what its `key` and `content` hold."""

    AGREEMENT = "agreement"  # key: service; content: reference
    EXCEPTION = "exception"  # key: rule of the profile; content: routine
    APPROVAL = "approval"  # no key; content: answers by code
    CONTACTS = "contacts"  # no key; content: contacts
    SYSTEMS = "systems"  # no key; content: systems


class UnitRecord(Base):
    """One thing a unit has recorded: by whom, when, until when, and who ended it. At most one stands per key."""

    __tablename__ = "unit_record"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit: Mapped[str] = mapped_column(String(64))
    kind: Mapped[Kind] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(60), default="")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(128))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[date | None]
    ended_by: Mapped[str | None] = mapped_column(String(128))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("uq_unit_record_standing", "unit", "kind", "key", unique=True, sqlite_where=_STANDING,
              postgresql_where=_STANDING),
    )  # fmt: skip
