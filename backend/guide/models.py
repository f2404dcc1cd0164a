"""What a unit last answered the guide."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime


class GuideMemory(Base):
    """The answers of a unit's last walk through the guide; overwritten by the next. Nothing of any person."""

    __tablename__ = "guide_memory"

    unit: Mapped[str] = mapped_column(String(64), primary_key=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
