"""The database: sessions that read and sessions that write, and what runs once a write is safe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

_AFTER = "after_commit"


def after_commit(session: Session, callback: Callable[[], None]) -> None:
    """Run `callback` when the session's transaction has been committed; never when it is rolled back."""
    session.info.setdefault(_AFTER, []).append(callback)


class Database:
    """One database by URL. SQLite runs in WAL mode with foreign keys on, and overwrites what it deletes."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine: Engine = _engine(url)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session whose transaction holds the write lock from its start (SQLite: BEGIN IMMEDIATE).

        Commits when the block ends, rolls back when it raises, then runs the `after_commit` callbacks.
        """
        with Session(self.engine.execution_options(vardmote_write=True), expire_on_commit=False) as session:
            with session.begin():
                yield session
            for callback in session.info.pop(_AFTER, []):
                callback()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one consistent state and writes nothing."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session
            # What was read stays readable after the session is gone.
            session.expunge_all()

    def ping(self) -> None:
        """Ask the database for an answer; raises SQLAlchemyError when there is none."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Let all connections go."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False})
    event.listen(engine, "connect", _on_sqlite_connect)
    event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def _on_sqlite_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    # The driver's own transaction handling would begin late and unlocked; ours begins in _on_sqlite_begin.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _on_sqlite_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("vardmote_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
