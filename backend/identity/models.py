"""Tables of rights: roles granted beside the directory's, and recorded training. Nothing is deleted; it is ended."""

from datetime import date, datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime

_STANDING = text("ended_at IS NULL")


class RoleGrant(Base):
    """A role somebody was given in a unit, to the end of the day `valid_to` if there is one.

    `responsible` answers for somebody external (seed 000).
    """

    __tablename__ = "role_grant"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit: Mapped[str] = mapped_column(String(64), index=True)
    user: Mapped[str] = mapped_column(String(128))
    role: Mapped[str] = mapped_column(String(20))
    responsible: Mapped[str | None] = mapped_column(String(128))
    valid_to: Mapped[date | None]
    granted_by: Mapped[str] = mapped_column(String(128))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(128))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("uq_role_grant_standing", "user", "unit", "role", unique=True, sqlite_where=_STANDING,
              postgresql_where=_STANDING),
    )  # fmt: skip


class Training(Base):
    """Training somebody has had, as their unit recorded it (seed 001: the unit's head answers for it)."""

    __tablename__ = "training"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit: Mapped[str] = mapped_column(String(64), index=True)
    user: Mapped[str] = mapped_column(String(128))
    completed_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(String(128))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(128))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("uq_training_standing", "user", "unit", unique=True, sqlite_where=_STANDING, postgresql_where=_STANDING),
    )
