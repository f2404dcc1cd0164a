"""Marks with a moment."""

import sqlalchemy as sa
from alembic import op

import backend.storage.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mark") as batch:
        batch.add_column(sa.Column("at", backend.storage.base.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("mark") as batch:
        batch.drop_column("at")
