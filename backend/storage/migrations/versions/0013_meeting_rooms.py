"""The rooms of meetings, what rooms' own lists of bookings hold of us, and what all parts of a series began with."""

import sqlalchemy as sa
from alembic import op

import backend.storage.base

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = backend.storage.base.UtcDateTime(timezone=True)
    op.create_table(
        "meeting_room",
        sa.Column("booking", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=64), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_meeting_room_room_id_room")),
        sa.PrimaryKeyConstraint("booking", "room_id", name=op.f("pk_meeting_room")),
    )
    op.create_index(op.f("ix_meeting_room_room_id"), "meeting_room", ["room_id"])
    op.create_table(
        "room_bookings",
        sa.Column("room_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_at", moment, nullable=False),
        sa.Column("foreign_entries", sa.Integer(), nullable=False),
        sa.Column("written", sa.String(length=64), nullable=False),
        sa.Column("looked_at", moment, nullable=True),
        sa.Column("overwrite", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_room_bookings")),
    )
    op.add_column("series", sa.Column("root", sa.String(length=32), nullable=False, server_default=""))
    # Parts that were split before this each become a beginning of their own: no rooms were chosen yet.
    op.execute("UPDATE series SET root = marker")
    with op.batch_alter_table("series") as batch:
        batch.alter_column("root", existing_type=sa.String(length=32), existing_nullable=False, server_default=None)
    op.create_index(op.f("ix_series_root"), "series", ["root"])


def downgrade() -> None:
    op.drop_index(op.f("ix_series_root"), "series")
    with op.batch_alter_table("series") as batch:
        batch.drop_column("root")
    op.drop_table("room_bookings")
    op.drop_index(op.f("ix_meeting_room_room_id"), "meeting_room")
    op.drop_table("meeting_room")
