"""One transaction that changes tables while nobody else writes."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Connection, Engine, text

from backend.storage import Database, sqlite
from backend.storage.postgresql import take_house

# Milliseconds that another who migrates, or writes, is waited for. A change of a large table takes its time.
_PATIENCE = 120_000


@contextmanager
def alone(url: str) -> Iterator[Connection]:
    """Give a connection in a transaction that holds the write lock; it is committed when the block ends."""
    with closing(Database(url)) as database:
        if database.engine.dialect.name == "sqlite":
            with _loose(database.engine) as connection:
                yield connection
        else:
            with database.engine.begin() as connection:
                connection.execute(text(f"SET LOCAL lock_timeout = {_PATIENCE}"))
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                take_house(connection)
                yield connection


@contextmanager
def _loose(engine: Engine) -> Iterator[Connection]:
    # SQLite changes a column by making its table anew; meanwhile nothing may miss the rows that others point at.
    with engine.connect().execution_options(**sqlite.WRITING) as connection:
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]  # sqlite3's own connection
        raw.execute(f"PRAGMA busy_timeout={_PATIENCE}")  # type: ignore[union-attr]  # see above
        with connection.begin():
            yield connection
            lost = connection.execute(text("PRAGMA foreign_key_check")).all()
            if lost:
                raise ValueError(f"rows that point at nothing: {len(lost)}, first in {lost[0][0]}")
