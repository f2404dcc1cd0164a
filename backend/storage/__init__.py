"""Storage: the declarative base, column types and the database with its two kinds of session."""

from backend.storage.base import Base, UtcDateTime, loaded, new_id
from backend.storage.database import AWAY, Database, after_commit
from backend.storage.postgresql import About, Lookup

__all__ = ["AWAY", "About", "Base", "Database", "Lookup", "UtcDateTime", "after_commit", "loaded", "new_id"]
