"""What is kept of conferences: plans, how each stands, presses on its page, and rooms that may show its panel.

Ids, times, units and places only; where a conference is dialled is in the file of places, never here.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime


class ConferencePlan(Base):
    """One planned conference. `place` is the name of the standing conference it is held in.

    `sites` and `cases` are as the API takes them. `version` counts what people changed; `over_at` is when it ended with
    no room left in it, or its time ran out without anybody having begun it.
    """

    __tablename__ = "conference_plan"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit: Mapped[str] = mapped_column(String(64))
    opens: Mapped[datetime] = mapped_column(UtcDateTime)
    closes: Mapped[datetime] = mapped_column(UtcDateTime)
    presenter: Mapped[str] = mapped_column(String(64))
    content: Mapped[int | None]
    sites: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    cases: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    place: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_conference_plan_unit", "unit", "opens"),
        Index("ix_conference_plan_closes", "closes"),
    )


class ConferenceCourse(Base):
    """How a conference stands, as its controller wrote it last; the two moments are also in the text."""

    __tablename__ = "conference_course"

    plan_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ending_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ConferencePress(Base):
    """A press on the plan's page, each once by its id. `outcome` is None until the controller has taken it."""

    __tablename__ = "conference_press"

    plan_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    press: Mapped[str] = mapped_column(String(10))
    site: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(20))


class ConferencePanel(Base):
    """A room that may show a conference's panel: from before it is held until the panel has been seen gone."""

    __tablename__ = "conference_panel"

    room_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    plan_id: Mapped[str] = mapped_column(String(32))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
