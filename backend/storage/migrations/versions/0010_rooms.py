"""The conference rooms, and the keys their endpoints are known by."""

import sqlalchemy as sa
from alembic import op

import backend.storage.base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = backend.storage.base.UtcDateTime(timezone=True)
    op.create_table(
        "room",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("site", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
    )
    op.create_table(
        "room_key",
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("fingerprint", sa.String(length=60), nullable=False),
        sa.Column("approved_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_room_key")),
    )


def downgrade() -> None:
    op.drop_table("room_key")
    op.drop_table("room")
