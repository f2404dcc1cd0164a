"""How long after a room was written Pexip's nodes know of it, reckoned so that a clock put back keeps nobody out."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, SQLColumnExpression, or_

# Pexip says "around 90 seconds"; a meeting must not be the one that finds it was more.
REPLICATION = timedelta(seconds=90)


def seconds_left(written_at: datetime, now: datetime) -> float:
    """Return in how many seconds the nodes know of what was written then: 0 when they do, and never above 90.

    What was written well after now was so before the clock was put back, and they have long known of it.
    """
    left = written_at + REPLICATION - now
    if left > 2 * REPLICATION:
        return 0.0
    return min(max(left, timedelta(0)), REPLICATION).total_seconds()


def is_known(written_at: SQLColumnExpression[datetime | None], now: datetime) -> ColumnElement[bool]:
    """Return the condition that `seconds_left` is 0; not met by what was never written."""
    return or_(written_at <= now - REPLICATION, written_at > now + REPLICATION)
