"""Series: the rule, its link, and which meetings come from it."""

import sqlalchemy as sa
from alembic import op

from backend.storage.base import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STANDING = sa.text("lifecycle != 'removed'")


def upgrade() -> None:
    op.create_table(
        "series_door",
        sa.Column("code", sa.String(length=43), nullable=False),
        sa.Column("series_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_series_door")),
    )
    op.create_table(
        "series",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("marker", sa.String(length=32), nullable=False),
        sa.Column("door_code", sa.String(length=43), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("organiser", sa.String(length=128), nullable=False),
        sa.Column("booked_by", sa.String(length=128), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.Column("cohosts", sa.JSON(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("link", sa.String(length=2000), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("rule", sa.String(length=500), nullable=False),
        sa.Column("exdates", sa.JSON(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("start", UtcDateTime(timezone=True), nullable=False),
        sa.Column("end", UtcDateTime(timezone=True), nullable=False),
        sa.Column("appointment_item", sa.String(length=1024), nullable=True),
        sa.Column("appointment_series", sa.String(length=1024), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_index(op.f("ix_series_door_code"), "series", ["door_code"])
    op.add_column("meeting", sa.Column("series_id", sa.String(length=32), nullable=True))
    op.add_column("meeting", sa.Column("occurrence", UtcDateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("series_door", sa.String(length=43), nullable=True))
    op.add_column("meeting", sa.Column("is_exception", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_meeting_series_door_start", "meeting", ["series_door", "start"])
    op.create_index(
        "uq_meeting_series_occurrence",
        "meeting",
        ["series_id", "occurrence"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    op.create_index("ix_meeting_series_id", "meeting", ["series_id"])
    planned = sa.text("state = 'planned'")
    op.create_index("ix_conference_planned", "conference", ["start"], sqlite_where=planned, postgresql_where=planned)


def downgrade() -> None:
    op.drop_index("ix_conference_planned", "conference")
    for index in ("uq_meeting_series_occurrence", "ix_meeting_series_door_start", "ix_meeting_series_id"):
        op.drop_index(index, "meeting")
    with op.batch_alter_table("meeting") as table:
        for column in ("is_exception", "series_door", "occurrence", "series_id"):
            table.drop_column(column)
    op.drop_table("series")
    op.drop_table("series_door")
