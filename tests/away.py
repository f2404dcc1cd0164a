"""A PostgreSQL database that is away for a while, as in a restart: connections end and no new ones are to be had."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import make_url

from tests import postgres


@contextmanager
def away(url: str) -> Iterator[None]:
    """Let the database be away within the block."""
    name = make_url(url).database
    server = make_url(postgres.at(url, "postgres")).set(drivername="postgresql")
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        try:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
            yield
        finally:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())


def cut(url: str, application: str, saying: str = "") -> int:
    """End the connections of so named an application whose last word begins so; how many there were."""
    server = make_url(url).set(drivername="postgresql")
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        return len(connection.execute(_CUT, (application, f"{saying}%")).fetchall())


_CUT = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = %s AND query LIKE %s
"""
