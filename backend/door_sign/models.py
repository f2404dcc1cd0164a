"""Which rooms have a sign at their door, and what each sign's address is known by."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime


class DoorSign(Base):
    """The sign of a room. Its address holds a key; only a hash of that is kept."""

    __tablename__ = "door_sign"

    room_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
