"""What stands in a database, on either kind: for tests that nothing was changed, or that something is gone."""

from sqlalchemy import Engine, MetaData, select


def contents(engine: Engine) -> list[str]:
    """Return every row of every table, as text, in an order that stays."""
    found = MetaData()
    with engine.connect() as connection:
        found.reflect(connection)
        return [
            f"{table.name} {row}"
            for table in found.sorted_tables
            for row in sorted(str(tuple(row)) for row in connection.execute(select(table)))
        ]
