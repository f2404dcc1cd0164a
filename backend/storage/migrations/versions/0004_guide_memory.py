"""What a unit last answered the choice guide."""

import sqlalchemy as sa
from alembic import op

import backend.storage.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guide_memory",
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answered_at", backend.storage.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_guide_memory")),
    )


def downgrade() -> None:
    op.drop_table("guide_memory")
