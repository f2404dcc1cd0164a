"""A database that answers soon or not at all: Pexip waits five seconds, and has more to ask of us within them."""

from sqlalchemy import URL, make_url

from backend.storage import Database, bounded

# All that one answer asks of the database, and a connection that is opened for it.
ANSWER_SECONDS = 3.0
# One question: by the server's own clock first, which keeps the connection, and then by ours. Milliseconds, as the
# databases count them, and seconds.
_SOON = 1500
_QUESTION_SECONDS = 1.7
# The least that the driver takes; of each host in turn.
_CONNECT_SECONDS = 2


def hurried(url: str) -> Database:
    """Return the database of this URL with limits of its own on how long anything may take.

    A question is one statement, so it is one journey to the database and back: it has no transaction around it. All of
    one answer is to be asked within `storage.deadline`, with `ANSWER_SECONDS`.
    """
    told = make_url(url)
    if url.startswith("sqlite"):
        return _database(told.update_query_dict({"timeout": str(_SOON / 1000)}))
    options = f"{told.query.get('options', '')} -c lock_timeout={_SOON} -c statement_timeout={_SOON}".strip()
    limits = {"connect_timeout": str(_CONNECT_SECONDS), "tcp_user_timeout": str(_SOON), "options": options}
    database = _database(told.update_query_dict(limits))
    bounded.bind(database.engine, _QUESTION_SECONDS, ANSWER_SECONDS)
    return database


def _database(url: URL) -> Database:
    return Database(url.render_as_string(hide_password=False), transactions=False)
