"""The database: sessions that read and sessions that write, and what runs once a write is safe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from backend.storage import postgresql, sqlite
from backend.storage.postgresql import About

# No answer now, perhaps in a while: not there, too slow, too busy, no room. Whoever asked may ask again.
AWAY = (OperationalError, InterfaceError, PoolTimeout)
_AFTER, _KEPT = "after_commit", "kept"


def after_commit(session: Session, callback: Callable[[], None]) -> None:
    """Run `callback` when the session's transaction has been committed; never when it is rolled back."""
    session.info.setdefault(_AFTER, []).append(callback)


class _Session(Session):
    """A session that keeps hold of what it has loaded: what is asked for again by its key is not read again."""


@event.listens_for(_Session, "loaded_as_persistent")
def _keep(session: Session, loaded: object) -> None:
    session.info.setdefault(_KEPT, []).append(loaded)


class Database:
    """One database by URL: `sqlite:///FILE` or `postgresql://…`; what is promised is the same on both.

    What it can't do now raises one of `AWAY`. SQLite overwrites what it deletes; for PostgreSQL see docs/privacy.md.
    Without `transactions` what is asked of `engine` itself is one statement at a time, each consistent and by itself;
    `read` and `write` have a transaction always.
    """

    def __init__(self, url: str, *, transactions: bool = True) -> None:
        self.url = url
        self._kind = sqlite if url.startswith("sqlite") else postgresql
        self.engine: Engine = self._kind.engine(url, transactions=transactions)
        self._reading = self.engine.execution_options(**self._kind.READING)
        self._guesses = postgresql.Guesses()
        self._writing = self.engine.execution_options(**self._kind.WRITING)
        self._is_closed = False
        event.listen(self.engine, "checkin", self._given_back)

    @property
    def side_by_side(self) -> bool:
        """Whether writers about different things run at the same time."""
        return self._kind is postgresql

    @contextmanager
    def write(self, about: About | None = None) -> Iterator[Session]:
        """Give a session that writes, alone: whatever it reads stays true until it commits.

        Alone in the whole house; or, with `about`, alone with that name (such as `conference:ID`), beside writers about
        other names, never beside one without. A name that must be looked up is given as a function of the session,
        which is called again once the name is locked; with a `Lookup`, what it loads then need not be asked for again.
        Whoever gives a name touches nothing that another name speaks for, unless no other write can be lost by it: it
        is conditional on what it read (`UPDATE … WHERE` that stands), or all who write it are one job with one key.
        SQLite has one writer at a time in any case.
        Commits when the block ends, rolls back when it raises, then runs the `after_commit` callbacks.
        """
        with _Session(self._writing, expire_on_commit=False) as session:
            self._kind.take_turn(session, about, self._guesses)
            yield session
            session.commit()
            for callback in session.info.pop(_AFTER, []):
                callback()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one consistent state and writes nothing."""
        with _Session(self._reading, expire_on_commit=False) as session:
            yield session
            # What was read stays readable after the session is gone.
            session.expunge_all()
            # Nothing was written; but a rollback would make PostgreSQL's driver forget the statements it has prepared.
            session.commit()

    @contextmanager
    def turn(self, name: str, seconds: float) -> Iterator[None]:
        """Have a turn of this name among all processes on the database within the block, beside its writers.

        On SQLite all are on one machine and have files for it: there is nothing to wait for.
        Raises TimeoutError when another keeps the turn longer than `seconds`.
        """
        with self._kind.turn(self.engine, name, seconds):
            yield

    def leave_no_copy(self) -> list[str]:
        """Clear away what the database itself still keeps of deleted and overwritten rows, after they are committed.

        Returns the places that could not be cleared now; raises one of `AWAY` when the database does not answer.
        What PostgreSQL's free space and log still hold after it: docs/privacy.md.
        """
        missed: list[str] = self._kind.leave_no_copy(self.engine)
        return missed

    def ping(self) -> None:
        """Ask the database for an answer; raises one of `AWAY` when there is none."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Let all connections go: those in use as soon as they are given back."""
        self._is_closed = True
        self.engine.dispose()

    def _given_back(self, _connection: object, record: ConnectionPoolEntry) -> None:
        if self._is_closed:
            record.close()
