"""Meetings held behind a link to another system, and who changed what of a meeting last."""

import sqlalchemy as sa
from alembic import op

import backend.storage.base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conference", sa.Column("link", sa.String(length=2000), nullable=True))
    op.create_table(
        "linked_room",
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("created_at", backend.storage.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_linked_room")),
        sa.UniqueConstraint("key", name=op.f("uq_linked_room_key")),
    )
    op.create_table(
        "meeting_change",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("at", backend.storage.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_change_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "version", name=op.f("pk_meeting_change")),
    )


def downgrade() -> None:
    op.drop_table("meeting_change")
    op.drop_table("linked_room")
    with op.batch_alter_table("conference") as table:
        table.drop_column("link")
