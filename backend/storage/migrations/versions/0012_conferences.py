"""Multidisciplinary conferences: what is planned, how each stands, and what was pressed on its page."""

import sqlalchemy as sa
from alembic import op

import backend.storage.base

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = backend.storage.base.UtcDateTime(timezone=True)
    op.create_table(
        "conference_plan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("opens", moment, nullable=False),
        sa.Column("closes", moment, nullable=False),
        sa.Column("presenter", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Integer(), nullable=True),
        sa.Column("sites", sa.JSON(), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", moment, nullable=True),
        sa.Column("over_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_plan")),
    )
    op.create_index(op.f("ix_conference_plan_unit"), "conference_plan", ["unit", "opens"])
    op.create_index(op.f("ix_conference_plan_closes"), "conference_plan", ["closes"])
    op.create_table(
        "conference_course",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("begun_at", moment, nullable=True),
        sa.Column("ending_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_conference_course")),
    )
    op.create_table(
        "conference_press",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("press", sa.String(length=10), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("plan_id", "id", name=op.f("pk_conference_press")),
    )
    op.create_table(
        "conference_panel",
        sa.Column("room_id", sa.String(length=64), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_conference_panel")),
    )


def downgrade() -> None:
    op.drop_table("conference_panel")
    op.drop_table("conference_press")
    op.drop_table("conference_course")
    op.drop_index(op.f("ix_conference_plan_closes"), "conference_plan")
    op.drop_index(op.f("ix_conference_plan_unit"), "conference_plan")
    op.drop_table("conference_plan")
