"""The built-in service's own table, as apart from ours as another company's database would be."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime


class BuiltinRoom(Base):
    """One conference of the built-in service. The key is unique, so a repeated creation finds the first."""

    __tablename__ = "builtin_room"

    reference: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    start: Mapped[datetime] = mapped_column(UtcDateTime)
    end: Mapped[datetime] = mapped_column(UtcDateTime)
    participant_limit: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
