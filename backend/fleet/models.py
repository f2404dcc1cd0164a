"""The rooms, and the keys their endpoints are known by. Accounts are never here: see docs/rooms.md."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime


class FleetRoom(Base):
    """One conference room. `address` is written as `rooms.inventory` writes it, "" when nothing in it is driven."""

    __tablename__ = "room"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    capacity: Mapped[int]
    equipment: Mapped[list[str]] = mapped_column(JSON)
    site: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(300))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PinnedKey(Base):
    """The key that the endpoint at an address showed when somebody approved it. Another key is not spoken to."""

    __tablename__ = "room_key"

    address: Mapped[str] = mapped_column(String(300), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(60))
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RoomStop(Base):
    """A room that refused our account or showed another key. It is not tried until somebody releases it."""

    __tablename__ = "room_stop"

    room_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    why: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
