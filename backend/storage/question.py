"""One SELECT that is asked again and again while somebody waits: compiled once, and put to the driver as it is.

What SQLAlchemy does around each execution takes the processor longer than all else in such an answer; so does taking a
connection from its pool and giving it back. So whoever asks here has one that was used by another before.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import PoolProxiedConnection, Select, event
from sqlalchemy.exc import DBAPIError

from backend.storage.bounded import NoAnswer
from backend.storage.database import Database


class Question:
    """A statement and where it is asked, each time by itself: give a `Database` without `transactions`.

    None of its parameters is a list, as that of IN is. May be asked by many threads: it keeps as many connections as
    have asked side by side, beside the database's own, until the database is closed.
    """

    def __init__(self, database: Database, statement: Select[*tuple[Any, ...]]) -> None:
        self._engine = database.engine
        self._kept: list[PoolProxiedConnection] = []
        event.listen(self._engine, "engine_disposed", self._let_go)
        self._dialect = self._engine.dialect
        compiled = statement.compile(dialect=self._dialect)
        self._statement = compiled.string
        self._usual = compiled.params
        # The names in the order of their places, where parameters have places.
        self._places: Sequence[str] | None = compiled.positiontup
        impls = {name: bind.type.dialect_impl(self._dialect) for bind, name in compiled.bind_names.items()}
        processors = {name: impl.bind_processor(self._dialect) for name, impl in impls.items()}
        self._writers = {name: write for name, write in processors.items() if write is not None}
        self._readers = [
            column.type.dialect_impl(self._dialect).result_processor(self._dialect, None)
            for column in statement.selected_columns
        ]

    def one(self, **told: Any) -> list[Any] | None:  # noqa: ANN401 - as the statement's parameters are
        """Return the columns of the one row there is, None when there is none.

        Raises what SQLAlchemy does: one of `storage.AWAY` when the database does not answer.
        """
        named = self._usual | told
        for name, write in self._writers.items():
            named[name] = write(named[name])
        rows = self._asked(named if self._places is None else [named[name] for name in self._places])
        if not rows:
            return None
        (row,) = rows
        return [value if read is None else read(value) for read, value in zip(self._readers, row, strict=True)]

    def _asked(self, parameters: Any, *, anew: bool = False) -> Sequence[Sequence[Any]]:  # noqa: ANN401 - named or in their places, as the driver has them
        fault = self._dialect.loaded_dbapi.Error
        kept = None if anew else self._taken()
        connection = kept
        try:
            connection = connection or self._opened()
            cursor = connection.cursor()
            cursor.execute(self._statement, parameters)
            rows = cursor.fetchall()
        except fault as error:
            has_ended = kept is not None and self._dialect.is_disconnect(error, kept.dbapi_connection, None)
            if connection is not None:
                # Cut or only slow: another is opened sooner than it is found out which.
                connection.close()
            if has_ended:
                # While nobody asked, and so have the others. One that said nothing leaves no time to ask another.
                self._let_go()
                if not isinstance(error, NoAnswer):
                    return self._asked(parameters, anew=True)
            raise DBAPIError.instance(
                self._statement, None, error, fault, hide_parameters=True, dialect=self._dialect
            ) from error
        self._kept.append(connection)
        return rows

    def _taken(self) -> PoolProxiedConnection | None:
        try:
            return self._kept.pop()
        except IndexError:
            return None

    def _opened(self) -> PoolProxiedConnection:
        opened = self._engine.raw_connection()
        opened.detach()
        if opened.dbapi_connection is not None:
            # Each question by itself, also where the engine's own connections begin a transaction.
            self._dialect.set_isolation_level(opened.dbapi_connection, "AUTOCOMMIT")
        return opened

    def _let_go(self, _engine: object = None) -> None:
        while (kept := self._taken()) is not None:
            kept.close()
