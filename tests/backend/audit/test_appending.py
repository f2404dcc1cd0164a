"""A store on PostgreSQL keeps watch over itself: entries are added, purged when they are old, and never changed."""

import pytest
from sqlalchemy.exc import DBAPIError

from tests.backend.audit.log import Log


@pytest.fixture
def written(log: Log) -> Log:
    log.write(3)
    return log


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True, scope="session")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_log SET unit = 'barn' WHERE number = 2",
        "UPDATE access_log_subject SET digest = ''",
        "DELETE FROM access_log WHERE number = 2",
        "DELETE FROM access_log_subject",
        "TRUNCATE access_log CASCADE",
    ],
)
def test_what_is_not_adding_is_refused(written: Log, statement: str) -> None:
    with pytest.raises(DBAPIError, match="only added to"), written.book.store.database.write() as session:
        session.connection().exec_driver_sql(statement)
    assert written.fault() is None
    assert written.book.verify().entries == 3


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True, scope="session")
def test_the_purge_alone_takes_away(written: Log) -> None:
    written.clock.advance(days=6 * 365)
    written.book.purge()
    assert written.book.verify().entries == 0
    assert written.fault() is None
