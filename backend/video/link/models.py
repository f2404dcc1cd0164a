"""The link service's own table: what was asked for under which key, and where it leads."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime
from backend.video.service import LINK_LENGTH


class LinkedRoom(Base):
    """One conference held behind a link. The key is unique, so a repeated creation finds the first.

    `url` may hold what only its people should know; the row goes with the conference.
    """

    __tablename__ = "linked_room"

    reference: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    url: Mapped[str] = mapped_column(String(LINK_LENGTH))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
