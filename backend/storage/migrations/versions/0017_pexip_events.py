"""What Pexip tells: its events, its publishers, the calls to our conferences; and the call of each person."""

import sqlalchemy as sa
from alembic import op

from backend.storage.base import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def _word(name: str, longest: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=longest), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _truth(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _of_room(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_reference_pexip_room")
    return sa.ForeignKeyConstraint(["reference"], ["pexip_room.reference"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "pexip_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _word("reference", 32),
        _word("node", 64),
        _number("seq"),
        _number("time"),
        sa.Column("version", sa.Integer(), nullable=False),
        _word("event", 40),
        sa.Column("data", sa.JSON(), nullable=False),
        _moment("received_at"),
        _moment("worked_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pexip_event")),
        sa.UniqueConstraint("node", "seq", "time", name=op.f("uq_pexip_event_node")),
    )
    op.create_index(op.f("ix_pexip_event_received_at"), "pexip_event", ["received_at"])
    waiting = sa.text("worked_at IS NULL")
    op.create_index(
        "ix_pexip_event_waiting", "pexip_event", ["reference"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_table(
        "pexip_sink",
        _word("node", 64),
        _number("after"),
        _number("seq"),
        _number("time"),
        sa.Column("missing", sa.JSON(), nullable=False),
        _moment("heard_at"),
        _moment("gap_at", nullable=True),
        _moment("stopped_at", nullable=True),
        sa.PrimaryKeyConstraint("node", name=op.f("pk_pexip_sink")),
    )
    op.create_table(
        "pexip_leg",
        _word("reference", 32),
        _word("call", 64),
        _word("node", 64),
        _number("seq"),
        _number("time"),
        _word("tag", 32),
        _word("conversation", 64),
        _word("display_name", 120),
        _word("place", 8),
        _word("role", 8),
        _truth("muted"),
        _truth("media"),
        _truth("final"),
        _word("reason", 20),
        _number("waiting_at", nullable=True),
        _number("in_at", nullable=True),
        _number("gone_at", nullable=True),
        _of_room("pexip_leg"),
        sa.PrimaryKeyConstraint("reference", "call", name=op.f("pk_pexip_leg")),
    )
    op.create_table(
        "pexip_end",
        _word("reference", 32),
        _word("node", 64),
        _number("time"),
        _of_room("pexip_end"),
        sa.PrimaryKeyConstraint("reference", "node", name=op.f("pk_pexip_end")),
    )
    op.add_column("presence", _word("call", 64, nullable=True))
    op.add_column("presence", _moment("told_at", nullable=True))


def downgrade() -> None:
    op.drop_column("presence", "told_at")
    op.drop_column("presence", "call")
    for table in ("pexip_end", "pexip_leg", "pexip_sink", "pexip_event"):
        op.drop_table(table)
