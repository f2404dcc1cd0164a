"""Tables of the meetings' rooms: which rooms a booking has, and what a room's own list of bookings holds of us."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime


class MeetingRoom(Base):
    """A room of a booking: of one meeting, or of a series with all that was split from it.

    `booking` is the id of the meeting that it began with (`Series.root`), so that the rooms stay through every change.
    """

    __tablename__ = "meeting_room"

    booking: Mapped[str] = mapped_column(String(32), primary_key=True)
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class RoomBookings(Base):
    """What became of our join entries in one room. Holds no entry, only whether they stand there.

    `state` is a key of `standing.STATES` or an outcome of a visit. `written` is the digest of what we wrote last, ""
    for nothing, and `looked_at` when we last spoke to the room about it. `foreign_entries` are those of another writer;
    `overwrite` that room support lets us write over them, `version` of that consent.
    """

    __tablename__ = "room_bookings"

    room_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(40))
    state_at: Mapped[datetime] = mapped_column(UtcDateTime)
    foreign_entries: Mapped[int] = mapped_column(default=0)
    written: Mapped[str] = mapped_column(String(64), default="")
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    overwrite: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
