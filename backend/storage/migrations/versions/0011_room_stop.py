"""The rooms that turned us away, until a person says that they may be tried again."""

import sqlalchemy as sa
from alembic import op

import backend.storage.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "room_stop",
        sa.Column("room_id", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("since", backend.storage.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_room_stop")),
    )


def downgrade() -> None:
    op.drop_table("room_stop")
