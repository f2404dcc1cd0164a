"""A PIN for the hosts of a room at Pexip apart from its alias, so that it can be another once a host is one no more."""

import sqlalchemy as sa
from alembic import op

from backend.storage.base import UtcDateTime

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None

_NONCES = ("pin_nonce", "pin_next")


def upgrade() -> None:
    for name in _NONCES:
        op.add_column("pexip_room", sa.Column(name, sa.String(length=64), nullable=True))
    op.add_column("pexip_room", sa.Column("pin_at", UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("pin_at", *reversed(_NONCES)):
        op.drop_column("pexip_room", name)
