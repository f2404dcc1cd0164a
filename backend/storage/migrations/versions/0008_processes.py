"""Several processes: who serves pages, messages on their way between them, and Procrastinate's tables on PostgreSQL."""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

import backend.storage.base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# The newest of Procrastinate's own steps that belongs to this one. A later version's steps are a migration of ours of
# their own, so that a new database and an old one come to the same tables.
PROCRASTINATE_LAST = "03.04.00_50_post_add_retry_failed_job_procedure.sql"


def upgrade() -> None:
    op.create_table(
        "web_process",
        sa.Column("id", sa.String(length=13), nullable=False),
        sa.Column("beat", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_process")),
    )
    op.create_table(
        "push_message",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("at", backend.storage.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_message")),
    )
    op.create_index("ix_push_message_topic", "push_message", ["topic"])
    if op.get_bind().dialect.name == "postgresql":
        _procrastinate()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_WITHOUT_PROCRASTINATE)
    op.drop_table("push_message")
    op.drop_table("web_process")


def _procrastinate() -> None:
    # Several statements each, with percent signs in them: for the driver's own connection, in the same transaction.
    connection = op.get_bind().connection.driver_connection
    steps = sorted(step.name for step in files("procrastinate.sql.migrations").iterdir() if step.name.endswith(".sql"))
    for step in steps:
        if step <= PROCRASTINATE_LAST:
            connection.execute((files("procrastinate.sql.migrations") / step).read_text("utf-8"))
    # Whether a job's lock is free is asked of each candidate; without this each answer is a walk through them all.
    op.execute("CREATE INDEX ix_procrastinate_jobs_lock ON procrastinate_jobs (lock) WHERE status IN ('todo', 'doing')")


_WITHOUT_PROCRASTINATE = """
DO $$
DECLARE one record;
BEGIN
  FOR one IN SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind = 'r' AND starts_with(c.relname, 'procrastinate_')
  LOOP EXECUTE 'DROP TABLE IF EXISTS ' || one.name || ' CASCADE'; END LOOP;
  FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = current_schema() AND starts_with(p.proname, 'procrastinate_')
  LOOP EXECUTE 'DROP FUNCTION IF EXISTS ' || one.name || ' CASCADE'; END LOOP;
  FOR one IN SELECT t.oid::regtype AS name FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname = current_schema() AND t.typtype IN ('e', 'c') AND starts_with(t.typname, 'procrastinate_')
  LOOP EXECUTE 'DROP TYPE IF EXISTS ' || one.name || ' CASCADE'; END LOOP;
END $$
"""
