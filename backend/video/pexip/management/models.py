"""Rooms made in advance, for meetings that start now, and what became of them."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime


class PexipSpare(Base):
    """One room in advance; `vmr` and `written_at` are there once it is made, `reference` once a conference has it.

    Rows that were taken stay for a while as the pool's history. `overflow`: there was none to take, and the conference
    had to wait for a room of its own. `digest` is that of its alias. `pool` is whose it is, empty for everybody's.
    """

    __tablename__ = "pexip_spare"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str | None] = mapped_column(String(64))
    vmr: Mapped[str | None] = mapped_column(String(40))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reference: Mapped[str | None] = mapped_column(String(32))
    overflow: Mapped[bool] = mapped_column(default=False)
    pool: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (Index("ix_pexip_spare_taken_at", "taken_at"),)
