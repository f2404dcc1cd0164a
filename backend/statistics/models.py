"""The table of the statistics: counts alone, which lead to no person and to no meeting."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.statistics.tallying import Figure
from backend.storage import Base


class StatisticCount(Base):
    """How many there were of one thing in one month (`2026-05`, Swedish time), unit, meeting type and video service."""

    __tablename__ = "statistic_count"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    unit: Mapped[str] = mapped_column(String(64), primary_key=True)
    type: Mapped[str] = mapped_column(String(40), primary_key=True)
    service: Mapped[str] = mapped_column(String(20), primary_key=True)
    figure: Mapped[Figure] = mapped_column(String(20), primary_key=True)
    count: Mapped[int]
