"""PostgreSQL: the same promise of one writer, kept by advisory locks that end with the transaction.

Every writer takes part in the lock on the house: alone when it does not say what it is about, else together with others
who say so, and then alone with its own name. All take the house first and one name at most, so none waits in a circle.
Beneath, READ COMMITTED: what is read once the lock is had is what the last writer left.
"""

import select as sockets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from psycopg import Error as DriverError
from psycopg.errors import LockNotAvailable
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, bindparam, create_engine, event, func, make_url, select, text
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import Session

Find = Callable[[Session], str | None]


@dataclass(frozen=True)
class Lookup:
    """How to find what a writer is about, by a key of its own: what was found is guessed at by the next who has it."""

    key: str
    find: Find

    def __call__(self, session: Session) -> str | None:
        """Return the name as it is now."""
        return self.find(session)


# What a writer is about: a name, or how to find it; None when it must be alone after all.
About = str | Find

READING: MappingProxyType[str, Any] = MappingProxyType(
    {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
)
WRITING: MappingProxyType[str, Any] = MappingProxyType({"isolation_level": "READ COMMITTED"})

# Milliseconds. A writer that waits longer gives up, as with SQLite; one that forgets itself loses its connection.
_LIMITS = {
    "timezone": "UTC",
    "lock_timeout": 15_000,
    "statement_timeout": 30_000,
    "idle_in_transaction_session_timeout": 60_000,
}
_CONNECT = {
    "connect_timeout": 5,
    "application_name": "vardmote",
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
_KEPT_OPEN, _MORE_AT_PEAK, _POOL_SECONDS, _OLDEST_SECONDS = 5, 15, 10, 1800
_USED, _ASKED_AFTER_SECONDS = "vardmote used", 5.0
# How often a writer whose matter gets another name while it waits begins anew, before it is alone in the house.
_TRIES = 4
_MOST_GUESSES = 20_000


def name_of(about: str) -> int:
    """Return the number a name is locked by. Two names with one number would only wait for each other."""
    return int.from_bytes(blake2b(about.encode(), digest_size=8).digest(), signed=True)


_HOUSE = name_of("vardmote")
_ALONE = select(func.pg_advisory_xact_lock(_HOUSE))
_NAME = select(func.pg_advisory_xact_lock(bindparam("name")))
# The job engine's tables hold nobody, and are busy.
_TABLES = text("""
    SELECT format('%I', relname) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname NOT LIKE 'procrastinate%'
    ORDER BY relname
""")
_ABOUT = select(func.pg_advisory_xact_lock_shared(_HOUSE), func.pg_advisory_xact_lock(bindparam("name")))


def engine(url: str, *, transactions: bool = True) -> Engine:
    """Return an engine for the URL, with its limits on how long anything may take; the URL's own `options` win.

    Without `transactions` each statement is by itself where its options are neither `READING` nor `WRITING`.
    """
    told = make_url(url).set(drivername="postgresql+psycopg")
    ours = {key: value for key, value in _CONNECT.items() if key not in told.query}
    options = " ".join(f"-c {name}={value}" for name, value in _LIMITS.items())
    made = create_engine(
        told.difference_update_query(["options"]),
        connect_args=ours | {"options": f"{options} {told.query.get('options', '')}".strip()},
        # An error tells what was asked, never about whom.
        hide_parameters=True,
        pool_size=_KEPT_OPEN,
        max_overflow=_MORE_AT_PEAK,
        pool_timeout=_POOL_SECONDS,
        pool_recycle=_OLDEST_SECONDS,
        pool_use_lifo=True,
        isolation_level=None if transactions else "AUTOCOMMIT",
        skip_autocommit_rollback=True,
    )
    event.listen(made, "reset", _end_what_broke_off)
    event.listen(made, "checkin", _note_use)
    event.listen(made, "checkout", _require_alive)
    return made


class Guesses:
    """The names that lookups found last, in this process: a guess saves asking before the lock, and is always checked.

    Kept by a number made of the key, which nobody can read a door's code from.
    """

    def __init__(self) -> None:
        self._names: dict[int, str] = {}

    def of(self, about: Find) -> str | None:
        """Return what was found last; None when nothing was."""
        return self._names.get(name_of(about.key)) if isinstance(about, Lookup) else None

    def note(self, about: Find, name: str | None) -> None:
        """Remember what was found."""
        if isinstance(about, Lookup) and name is not None:
            if len(self._names) >= _MOST_GUESSES:
                self._names.clear()
            self._names[name_of(about.key)] = name


def take_turn(session: Session, about: About | None, guesses: Guesses) -> None:
    """Wait for the lock on the house, or for the one on what the writer is about.

    What is looked up is looked up again once it is locked: then nobody can give it another name. What has got another
    meanwhile, or none any more, is begun anew.
    """
    if isinstance(about, str):
        session.execute(_ABOUT, {"name": name_of(about)})
        return
    if about is not None:
        guess = guesses.of(about)
        for _ in range(_TRIES):
            name = guess or about(session)
            _forget(session)
            if name is None:
                break
            session.execute(_ABOUT, {"name": name_of(name)})
            found = about(session)
            guesses.note(about, found)
            if found == name:
                return
            # Lets the locks go: who holds one and waits for another may wait in a circle.
            session.commit()
            _forget(session)
            guess = None
    session.execute(_ALONE)


@contextmanager
def turn(engine: Engine, name: str, seconds: float) -> Iterator[None]:
    """Have a turn of this name until the block ends. Raises TimeoutError after so many seconds."""
    with engine.connect() as connection, connection.begin():
        connection.execute(text(f"SET LOCAL lock_timeout = {max(int(seconds * 1000), 1)}"))
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        try:
            connection.execute(_NAME, {"name": name_of(name)})
        except OperationalError as error:
            if isinstance(error.orig, LockNotAvailable):
                raise TimeoutError from error
            raise
        yield


def leave_no_copy(engine: Engine) -> list[str]:
    """Vacuum every table of ours, its indexes too; nobody has to wait for it. Returns the tables that were not reached.

    Each has as long as any statement. One without dead rows costs next to nothing.
    """
    missed: list[str] = []
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in connection.scalars(_TABLES).all():
            try:
                connection.execute(text(f"VACUUM (INDEX_CLEANUP ON) {name}"))
            except OperationalError as error:
                if error.connection_invalidated:
                    raise
                missed.append(name)
    return missed


def take_house(connection: Connection) -> None:
    """Be alone in the house until the connection's transaction ends."""
    connection.execute(_ALONE)


def _forget(session: Session) -> None:
    # Read before the lock was had: it may not be so any more.
    session.expunge_all()
    session.info.clear()


def _note_use(_connection: object, record: Any) -> None:  # noqa: ANN401 - the pool's own record
    record.info[_USED] = time.monotonic()


def _end_what_broke_off(connection: Any, _record: object, _state: object) -> None:  # noqa: ANN401 - the driver's own
    """Roll back what is still open: SQLAlchemy takes a transaction for ended whose commit broke off before it was sent.

    Whoever had the connection next would hold its locks.
    """
    if connection.info.transaction_status in {TransactionStatus.INTRANS, TransactionStatus.INERROR}:
        connection.rollback()


def _require_alive(connection: Any, record: Any, _proxy: object) -> None:  # noqa: ANN401 - the driver's and the pool's own
    """Have the pool open another connection in the place of one that has died while nobody used it.

    A server that ends says so, and that can be seen without asking it; it is asked only after some seconds of silence.
    """
    used = record.info.get(_USED)
    if used is None:
        return
    watch = sockets.poll()
    watch.register(connection.pgconn.socket, sockets.POLLIN)
    # Nobody has asked anything, so an answer is the server's farewell.
    if watch.poll(0):
        raise InvalidatePoolError
    if time.monotonic() - used > _ASKED_AFTER_SECONDS:
        try:
            connection.execute("SELECT 1")
            connection.commit()
        except DriverError as error:
            raise InvalidatePoolError from error
