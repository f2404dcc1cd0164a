"""What only a look into a conference shows: when hands were last looked for, and who is shown large for all."""

import sqlalchemy as sa
from alembic import op

import backend.storage.base

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conference", sa.Column("hands_at", backend.storage.base.UtcDateTime(timezone=True), nullable=True))
    op.add_column("presence", sa.Column("spotlit", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("presence", "spotlit")
    op.drop_column("conference", "hands_at")
