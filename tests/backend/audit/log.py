"""A log of its own for tests: outbox, store and anchor, a clock that stands still, and a hand that tampers."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from backend.audit import Entry, Keyring, Logbook, Subject
from backend.audit.verify import Fault
from backend.clock import FixedClock
from backend.jobs import EmbeddedQueue
from backend.storage import Database

SECRET = b"a secret of the tests, 32 bytes."
PATIENT = Subject(participant="p1", kind="patient", name="Åsa Vångberg", phone="070-174 06 05")


@dataclass
class Log:
    database: Database
    jobs: EmbeddedQueue
    clock: FixedClock
    folder: Path
    secret: bytes = SECRET
    store_url: str = ""

    def __post_init__(self) -> None:
        self.store_url = self.store_url or f"sqlite:///{self.store_file}"
        keys = Keyring(self.secret)
        self.book = Logbook(self.database, self.jobs, self.clock, keys, self.store_url, self.anchor_file)

    @property
    def store_file(self) -> Path:
        return self.folder / "access-log.sqlite"

    @property
    def anchor_file(self) -> Path:
        return self.folder / "access-log.anchor"

    def write(self, count: int = 1, **facts: Any) -> None:
        """Record so many entries, each in a batch of its own."""
        for number in range(count):
            with self.database.write() as session:
                self.book.access_log.record(session, entry(**{"meeting": f"m{number}", **facts}))
            self.feed()

    def feed(self) -> int:
        """Do what is done every second, and the jobs it asks for; how many."""
        self.book.look()
        return self.jobs.drain()

    def tamper(self, *statements: str) -> None:
        """Do something to the store behind the product's back, past keys that point and whatever keeps watch."""
        if not self.store_url.startswith("sqlite"):
            self._past_triggers(statements)
            return
        connection = sqlite3.connect(self.store_file, isolation_level=None)
        connection.text_factory = bytes
        for statement in ("PRAGMA foreign_keys = OFF", *statements):
            connection.execute(statement)
        connection.close()

    def _past_triggers(self, statements: tuple[str, ...]) -> None:
        with self.book.store.database.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                connection.exec_driver_sql(statement)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.book.store.database.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(statement)]

    def fault(self) -> Fault | None:
        return self.book.verify().fault

    def found(self) -> tuple[int, str] | None:
        """The number and the reason of the first fault."""
        fault = self.fault()
        return (fault.number, fault.reason) if fault else None

    def anew(self) -> "Log":
        """The log as the next process has it."""
        self.book.close()
        return self.beside()

    def jobs_of_its_own(self) -> EmbeddedQueue:
        return EmbeddedQueue(self.database, self.clock)

    def beside(self) -> "Log":
        """The log as another process has it at the same time."""
        return Log(self.database, self.jobs_of_its_own(), self.clock, self.folder, self.secret, self.store_url)


def entry(**facts: Any) -> Entry:
    usual: dict[str, Any] = {"action": "people.listed", "user": "personal", "unit": "medicin", "subjects": (PATIENT,)}
    return Entry(**usual | facts)
