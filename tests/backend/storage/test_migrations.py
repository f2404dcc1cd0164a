import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Boolean, DateTime, Integer, LargeBinary, MetaData, Table, inspect, text
from sqlalchemy.types import JSON, Date

from backend.errors import ConfigurationFault
from backend.storage import Base, Database
from backend.storage.migrations import downgrade, upgrade
from tests.tables import contents

ROOT = Path(__file__).parents[3]
NOT_OURS = ("procrastinate_",)
MOMENT = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
# Columns that a newer step gave an older table: what is in them goes with the step.
NEWER = {("presence", name) for name in ("call", "told_at", "waited_from", "in_from", "in_until")}
VALUES = {Boolean: False, Integer: 1, DateTime: MOMENT, Date: MOMENT.date(), LargeBinary: b"x", JSON: ["x"]}


@pytest.fixture
def opened(another_url: Callable[..., str]) -> Iterator[Database]:
    made = Database(another_url())
    upgrade(made.url)
    yield made
    made.close()


def ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not str(name).startswith(NOT_OURS)


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def fill(database: Database) -> set[str]:
    """Put a row in each table of ours, with what it points at; the names of the tables."""
    found = MetaData()
    found.reflect(database.engine, only=lambda name, _: not name.startswith((*NOT_OURS, "alembic")))
    with database.engine.begin() as connection:
        for table in found.sorted_tables:
            connection.execute(table.insert().values(**row(table)))
    return set(found.tables)


def row(table: Table) -> dict[str, object]:
    return {
        column.name: next((value for kind, value in VALUES.items() if isinstance(column.type, kind)), "x")
        for column in table.columns
        if (table.name, column.name) not in NEWER
    }


def test_migrations_make_the_very_tables_the_code_knows(opened: Database) -> None:
    upgrade(opened.url)
    with opened.engine.connect() as connection:
        found = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(found, Base.metadata) == []


def test_each_step_is_taken_back_and_again_with_rows_in_every_table(opened: Database) -> None:
    filled = fill(opened)
    before = contents(opened.engine)
    downgrade(opened.url, "0005")
    upgrade(opened.url)
    kept = tables(opened) & filled
    after = contents(opened.engine)
    # What newer steps brought is gone with them; every row of what was there before stands.
    old = {line.partition(" ")[0] for line in after}
    assert {"meeting", "participant", "door", "presence", "job", "role_grant"} <= old <= kept | {"alembic_version"}
    unchanged = ("participant ", "door ", "presence ", "host_session ")
    assert len([line for line in before if line.startswith(unchanged)]) == len(unchanged)
    assert [line for line in after if line.startswith(unchanged)] == [
        line for line in before if line.startswith(unchanged)
    ]
    downgrade(opened.url, "base")
    assert tables(opened) <= {"alembic_version"}
    upgrade(opened.url)
    assert filled <= tables(opened)


@pytest.mark.parametrize(("state", "counted"), [("removed", True), ("removing", True), ("ready", False)])
def test_what_was_over_before_anything_was_counted_is_never_counted(
    opened: Database, state: str, *, counted: bool
) -> None:
    fill(opened)
    downgrade(opened.url, "0023")
    with opened.engine.begin() as connection:
        connection.execute(text("UPDATE conference SET state = :state"), {"state": state})
    upgrade(opened.url)
    with opened.engine.connect() as connection:
        assert bool(connection.scalar(text("SELECT counted FROM meeting"))) is counted


def test_two_that_begin_at_once_take_turns(another_url: Callable[..., str]) -> None:
    opened = Database(another_url())
    program = "import sys; from backend.storage.migrations import upgrade; upgrade(sys.argv[1])"
    begun = [subprocess.Popen([sys.executable, "-c", program, opened.url], cwd=ROOT) for _ in range(2)]
    assert [each.wait(60) for each in begun] == [0, 0]
    assert "meeting" in tables(opened)
    opened.close()


def test_a_database_of_a_later_version_is_left_alone(opened: Database) -> None:
    with opened.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = contents(opened.engine)
    with pytest.raises(ConfigurationFault, match="database_url"):
        upgrade(opened.url)
    assert contents(opened.engine) == before
