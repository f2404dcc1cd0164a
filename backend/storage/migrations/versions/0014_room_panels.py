"""The standing panel in the rooms: which presses count, whom a room calls, who calls a room."""

import sqlalchemy as sa
from alembic import op

from backend.storage.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "room_panel",
        sa.Column("room_id", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("earlier", sa.String(length=16), nullable=False),
        sa.Column("used", sa.String(length=200), nullable=False),
        sa.Column("question", sa.String(length=16), nullable=False),
        sa.Column("last_press", sa.String(length=20), nullable=False),
        sa.Column("last_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("serial_number", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_room_panel")),
    )
    op.create_table(
        "room_touch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=255), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_touch")),
    )
    op.create_table(
        "room_care_unit",
        sa.Column("room_id", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_room_care_unit")),
    )
    op.create_table(
        "room_call",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_room_call_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_call")),
    )
    op.create_index("ix_room_call_room_id_stage", "room_call", ["room_id", "stage"])
    op.create_index(op.f("ix_room_call_meeting_id"), "room_call", ["meeting_id"])


def downgrade() -> None:
    for table in ("room_call", "room_care_unit", "room_touch", "room_panel"):
        op.drop_table(table)
