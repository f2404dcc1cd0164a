"""Access log outbox."""

import sqlalchemy as sa
from alembic import op

import backend.storage.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_log_outbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("at", backend.storage.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log_outbox")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_access_log_outbox_entry_id")),
    )


def downgrade() -> None:
    op.drop_table("access_log_outbox")
