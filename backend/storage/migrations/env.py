"""What Alembic runs: one connection, one transaction."""

from alembic import context

from backend.storage import Base
from backend.storage.database import Database

database = Database(context.config.attributes["url"])
with database.engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
database.close()
