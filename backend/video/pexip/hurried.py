"""A database that answers soon or not at all: Pexip waits five seconds, and has more to ask of us within them."""

from typing import Any

from sqlalchemy import event, make_url

from backend.storage import Database

# Milliseconds, as the databases count them: less than half of Pexip's five seconds for each thing that may be slow.
_SOON = 1500
_CONNECT_SECONDS = 2


def hurried(url: str) -> Database:
    """Return the database of this URL with limits of its own on how long anything may take.

    A question is one statement, so it is one journey to the database and back: it has no transaction around it.
    """
    if url.startswith("sqlite"):
        database = Database(url, transactions=False)
        event.listen(database.engine, "connect", _wait_shortly)
        return database
    told = make_url(url)
    options = f"{told.query.get('options', '')} -c lock_timeout={_SOON} -c statement_timeout={_SOON}".strip()
    limits = {"connect_timeout": str(_CONNECT_SECONDS), "tcp_user_timeout": str(_SOON), "options": options}
    return Database(told.update_query_dict(limits).render_as_string(hide_password=False), transactions=False)


def _wait_shortly(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    connection.execute(f"PRAGMA busy_timeout={_SOON}")
