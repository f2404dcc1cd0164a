"""The access log's own store: entries are added at the end of the chain, and nothing is ever changed."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import event, func, insert, inspect, select
from sqlalchemy.orm import Session

from backend.audit import normal, owners
from backend.audit.appending import guard
from backend.audit.chain import GENESIS, entry_mac, moment
from backend.audit.entries import Entry
from backend.audit.keys import Keyring
from backend.audit.tables import Checkpoint, LogBase, LogRow, SubjectRow, Version
from backend.errors import ConfigurationFault, Text
from backend.storage import Database

VERSION = 1
_BUSY_MILLISECONDS = 2000
# What its writers are about, should the store stand in the main database: nobody there waits for the log.
ABOUT = "access-log"


class Arrival(NamedTuple):
    """An entry out of the outbox: its id, when it was recorded, and what it tells."""

    entry_id: str
    at: datetime
    entry: Entry


class Head(NamedTuple):
    """The end of the chain; number 0 when nothing was ever written."""

    number: int
    mac: str


class Store:
    """The store by its URL. Its tables are made the first time it is needed."""

    def __init__(self, url: str, keys: Keyring) -> None:
        self.database = Database(url)
        event.listen(self.database.engine, "connect", _IMPATIENT[self.database.engine.dialect.name])
        self._keys = keys
        self._ready = False

    def prepare(self) -> None:
        """Make the tables if they are not there.

        Raises ConfigurationFault when a later version made them, SQLAlchemyError when there is no answer.
        """
        if self._ready:
            return
        self._make_file()
        with self.database.write(ABOUT) as session:
            LogBase.metadata.create_all(session.connection())
            found = session.scalar(select(func.max(Version.version)))
            if found is None:
                guard(session.connection())
                session.add(Version(version=VERSION))
            elif found > VERSION:
                raise ConfigurationFault("audit.database_url", _TOO_NEW)
        self._ready = True

    def exists(self) -> bool:
        """Tell whether the tables are there. Makes nothing, not even the file."""
        file = self._file()
        if file is not None and not file.exists():
            return False
        return inspect(self.database.engine).has_table(LogRow.__tablename__)

    def append(self, arrivals: Sequence[Arrival]) -> Head:
        """Add those that are not there yet, in one transaction, and return the end of the chain."""
        with self.database.write(ABOUT) as session:
            ids = [arrival.entry_id for arrival in arrivals]
            known = set(session.scalars(select(LogRow.entry_id).where(LogRow.entry_id.in_(ids))))
            head = self.head(session)
            rows: list[dict[str, Any]] = []
            index: list[dict[str, Any]] = []
            for arrival in arrivals:
                if arrival.entry_id not in known:
                    row, found = self._row(head, arrival)
                    rows.append(row)
                    index += ({"number": row["number"], "attribute": name, "digest": value} for name, value in found)
                    head = Head(row["number"], row["mac"])
            if rows:
                session.connection().execute(insert(LogRow), rows)
            if index:
                session.connection().execute(insert(SubjectRow), index)
            return head

    def head(self, session: Session) -> Head:
        """Return the end of the chain."""
        for query in (
            select(LogRow.number, LogRow.mac).order_by(LogRow.number.desc()).limit(1),
            select(Checkpoint.number, Checkpoint.row_mac).order_by(Checkpoint.number.desc()).limit(1),
        ):
            found = session.execute(query).first()
            if found is not None:
                return Head(*found)
        return Head(0, GENESIS)

    def close(self) -> None:
        """Let all connections go."""
        self.database.close()

    def _file(self) -> Path | None:
        url = self.database.engine.url
        return Path(url.database) if self.database.engine.dialect.name == "sqlite" and url.database else None

    def _make_file(self) -> None:
        # What SQLite puts beside its file belongs to whom the file does, also when root is at work.
        file = self._file()
        if file is not None and not file.exists():
            with file.open("xb") as made:
                owners.give(made.fileno(), owners.model_for(file.parent))

    def _row(self, head: Head, arrival: Arrival) -> tuple[dict[str, Any], set[tuple[str, str]]]:
        keys, entry = self._keys.current, arrival.entry
        kept = {"subjects": [asdict(subject) for subject in entry.subjects], "note": entry.note}
        row: dict[str, Any] = {
            "number": head.number + 1,
            "entry_id": arrival.entry_id,
            "at": moment(arrival.at),
            "action": entry.action,
            "user": entry.user,
            "unit": entry.unit,
            "on_behalf_of": entry.on_behalf_of,
            "meeting": entry.meeting,
            "about": json.dumps(sorted({subject.kind for subject in entry.subjects} - {""})),
            "detail": json.dumps(dict(entry.detail), ensure_ascii=False, sort_keys=True),
            "key_id": keys.id,
            "sealed": keys.seal(json.dumps(kept, ensure_ascii=False).encode(), arrival.entry_id),
            "previous": head.mac,
        }
        index = {
            (attribute, keys.index(attribute, form))
            for subject in entry.subjects
            for attribute, form in normal.attributes(subject, arrival.at.date())
        }
        row["mac"] = entry_mac(keys, row, index)
        return row, index


def _be_impatient(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    # Somebody may be waiting to read the log, and what is to be written waits safely in the outbox.
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")


def _be_impatient_too(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    connection.execute(f"SET lock_timeout = {_BUSY_MILLISECONDS}")
    connection.commit()


_IMPATIENT = {"sqlite": _be_impatient, "postgresql": _be_impatient_too}


_TOO_NEW = Text(
    "Åtkomstloggens lager är gjort av en senare version. Kör den versionen, eller peka ut rätt lager.",
    "The store of the access log was made by a later version. Run that version, or name the right store.",
)
