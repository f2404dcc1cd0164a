"""Counts without persons, the moments they are made of, and a mark on each meeting that has been counted.

What was over before nobody noted moments of: it is marked, and stands in no statistics.
"""

import sqlalchemy as sa
from alembic import op

from backend.storage.base import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_MEETING = sa.table("meeting", sa.column("conference_id"), sa.column("counted"))
_CONFERENCE = sa.table("conference", sa.column("id"), sa.column("state"))
_MOMENTS = ("waited_from", "in_from", "in_until")


def upgrade() -> None:
    for name in _MOMENTS:
        op.add_column("presence", sa.Column(name, UtcDateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.false()))
    gone = sa.select(_CONFERENCE.c.id).where(_CONFERENCE.c.state.in_(("removing", "removed")))
    op.execute(sa.update(_MEETING).where(_MEETING.c.conference_id.in_(gone)).values(counted=sa.true()))
    op.create_index(
        "ix_meeting_uncounted",
        "meeting",
        ["end"],
        sqlite_where=sa.text("counted = 0"),
        postgresql_where=sa.text("NOT counted"),
    )
    op.create_table(
        "statistic_count",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("figure", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "unit", "type", "service", "figure", name=op.f("pk_statistic_count")),
    )


def downgrade() -> None:
    op.drop_table("statistic_count")
    op.drop_index("ix_meeting_uncounted", table_name="meeting")
    op.drop_column("meeting", "counted")
    for name in reversed(_MOMENTS):
        op.drop_column("presence", name)
