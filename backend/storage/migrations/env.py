"""What Alembic runs: one connection, one transaction, alone in the house, so that two that begin at once take turns."""

from alembic import context

from backend.storage import Base
from backend.storage.migrations.alone import alone
from backend.storage.migrations.known import refuse_newer

with alone(context.config.attributes["url"]) as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    refuse_newer(context.get_context().get_current_heads(), context.script)
    with context.begin_transaction():
        context.run_migrations()
