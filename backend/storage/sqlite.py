"""SQLite: WAL mode, foreign keys on, deleted rows overwritten; one writer at a time, from its beginning to its end."""

from contextlib import AbstractContextManager, nullcontext
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

_BEGIN = "vardmote_begin"
READING: MappingProxyType[str, Any] = MappingProxyType({_BEGIN: "BEGIN"})
WRITING: MappingProxyType[str, Any] = MappingProxyType({_BEGIN: "BEGIN IMMEDIATE"})
_BUSY_SECONDS = 15


def engine(url: str, *, transactions: bool = True) -> Engine:
    """Return an engine for the file; it is made when it is not there. A lock is waited for as the URL's `timeout` says.

    Without `transactions` each statement is by itself where its options are neither `READING` nor `WRITING`.
    """
    waits = {} if "timeout" in make_url(url).query else {"timeout": _BUSY_SECONDS}
    made = create_engine(
        url,
        connect_args=waits | {"check_same_thread": False},
        hide_parameters=True,
        execution_options={} if transactions else {_BEGIN: ""},
    )
    event.listen(made, "connect", _on_connect)
    event.listen(made, "begin", _on_begin)
    return made


def take_turn(session: Session, _about: object, _guesses: object) -> None:
    """Wait for the write lock (BEGIN IMMEDIATE); what the writer is about makes no difference."""
    session.connection()


def turn(_engine: Engine, _name: str, _seconds: float) -> AbstractContextManager[None]:
    """Have a turn at once."""
    return nullcontext()


def leave_no_copy(engine: Engine) -> list[str]:
    """Empty the write-ahead log into the file, where what was deleted is overwritten."""
    with engine.connect() as connection:
        connection.rollback()
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        is_busy = alone.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
    return ["write-ahead log"] if is_busy else []


def _on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    # The driver's own transaction handling would begin late and unlocked; ours begins in _on_begin.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    if begin := connection.get_execution_options().get(_BEGIN, "BEGIN"):
        connection.exec_driver_sql(begin)
