"""What reconciling has done, and what it has seen and not touched yet."""

import sqlalchemy as sa
from alembic import op

import backend.storage.base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = backend.storage.base.UtcDateTime(timezone=True)
    op.create_table(
        "mending",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("drift", sa.String(length=10), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("detail", sa.String(length=40), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.Column("conference_id", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mending")),
    )
    op.create_index(op.f("ix_mending_at"), "mending", ["at"])
    op.create_table(
        "stray",
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("service", "reference", name=op.f("pk_stray")),
    )


def downgrade() -> None:
    op.drop_table("stray")
    op.drop_index(op.f("ix_mending_at"), "mending")
    op.drop_table("mending")
