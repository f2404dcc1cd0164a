"""Tables of the series: the rule many meetings come from, and the one link that leads to the right one of them."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.meetings.models import DoorState
from backend.storage import Base, UtcDateTime
from backend.video.service import LINK_LENGTH


class SeriesDoor(Base):
    """The link of a series. The code is its secret (128 bits); a meeting says itself which one leads to it.

    `series_id` is the series it was made for; what a split leaves behind and what goes on share one link.
    """

    __tablename__ = "series_door"

    code: Mapped[str] = mapped_column(String(43), primary_key=True)
    series_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[DoorState] = mapped_column(String(10), default=DoorState.OPEN)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Series(Base):
    """A rule and what its meetings are when they are made. Carries no subject and no patient data.

    `start` and `end` are the first period the rule is counted from. `marker` is the id the invite block carries: that
    of the meeting the series began with. `root` is the id of what it all began with, also before a
    split. `link` is the address new meetings lead to, for a service that needs one.
    `ended_at` is when the rest of it was removed.
    """

    __tablename__ = "series"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    marker: Mapped[str] = mapped_column(String(32))
    root: Mapped[str] = mapped_column(String(32), index=True)
    door_code: Mapped[str] = mapped_column(String(43), index=True)
    unit: Mapped[str] = mapped_column(String(64))
    organiser: Mapped[str] = mapped_column(String(128))
    booked_by: Mapped[str] = mapped_column(String(128))
    mailbox: Mapped[str] = mapped_column(String(254))
    cohosts: Mapped[list[str]] = mapped_column(JSON, default=list)
    type: Mapped[str] = mapped_column(String(40))
    service: Mapped[str] = mapped_column(String(20))
    link: Mapped[str | None] = mapped_column(String(LINK_LENGTH))
    language: Mapped[str] = mapped_column(String(2))
    rule: Mapped[str] = mapped_column(String(500))
    exdates: Mapped[list[str]] = mapped_column(JSON, default=list)
    time_zone: Mapped[str] = mapped_column(String(64))
    start: Mapped[datetime] = mapped_column(UtcDateTime)
    end: Mapped[datetime] = mapped_column(UtcDateTime)
    appointment_item: Mapped[str | None] = mapped_column(String(1024))
    appointment_series: Mapped[str | None] = mapped_column(String(1024))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
