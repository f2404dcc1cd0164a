"""Tables of what Pexip tells: its events until they are worked, each node's publisher, and each call as last known.

Moments are whole microseconds since 1970, by the node's clock: they are put in order, and never shown.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime

Moment = int


class PexipEvent(Base):
    """One event about one of our conferences. `data` holds what the work needs, and is emptied by it.

    One that comes again has the same number and the same moment. `version` is the sink's, for whoever has to find out
    what a node sent; nothing here reads it.
    """

    __tablename__ = "pexip_event"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    reference: Mapped[str] = mapped_column(String(32))
    node: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(BigInteger)
    time: Mapped[Moment] = mapped_column(BigInteger)
    version: Mapped[int]
    event: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    worked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("node", "seq", "time"),
        Index(
            "ix_pexip_event_waiting",
            "reference",
            sqlite_where=text("worked_at IS NULL"),
            postgresql_where=text("worked_at IS NULL"),
        ),
    )


class PexipSink(Base):
    """One node's publisher, as far as we have heard of it: see `sequence.Run` for `after`, `seq`, `time` and `missing`.

    `gap_at` is when something was last found missing, or the publisher began anew: what happened while it was stopped
    is not known.
    """

    __tablename__ = "pexip_sink"

    node: Mapped[str] = mapped_column(String(64), primary_key=True)
    after: Mapped[Moment] = mapped_column(BigInteger)
    seq: Mapped[int] = mapped_column(BigInteger)
    time: Mapped[Moment] = mapped_column(BigInteger)
    missing: Mapped[list[list[int]]] = mapped_column(JSON)
    heard_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gap_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PexipLeg(Base):
    """One call to one of our conferences; a person may have several. `display_name` is personal data.

    `node`, `seq` and `time` are of the newest that is known. `waiting_at` and `in_at` are when it first was there,
    `gone_at` when it ended; `final` says that its node told of the end, after which nothing more can be true.
    """

    __tablename__ = "pexip_leg"

    reference: Mapped[str] = mapped_column(ForeignKey("pexip_room.reference", ondelete="CASCADE"), primary_key=True)
    call: Mapped[str] = mapped_column(String(64), primary_key=True)
    node: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(BigInteger)
    time: Mapped[Moment] = mapped_column(BigInteger)
    tag: Mapped[str] = mapped_column(String(32))
    conversation: Mapped[str] = mapped_column(String(64))
    display_name: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(8))
    role: Mapped[str] = mapped_column(String(8))
    muted: Mapped[bool]
    media: Mapped[bool]
    final: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(20))
    waiting_at: Mapped[Moment | None] = mapped_column(BigInteger)
    in_at: Mapped[Moment | None] = mapped_column(BigInteger)
    gone_at: Mapped[Moment | None] = mapped_column(BigInteger)


class PexipEnd(Base):
    """When a node last said that its part of a conference was over."""

    __tablename__ = "pexip_end"

    reference: Mapped[str] = mapped_column(ForeignKey("pexip_room.reference", ondelete="CASCADE"), primary_key=True)
    node: Mapped[str] = mapped_column(String(64), primary_key=True)
    time: Mapped[Moment] = mapped_column(BigInteger)
