"""Migrations: brings a database to the tables of this version (Alembic)."""

from pathlib import Path

from alembic import command
from alembic.config import Config


def upgrade(url: str) -> None:
    """Bring the database to the newest tables; nothing happens when it has them already."""
    command.upgrade(_config(url), "head")


def downgrade(url: str, revision: str) -> None:
    """Take the database back to an earlier revision (`base` for an empty one)."""
    command.downgrade(_config(url), revision)


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config
