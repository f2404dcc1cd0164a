"""How the rooms are, what is wrong there, what help was asked for, and which doors have a sign."""

import sqlalchemy as sa
from alembic import op

from backend.storage.base import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def _word(name: str, longest: int) -> sa.Column:
    return sa.Column(name, sa.String(length=longest), nullable=False)


def upgrade() -> None:
    op.create_table(
        "room_state",
        _word("room_id", 64),
        _word("outcome", 40),
        _moment("since"),
        _moment("tried_at"),
        _moment("seen_at", nullable=True),
        sa.Column("in_call", sa.Boolean(), nullable=False),
        _word("standby", 20),
        sa.Column("auto_answer", sa.Boolean(), nullable=False),
        _word("product", 100),
        _word("software", 100),
        sa.Column("lacks", sa.JSON(), nullable=False),
        _moment("asked_at", nullable=True),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_room_state")),
    )
    op.create_table(
        "room_alarm",
        _word("room_id", 64),
        _word("source", 40),
        _word("kind", 200),
        _word("level", 20),
        sa.Column("said_sv", sa.Text(), nullable=False),
        sa.Column("said_en", sa.Text(), nullable=False),
        _moment("since"),
        _moment("over_at", nullable=True),
        _word("acknowledged_by", 128),
        _moment("acknowledged_at", nullable=True),
        sa.PrimaryKeyConstraint("room_id", "source", "kind", name=op.f("pk_room_alarm")),
    )
    op.create_index(op.f("ix_room_alarm_over_at"), "room_alarm", ["over_at"])
    op.create_table(
        "support_case",
        _word("id", 20),
        _word("room_id", 64),
        _word("problem", 40),
        sa.Column("state", sa.JSON(), nullable=False),
        _moment("opened_at"),
        _moment("closed_at", nullable=True),
        _word("closed_by", 128),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_case")),
    )
    op.create_index(op.f("ix_support_case_room_id"), "support_case", ["room_id"])
    op.create_index(op.f("ix_support_case_closed_at"), "support_case", ["closed_at"])
    op.create_table(
        "door_sign",
        _word("room_id", 64),
        _word("key_hash", 64),
        _moment("made_at"),
        _moment("shown_at", nullable=True),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_door_sign")),
    )


def downgrade() -> None:
    for table in ("door_sign", "support_case", "room_alarm", "room_state"):
        op.drop_table(table)
