"""Conferences at Pexip, and each person's own way into them."""

import sqlalchemy as sa
from alembic import op

from backend.storage.base import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def _word(name: str, longest: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=longest), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "pexip_room",
        _word("reference", 32),
        _word("key", 64),
        _word("name", 64),
        _word("nonce", 64),
        _moment("start"),
        _moment("end"),
        sa.Column("participant_limit", sa.Integer(), nullable=True),
        sa.Column("lobby", sa.Boolean(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        _word("language", 2),
        _moment("created_at"),
        _word("mode", 10),
        _word("vmr", 40, nullable=True),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_pexip_room")),
        sa.UniqueConstraint("key", name=op.f("uq_pexip_room_key")),
        sa.UniqueConstraint("name", name=op.f("uq_pexip_room_name")),
    )
    op.create_table(
        "pexip_entry",
        _word("tag", 32),
        _word("digest", 64),
        _word("reference", 32),
        _word("person", 32),
        _word("role", 5),
        _word("display_name", 120),
        _word("nonce", 64),
        _moment("made_at"),
        _moment("expires_at", nullable=True),
        _word("call", 64, nullable=True),
        _moment("withdrawn_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["pexip_room.reference"],
            name=op.f("fk_pexip_entry_reference_pexip_room"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_pexip_entry")),
        sa.UniqueConstraint("digest", name=op.f("uq_pexip_entry_digest")),
    )
    op.create_index("ix_pexip_entry_reference_person", "pexip_entry", ["reference", "person"])


def downgrade() -> None:
    for table in ("pexip_entry", "pexip_room"):
        op.drop_table(table)
