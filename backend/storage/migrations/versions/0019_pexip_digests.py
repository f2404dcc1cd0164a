"""By which secret a room at Pexip was made: a digest of its alias, beside the room and the room in advance.

Those there are have none: they are made anew, or left for others.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pexip_room", sa.Column("digest", sa.String(length=64), nullable=True))
    op.add_column("pexip_spare", sa.Column("digest", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("pexip_spare", "digest")
    op.drop_column("pexip_room", "digest")
