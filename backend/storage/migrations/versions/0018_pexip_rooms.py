"""Rooms made in advance at Pexip, and when each room was written there."""

import sqlalchemy as sa
from alembic import op

from backend.storage.base import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "pexip_spare",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("vmr", sa.String(length=40), nullable=True),
        _moment("asked_at"),
        _moment("written_at", nullable=True),
        _moment("taken_at", nullable=True),
        sa.Column("reference", sa.String(length=32), nullable=True),
        sa.Column("overflow", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_pexip_spare")),
    )
    op.create_index("ix_pexip_spare_taken_at", "pexip_spare", ["taken_at"])
    op.add_column("pexip_room", _moment("written_at", nullable=True))


def downgrade() -> None:
    op.drop_column("pexip_room", "written_at")
    op.drop_table("pexip_spare")
