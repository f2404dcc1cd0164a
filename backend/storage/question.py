"""One SELECT that is asked again and again while somebody waits: compiled once, and put to the driver as it is.

What SQLAlchemy does around each execution takes the processor longer than all else in such an answer; so does taking a
connection from its pool and giving it back. So whoever asks here has one that was used by another before. What never
changes in the statement is spelt out in it: the driver and the database look at each parameter every time.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, PoolProxiedConnection, Select, bindparam, event
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.visitors import ExternallyTraversible, replacement_traverse

from backend.storage.bounded import NoAnswer
from backend.storage.database import Database


class _Kept(NamedTuple):
    connection: PoolProxiedConnection
    cursor: DBAPICursor


class Question:
    """A statement and where it is asked, each time by itself: give a `Database` without `transactions`.

    Its parameters are those without a value, as `bindparam("name")` has none; none of them is a list. May be asked by
    many threads: it keeps as many connections as have asked side by side, beside the database's own, until the database
    is closed.
    """

    def __init__(self, database: Database, statement: Select[*tuple[Any, ...]]) -> None:
        self._engine = database.engine
        self._kept: list[_Kept] = []
        self._is_over = False
        event.listen(self._engine, "engine_disposed", self._end)
        self._dialect = self._engine.dialect
        spelt: Any = replacement_traverse(statement, {}, _spelt)
        compiled = spelt.compile(dialect=self._dialect, compile_kwargs={"render_postcompile": True})
        self._statement = compiled.string
        # The names in the order of their places, where parameters have places.
        self._places: Sequence[str] | None = compiled.positiontup
        impls = {
            name: bind.type.dialect_impl(self._dialect)
            for bind, name in compiled.bind_names.items()
            if name in compiled.params
        }
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
        for name, write in self._writers.items():
            told[name] = write(told[name])
        rows = self._asked(told if self._places is None else [told[name] for name in self._places])
        if not rows:
            return None
        (row,) = rows
        return [value if read is None else read(value) for read, value in zip(self._readers, row, strict=True)]

    def _asked(self, parameters: Any, *, anew: bool = False) -> Sequence[Sequence[Any]]:  # noqa: ANN401 - named or in their places, as the driver has them
        fault = self._dialect.loaded_dbapi.Error
        before = None if anew else self._taken()
        kept = before
        try:
            kept = kept or self._opened()
            kept.cursor.execute(self._statement, parameters)
            rows = kept.cursor.fetchall()
        except fault as error:
            has_ended = before is not None and self._dialect.is_disconnect(
                error, before.connection.dbapi_connection, None
            )
            if kept is not None:
                # Cut or only slow: another is opened sooner than it is found out which.
                kept.connection.close()
            if has_ended:
                # While nobody asked, and so have the others. One that said nothing leaves no time to ask another.
                self._let_go()
                if not isinstance(error, NoAnswer):
                    return self._asked(parameters, anew=True)
            raise DBAPIError.instance(
                self._statement, None, error, fault, hide_parameters=True, dialect=self._dialect
            ) from error
        self._kept.append(kept)
        if self._is_over:
            self._let_go()
        return rows

    def _taken(self) -> _Kept | None:
        try:
            return self._kept.pop()
        except IndexError:
            return None

    def _opened(self) -> _Kept:
        opened = self._engine.raw_connection()
        opened.detach()
        if opened.dbapi_connection is not None:
            # Each question by itself, also where the engine's own connections begin a transaction.
            self._dialect.set_isolation_level(opened.dbapi_connection, "AUTOCOMMIT")
        return _Kept(opened, opened.cursor())

    def _end(self, _engine: object) -> None:
        self._is_over = True
        self._let_go()

    def _let_go(self) -> None:
        while (kept := self._taken()) is not None:
            kept.connection.close()


def _spelt(element: ExternallyTraversible, **_: object) -> ExternallyTraversible | None:
    if not isinstance(element, BindParameter):
        return None
    if element.required:
        return bindparam(element.key, type_=element.type, required=False)
    return element.render_literal_execute()
