"""Migrations: brings a database to the tables of this version (Alembic)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from backend.storage.database import Database


def upgrade(url: str) -> None:
    """Bring the database to the newest tables; nothing happens when it has them already.

    Several may begin at once: one does it, the others wait and find it done.
    Raises ConfigurationFault (database_url), with nothing changed, when a later version made the database.
    """
    command.upgrade(_config(url), "head")


def downgrade(url: str, revision: str) -> None:
    """Take the database back to an earlier revision (`base` for an empty one)."""
    command.downgrade(_config(url), revision)


def revisions(database: Database) -> tuple[str | None, str | None]:
    """Return which revision the database has, None for an empty one, and which this version needs."""
    with database.engine.connect() as connection:
        has = MigrationContext.configure(connection).get_current_revision()
    return has, ScriptDirectory.from_config(_config("")).get_current_head()


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config
