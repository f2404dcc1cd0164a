"""How each part of the way to Pexip is, and which unit a room made in advance is for."""

import sqlalchemy as sa
from alembic import op

from backend.storage.base import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def _moment(name: str) -> sa.Column:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=True)


def upgrade() -> None:
    op.create_table(
        "pexip_part",
        sa.Column("part", sa.String(length=10), nullable=False),
        _moment("alive_at"),
        _moment("heard_at"),
        sa.Column("fault", sa.String(length=20), nullable=False),
        _moment("fault_since"),
        _moment("again_at"),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_pexip_part")),
    )
    op.add_column("pexip_spare", sa.Column("pool", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("conference", sa.Column("pool", sa.String(length=64), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("conference", "pool")
    op.drop_column("pexip_spare", "pool")
    op.drop_table("pexip_part")
